// The end of an attempt in words, the same in findings, reports and the console.

extension Outcome {
  /// How the attempt ended, as the rest of a sentence about its stage: `exited with 2`.
  package var phrase: String {
    switch self {
    case .exited(let code): "exited with \(code)"
    case .signalled(let signal): "was ended by \(signal)"
    case .stopped(.hard, let limit, let ending):
      "was stopped at its hard deadline of \(Format.duration(limit))\(survival(ending))"
    case .stopped(.rerun, let limit, let ending):
      "was stopped at its soft deadline of \(Format.duration(limit))\(survival(ending))"
    case .stopped(.budget, let limit, let ending):
      "was stopped: the budget of \(Format.duration(limit)) was used up\(survival(ending))"
    case .couldNotStart(let detail): "could not start: \(detail)"
    case .cancelled(let signal, _): "was canceled by \(signal)"
    case .lost(let detail): "was lost: \(detail)"
    }
  }

  private func survival(_ ending: Ending) -> String {
    ending == .survived ? ", and could not be killed" : ""
  }

  /// The outcome of a stage whose `prepare` ended with this one: the stage could not start, unless
  /// the end was that of the whole run.
  package var ofFailedPrepare: Outcome {
    switch self {
    case .stopped(.budget, _, _), .cancelled: self
    case .couldNotStart(let detail), .lost(let detail): .couldNotStart(detail: "prepare: \(detail)")
    case .exited, .signalled, .stopped: .couldNotStart(detail: "prepare \(phrase)")
    }
  }
}
