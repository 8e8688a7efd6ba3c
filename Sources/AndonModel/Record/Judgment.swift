// The answers: of one objective, and of the run.
// Which answer is given is decided in AndonJudge.

/// One objective's answer.
package enum Judgment: Equatable, Sendable {
  case pass
  case warn
  case fail
  case unknown(UnknownReason)

  /// The answer's name in files.
  package var name: String {
    switch self {
    case .pass: "pass"
    case .warn: "warn"
    case .fail: "fail"
    case .unknown: "unknown"
    }
  }

  /// Why it is unknown.
  package var reason: UnknownReason? {
    if case .unknown(let reason) = self { reason } else { nil }
  }
}

/// Why an objective could not be judged.
package enum UnknownReason: String, CaseIterable, Sendable {
  case blocked
  case stageFailed = "stage-failed"
  case notMeasured = "not-measured"
  case censored
  case tooFewSamples = "too-few-samples"
  case precondition
  case tainted
  case budget
  case cancelled
  case notSelected = "not-selected"
  case lost
}

/// What a row of the report contributes to the run's verdict.
package enum VerdictColor: String, Sendable {
  case none
  case yellow
  case red
  case unknown
}

/// The run's one decision.
package enum Verdict: String, CaseIterable, Sendable {
  case green
  case yellow
  case red
  case unknown
}

/// How much an objective matters; it orders objectives and sets levels, never the colour.
package enum Severity: String, CaseIterable, Sendable {
  case low
  case medium
  case high
  case critical
}

/// The colour of a failed required objective.
package enum OnFail: String, CaseIterable, Sendable {
  case red
  case yellow
}
