// One objective held against what became of its stage. Pure.
// Design, section 2 (bounds) and section 3 (rows "failed stage", "blocked", "order of reasons",
// "waiver").

package import AndonModel

/// Judges single objectives.
package enum ObjectiveJudge {
  /// What an objective is judged by, beside itself.
  package struct Circumstances {
    /// What became of its stage.
    package var stage: StageRecord
    /// What is known about its precondition; nil when it has none.
    package var given: Comparison.Answer?
    /// The day on which the run began.
    package var today: CalendarDay
    /// What earlier runs say of it, when it is about change.
    var relative: RelativeJudge.Answer?

    /// Joins what an objective is judged by.
    package init(
      stage: StageRecord, given: Comparison.Answer? = nil, today: CalendarDay
    ) {
      self.stage = stage
      self.given = given
      self.today = today
    }
  }

  /// The row of an objective.
  package static func judge(_ objective: Objective, _ seen: Circumstances) -> ObjectiveRecord {
    let stage = seen.stage
    let name = objective.indicator.name
    let quantity = figure(objective, seen)
    let reading = quantity?.reading ?? .missing(reason: missingReason(stage))
    let proven = quantity?.proven(cannotPass: stage.cannotPass(name)).reading ?? reading
    let plain = judgment(of: objective, seen, quantity)
    let cap = plain == .pass ? cap(of: stage) : nil
    let judgment = cap == nil ? plain : .warn
    let waiver = objective.waiver.map { waiver in
      WaiverRecord(
        of: waiver,
        applied: judgment == .fail
          && WaiverJudge.excuses(waiver, proven, on: seen.today))
    }
    let colour = colour(of: judgment, objective, isWaived: waiver?.applied == true)
    var row = ObjectiveRecord(
      of: objective, judgment: judgment, colour: colour,
      measured: stage.state == .stopped ? proven : reading,
      unit: objective.unit ?? quantity?.unit ?? .count)
    row.downgrade = cap ?? (judgment == .warn ? seen.relative?.downgrade : nil)
    row.comparison = seen.relative?.record
    row.waiver = waiver
    if let value = reading.value, let limit = (objective.fail ?? objective.warn)?.threshold,
      (value / limit).isFinite
    {
      row.ratio = value / limit
    }
    if judgment == .unknown(.blocked) {
      row.blockedBy = stage.blockedBy
      row.root = stage.root
    }
    return row
  }

  // The figure that decided: of a stage that was started several times not always that of all.
  private static func figure(_ objective: Objective, _ seen: Circumstances) -> Quantity? {
    var quantity = seen.stage.figure(objective.indicator.name, in: objective.unit)
    if let confirmed = seen.relative?.measured { quantity?.reading = .exact(confirmed) }
    if let series = objective.sequence, seen.stage.state == .succeeded, seen.stage.reason == nil {
      let readings = SequentialTest.decisive(objective, seen.stage.attempts, series)
      quantity?.reading = series.use.reading(of: readings)
      quantity?.samples = readings.count
    }
    return quantity
  }

  private static func colour(
    of judgment: Judgment, _ objective: Objective, isWaived: Bool
  ) -> VerdictColor {
    switch judgment {
    case .pass: .none
    case .warn: .yellow
    case .fail: objective.required && objective.onFail == .red && !isWaived ? .red : .yellow
    case .unknown(.notSelected): .none
    case .unknown: objective.required ? .unknown : .none
    }
  }

  // What only held in the end is at best a warning.
  private static func cap(of stage: StageRecord) -> DowngradeReason? {
    if stage.flaky { return .flaky }
    return stage.wasRerun ? .rerun : nil
  }

  private static func missingReason(_ stage: StageRecord) -> String {
    switch stage.state {
    case .skipped: "the stage did not run"
    case .cancelled: "the stage was cancelled"
    case .lost: "the stage was lost"
    case .succeeded, .failed, .stopped, .couldNotStart: "not measured"
    }
  }

  private static func judgment(
    of objective: Objective, _ seen: Circumstances, _ quantity: Quantity?
  ) -> Judgment {
    let stage = seen.stage
    if stage.attempts.isEmpty { return .unknown(stage.reason ?? undecided(stage, nil)) }
    if stage.reason == .precondition { return .unknown(.precondition) }
    if let given = seen.given, given != .holds { return .unknown(.precondition) }
    guard let quantity else { return .unknown(undecided(stage, nil)) }
    let mustNotPass = stage.cannotPass(objective.indicator.name)
    if let relative = seen.relative {
      if quantity.reading.value == nil { return .unknown(undecided(stage, quantity)) }
      return mustNotPass ? .unknown(undecided(stage, quantity)) : relative.judgment
    }
    let judged = quantity.proven(cannotPass: mustNotPass)
    if let series = objective.sequence, stage.state == .succeeded {
      return sequential(objective, stage.attempts, series)
    }
    if let fail = objective.fail {
      switch answer(fail, judged, isWhole: !mustNotPass) {
      case .holds: return .fail
      case .undecided: return .unknown(undecided(stage, quantity))
      case .doesNotHold: break
      }
    }
    if mustNotPass { return .unknown(undecided(stage, quantity)) }
    if let warn = objective.warn {
      switch answer(warn, judged, isWhole: true) {
      case .holds: return .warn
      case .undecided: return .unknown(undecided(stage, quantity))
      case .doesNotHold: break
      }
    }
    return .pass
  }

  // What the runs decided one by one.
  private static func sequential(
    _ objective: Objective, _ attempts: [AttemptRecord], _ series: Repetition
  ) -> Judgment {
    let readings = SequentialTest.readings(of: objective, attempts)
    for (bad, judgment) in [(objective.fail, Judgment.fail), (objective.warn, .warn)] {
      guard let bad else { continue }
      switch SequentialTest.answer(readings, bad: bad, series, noise: objective.noise) {
      case .fail: return judgment
      case .pass, .warn: continue
      case nil, .inconclusive: return .unknown(.tooFewSamples)
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

  // Why what ran is undecided, the first of the design's order of reasons.
  private static func undecided(_ stage: StageRecord, _ quantity: Quantity?) -> UnknownReason {
    if stage.reason == .budget { return .budget }
    switch stage.state {
    case .cancelled: return .cancelled
    case .lost: return .lost
    case .failed, .couldNotStart: return .stageFailed
    case .stopped: return .censored
    case .skipped: return .blocked
    case .succeeded: break
    }
    guard let quantity else { return .notMeasured }
    if quantity.source == .compared, let reason = stage.unmadeRuns { return reason }
    if quantity.isThinlySampled { return .tooFewSamples }
    return quantity.reading.value == nil ? .notMeasured : .censored
  }
}

extension StageRecord {
  // Why later runs of a reproducible stage were not made; nil where they were.
  fileprivate var unmadeRuns: UnknownReason? {
    switch variations.last?.outcome {
    case .stopped(.budget, _, _): .budget
    case .cancelled: .cancelled
    case .lost: .lost
    case .exited, .signalled, .stopped, .couldNotStart, nil: nil
    }
  }
}

extension Quantity {
  // A sampled figure of a stage that ended well is exact, unless it rests on too few samples.
  fileprivate var isThinlySampled: Bool {
    switch source {
    case .sampled, .shares: reading.bound != .exact
    case .monotonic, .rusage, .cgroup, .pressure, .schedstat, .residentSum, .waitStatus, .counted,
      .output, .file, .compared:
      false
    }
  }
}
