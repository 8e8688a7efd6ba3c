// One objective held against what became of its stage. Pure.
// Design, section 2 (bounds) and section 3 (rows "failed stage", "blocked", "order of reasons").

package import AndonModel

/// Judges single objectives.
package enum ObjectiveJudge {
  /// The row of an objective, given its stage's record and the unit of its indicator.
  package static func judge(
    _ objective: Objective, stage: StageRecord, unit: MeasureUnit
  ) -> ObjectiveRecord {
    let quantity = stage.indicators[objective.indicator.name]
    let reading = quantity?.reading ?? .missing(reason: missingReason(stage.state))
    let judgment = judgment(of: objective, stage, quantity)
    var row = ObjectiveRecord(
      of: objective, judgment: judgment, colour: colour(of: judgment, objective),
      measured: reading, unit: unit)
    if let value = reading.value, let limit = (objective.fail ?? objective.warn)?.threshold,
      limit != 0
    {
      row.ratio = value / limit
    }
    if judgment == .unknown(.blocked) {
      row.blockedBy = stage.blockedBy
      row.root = stage.root
    }
    return row
  }

  /// What a judgment contributes to the verdict.
  package static func colour(of judgment: Judgment, _ objective: Objective) -> Colour {
    switch judgment {
    case .pass: .none
    case .warn: .yellow
    case .fail: objective.required && objective.onFail == .red ? .red : .yellow
    case .unknown: objective.required ? .unknown : .none
    }
  }

  private static func missingReason(_ state: StageState) -> String {
    switch state {
    case .skipped: "the stage was skipped"
    case .cancelled: "the stage was cancelled"
    case .lost: "the stage was lost"
    case .succeeded, .failed, .stopped, .couldNotStart: "not measured"
    }
  }

  private static func judgment(
    of objective: Objective, _ stage: StageRecord, _ quantity: Quantity?
  ) -> Judgment {
    switch stage.state {
    case .skipped: return .unknown(.blocked)
    case .cancelled where stage.attempts.isEmpty: return .unknown(.cancelled)
    case .lost where stage.attempts.isEmpty: return .unknown(.lost)
    case .couldNotStart: return .unknown(.stageFailed)
    case .succeeded, .failed, .stopped, .cancelled, .lost: break
    }
    guard let quantity else { return .unknown(undecided(stage.state, nil)) }
    // What did not come to a good end has used at least what was measured, and cannot pass.
    let mustNotPass = stage.state != .succeeded && objective.indicator.name.isResource
    var judged = quantity
    if mustNotPass { judged.reading = quantity.reading.cutOff }

    if let fail = objective.fail {
      switch answer(fail, judged, isWhole: !mustNotPass) {
      case .holds: return .fail
      case .undecided: return .unknown(undecided(stage.state, quantity))
      case .doesNotHold: break
      }
    }
    if mustNotPass { return .unknown(undecided(stage.state, quantity)) }
    if let warn = objective.warn {
      switch answer(warn, judged, isWhole: true) {
      case .holds: return .warn
      case .undecided: return .unknown(undecided(stage.state, quantity))
      case .doesNotHold: break
      }
    }
    return .pass
  }

  // Fewer than five samples prove that an upper limit was kept only below half of it.
  private static func answer(
    _ comparison: Comparison, _ quantity: Quantity, isWhole: Bool
  ) -> Comparison.Answer {
    let answer = comparison.answer(for: quantity.reading)
    guard answer == .undecided, isWhole, quantity.isThinlySampled,
      case .atLeast(let value) = quantity.reading
    else { return answer }
    switch comparison.relation {
    case .greater, .greaterOrEqual: return value < comparison.threshold / 2 ? .doesNotHold : answer
    case .less, .lessOrEqual, .equal, .different: return answer
    }
  }

  private static func undecided(_ state: StageState, _ quantity: Quantity?) -> UnknownReason {
    switch state {
    case .cancelled: return .cancelled
    case .lost: return .lost
    case .failed, .couldNotStart: return .stageFailed
    case .stopped: return .censored
    case .skipped: return .blocked
    case .succeeded: break
    }
    guard let quantity else { return .notMeasured }
    if quantity.isThinlySampled { return .tooFewSamples }
    return quantity.reading.value == nil ? .notMeasured : .censored
  }
}

extension Quantity {
  // A sampled figure of a stage that ended well is exact, unless it rests on too few samples.
  fileprivate var isThinlySampled: Bool { source == .sampled && reading.bound != .exact }
}
