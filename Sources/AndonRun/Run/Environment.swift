// The environment of a stage: andon's own, with the stage's variables over it.

internal import AndonModel

/// Puts environments together.
struct Environment {
  private let base: [(name: Substring, word: String)]

  /// Takes andon's own environment as `NAME=VALUE` words.
  init(_ words: [String]) {
    base = words.map { ($0.prefix { $0 != "=" }, $0) }
  }

  /// `NAME=VALUE` words; of two variables of one name the later wins.
  func words(over variables: [Variable]) -> [String] {
    let values = Dictionary(variables.map { ($0.name, $0.value) }) { _, last in last }
    return base.filter { values[String($0.name)] == nil }.map(\.word)
      + values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }
}
