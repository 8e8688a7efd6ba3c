// How an attempt ended, and what became of a stage.

/// How one attempt ended.
package enum Outcome: Equatable, Sendable {
  /// Its process exited by itself.
  case exited(code: Int)
  /// Its process was ended by a signal that was not andon's.
  case signalled(UnixSignal)
  /// andon ended it.
  case stopped(StopReason, limit: Double, ending: Ending)
  /// It never ran.
  case couldNotStart(detail: String)
  /// A signal to andon ended it.
  case cancelled(by: UnixSignal, ending: Ending)
  /// What became of it is not known.
  case lost(detail: String)

  /// How the process answered to being ended.
  package enum Ending: Equatable, Sendable {
    case exited(code: Int)
    case signalled(UnixSignal)
    /// It was still there after the final signal.
    case survived
  }

  /// Why andon ended it.
  package enum StopReason: String, Sendable {
    case hard
    case rerun = "rung"
    case budget
  }

  /// Whether the process ended by itself.
  package var isOwnEnd: Bool {
    switch self {
    case .exited, .signalled: true
    case .stopped, .couldNotStart, .cancelled, .lost: false
    }
  }

  /// The outcome's name in files.
  package var kind: String {
    switch self {
    case .exited: "exited"
    case .signalled: "signalled"
    case .stopped: "stopped"
    case .couldNotStart: "could-not-start"
    case .cancelled: "cancelled"
    case .lost: "lost"
    }
  }
}

/// What became of a stage.
package enum StageState: String, CaseIterable, Sendable {
  case succeeded
  case failed
  case stopped
  case couldNotStart = "could-not-start"
  case cancelled
  case skipped
  case lost

  /// The state of a stage whose deciding attempt ended like this; `exits` are the good exit codes.
  package init(of outcome: Outcome, exits: [Int]) {
    self =
      switch outcome {
      case .exited(let code): exits.contains(code) ? .succeeded : .failed
      case .signalled: .failed
      case .stopped: .stopped
      case .couldNotStart: .couldNotStart
      case .cancelled: .cancelled
      case .lost: .lost
      }
  }

  /// True when the stage is broken: it ran, or should have run, and did not come to a good end.
  package var isBroken: Bool {
    switch self {
    case .failed, .stopped, .couldNotStart: true
    case .succeeded, .cancelled, .skipped, .lost: false
    }
  }
}
