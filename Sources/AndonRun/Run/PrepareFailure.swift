// What a stage's outcome is when its `prepare` came to no good end: it could not start.

internal import AndonModel

/// Turns the end of `prepare` into the stage's outcome.
enum PrepareFailure {
  /// Could-not-start with the reason; what ended for the whole run's sake stays what it was.
  static func outcome(of prepare: Outcome) -> Outcome {
    switch prepare {
    case .exited(let code): .couldNotStart(detail: "prepare exited with \(code)")
    case .signalled(let signal): .couldNotStart(detail: "prepare was ended by \(signal)")
    case .stopped(.budget, _, _): prepare
    case .stopped(_, let limit, _):
      .couldNotStart(detail: "prepare was stopped at its hard deadline of \(limit) s")
    case .couldNotStart(let detail): .couldNotStart(detail: "prepare: \(detail)")
    case .lost(let detail): .couldNotStart(detail: "prepare: \(detail)")
    case .cancelled: prepare
    }
  }
}
