// The environment of a stage: andon's own, with the stage's variables over it.
// Words stay bytes: a value that is not UTF-8 reaches the stage as it came.

internal import AndonModel

/// Puts environments together.
struct Environment {
  private let base: [(name: [UInt8], word: [UInt8])]
  private let hostFiles: Set<[UInt8]>

  /// Takes andon's own environment as `NAME=VALUE` words.
  init(_ words: [[UInt8]]) {
    let base = words.map { (name: Array($0.prefix { $0 != UInt8(ascii: "=") }), word: $0) }
    self.base = base
    let isCircleCI = base.contains { $0.name == Array("CIRCLECI".utf8) }
    hostFiles = Set(HostFile.variables(onCircleCI: isCircleCI).map { Array($0.utf8) })
  }

  /// The value of one of andon's own variables.
  func text(_ name: String) -> String? {
    let bytes = Array(name.utf8)
    return base.last { $0.name == bytes }.map {
      String(decoding: $0.word.dropFirst(bytes.count + 1), as: UTF8.self)
    }
  }

  /// The words of a process, `NAME=VALUE`.
  ///
  /// The later of two variables of one name wins. Without `hostFiles`, the variables that name
  /// files of the CI system are left out.
  func words(over variables: [Variable], hostFiles isAllowed: Bool = false) -> [[UInt8]] {
    let values = Dictionary(variables.map { (Array($0.name.utf8), $0.value) }) { _, last in last }
    let kept = base.filter { isAllowed || !hostFiles.contains($0.name) }
    return kept.filter { values[$0.name] == nil }.map(\.word)
      + values.map { $0.key + Array("=\($0.value)".utf8) }.sorted {
        $0.lexicographicallyPrecedes($1)
      }
  }
}
