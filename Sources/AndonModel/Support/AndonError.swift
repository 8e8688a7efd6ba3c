// andon cannot go on.

/// Why andon cannot go on, and what to do about it.
package struct AndonError: Error, Equatable, Sendable {
  /// The class of the fault, which gives the exit code.
  package enum Code: String, Sendable {
    case usage
    case configuration
    case internalFault = "internal"
    case resultsNotWritten = "results-not-written"
  }

  /// The class of the fault.
  package var code: Code
  /// What happened, in one sentence.
  package var message: String
  /// What the reader can do; never empty.
  package var hint: String

  /// States why andon cannot go on.
  package init(_ code: Code, _ message: String, hint: String) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The exit that it leads to.
  package var exit: Exit {
    switch code {
    case .usage: .usage
    case .configuration: .configuration
    case .internalFault: .internalFault
    case .resultsNotWritten: .resultsNotWritten
    }
  }
}
