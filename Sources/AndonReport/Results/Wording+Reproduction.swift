// Runs in changed surroundings, and outputs that differ, in words.

internal import AndonModel

extension Wording {
  /// What is changed around a run.
  static func surroundings(_ varied: [Variation]) -> String {
    varied.isEmpty
      ? "the same once more"
      : "with another " + varied.map(\.noun).joined(separator: ", ")
  }
}
