// How a stage ended, and how long something is allowed to take, in words.

internal import AndonModel

/// Words for ends of stages.
enum OutcomeText {
  /// What became of it, as the rest of a sentence about the stage.
  static func of(_ outcome: Outcome) -> String {
    switch outcome {
    case .exited(let code): "exited with \(code)"
    case .signalled(let signal): "was ended by \(signal)"
    case .stopped(.hard, let limit, let ending):
      "was stopped at its hard deadline of \(Format.duration(limit))\(survival(ending))"
    case .stopped(.rung, let limit, let ending):
      "was stopped at its soft deadline of \(Format.duration(limit))\(survival(ending))"
    case .stopped(.budget, _, let ending):
      "was stopped: the budget of the run was used up\(survival(ending))"
    case .couldNotStart(let detail): "could not start: \(detail)"
    case .cancelled(let signal, _): "was cancelled by \(signal)"
    case .lost(let detail): "was lost: \(detail)"
    }
  }

  private static func survival(_ ending: Outcome.Ending) -> String {
    ending == .survived ? ", and would not die" : ""
  }
}
