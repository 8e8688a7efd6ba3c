// What a file of another tool holds, in its own names and units.

/// Something odd about a file that was read.
package struct ImportFinding: Equatable, Sendable {
  /// Its kind.
  package var code: FindingCode
  /// One sentence.
  package var message: String
  /// The line, from 1; nil where that is not known.
  package var line: Int?

  /// States something odd.
  package init(_ code: FindingCode, _ message: String, line: Int? = nil) {
    self.code = code
    self.message = message
    self.line = line
  }
}

/// A file of another tool.
package struct ImportedFile: Equatable, Sendable {
  /// How far it could be read.
  package enum State: Equatable, Sendable {
    case ok
    /// Up to a fault: what was counted is a lower bound.
    case recovered(reason: String)
    case refused(reason: String)

    /// The state's name in files.
    package var name: String {
      switch self {
      case .ok: "ok"
      case .recovered: "recovered"
      case .refused: "refused"
      }
    }

    /// Why it could not be read whole.
    package var reason: String? {
      switch self {
      case .ok: nil
      case .recovered(let reason), .refused(let reason): reason
      }
    }
  }

  /// The file as it was named.
  package var path: String
  /// Its format; nil where it has none that is known.
  package var format: ImportFormat?
  /// How far it could be read.
  package var state: State
  /// The line at which it could not be read on, from 1; nil where that is not known.
  package var line: Int?
  /// Its figures, in their order.
  package var measurements: [ImportedMeasurement] = []
  /// Its test cases; nil where it holds none by its kind.
  package var tests: ImportedTests?
  /// How much of a program was run; nil where it says nothing of it.
  package var coverage: ImportedCoverage?
  /// What is odd about it.
  package var findings: [ImportFinding] = []

  /// A file without anything in it.
  package init(path: String, format: ImportFormat?, _ state: State) {
    self.path = path
    self.format = format
    self.state = state
  }
}
