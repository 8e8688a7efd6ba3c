// Runs in changed surroundings, and outputs that differ, in words.

internal import AndonModel

extension Wording {
  /// What is changed around a run.
  static func surroundings(_ varied: [Variation]) -> String {
    varied.isEmpty
      ? "the same once more"
      : "with another " + varied.map(word).joined(separator: ", ")
  }

  private static func word(_ variation: Variation) -> String {
    switch variation {
    case .locale: "locale"
    case .timezone: "time zone"
    case .umask: "umask"
    case .path: "path"
    case .userName: "user name"
    case .home: "home"
    case .cpus: "number of processors"
    case .order: "order of files"
    case .time: "time"
    }
  }
}
