// Outcomes and evidence into findings, causes first. Pure.

package import AndonModel

/// States the problems of a run.
package enum Diagnosis {
  /// The findings and causes of a judged run, and the predictions that it settles.
  package static func diagnose(
    _ plan: Plan, _ result: RunResult, _ judged: JudgedRun
  ) -> DiagnosedRun {
    let causes = CauseFinder.causes(plan, result, judged.objectives)
    return DiagnosedRun(
      findings: findings(Seen(plan: plan, result: result, objectives: judged.objectives)),
      causes: causes,
      predictionResults: PredictionLog.settle(plan.predictions, judged.objectives, causes))
  }

  // A judged run, as far as findings rest on it.
  private struct Seen {
    let plan: Plan
    let result: RunResult
    let objectives: [ObjectiveRecord]
    // The soft deadline of each stage that has one, in seconds.
    let softDeadlines: [StageID: Double]
    // The day on which the run began.
    let today: CalendarDay

    init(plan: Plan, result: RunResult, objectives: [ObjectiveRecord]) {
      self.plan = plan
      self.result = result
      self.objectives = objectives
      let soft = plan.stages.compactMap { stage in
        stage.stage.deadlines.soft.map { (stage.id, $0) }
      }
      softDeadlines = Dictionary(soft) { first, _ in first }
      today = CalendarDay(of: result.run.startedAt)
    }
  }

  // The findings with their ids, causes first, then in the order of the file.
  private static func findings(_ seen: Seen) -> [Finding] {
    let stages = seen.result.stages
    let evidence = seen.result.evidence
    var all = stages.compactMap { broken($0, evidence[$0.id]) }
    all += ending(seen)
    all += [containment(seen), drift(seen.result)].compactMap { $0 }
    for stage in stages {
      all += [slow(stage, seen), flaky(stage), unmet(stage), leftBehind(stage), changed(stage)]
        .compactMap { $0 }
      all += DifferingOutputs.findings(of: stage, seen.objectives)
    }
    all += seen.objectives.compactMap { waiver($0, seen) }
    for stage in stages {
      guard let evidence = evidence[stage.id] else { continue }
      all += tests(evidence, stage, seen.objectives)
      all += evidence.exhaustedPatterns.map { exhausted($0, stage.id) }
      all += evidence.collected.map {
        Finding($0.code, .notice, $0.code.level, "\(stage.id): \($0.message)", stage: stage.id)
      }
      all += evidence.logFaults.map {
        Finding(.reportFailure, .notice, .error, "\($0.log) is not whole: \($0.reason)")
      }
    }
    return linked((all + symptoms(stages) + seen.plan.lint).numbered, stages)
  }

  // What did not run because of another stage follows from it.
  private static func symptoms(_ stages: [StageRecord]) -> [Finding] {
    stages.filter { $0.state == .skipped && $0.root != nil }.map { stage in
      Finding(
        .stageBlocked, .symptom, .note,
        "\(stage.id) did not run because of \(stage.root.map { "\($0)" } ?? "")", stage: stage.id)
    }
  }

  // Tests of a stage that came to no good end follow from that; where it ended well, they are what
  // broke a promise about tests, or nothing of importance.
  private static func tests(
    _ evidence: StageEvidence, _ stage: StageRecord, _ rows: [ObjectiveRecord]
  ) -> [Finding] {
    let name = CollectedIndicator.testsFailed.name
    let isPromised = rows.contains {
      $0.indicator == IndicatorReference(stage: stage.id, name: name) && $0.judgment == .fail
    }
    let role: FindingRole =
      stage.state.isBroken ? .symptom : isPromised ? .cause : .notice
    return evidence.brokenTests.map { test in
      let message = test.message.map { ": \($0)" } ?? ""
      return Finding(
        .testFailed, role, role == .notice ? .note : .warning,
        "\(stage.id): \(test.name) failed\(message)", stage: stage.id)
    }
  }

  // Each symptom names the finding about its root.
  private static func linked(_ findings: [Finding], _ stages: [StageRecord]) -> [Finding] {
    var causes: [StageID: String] = [:]
    for finding in findings where finding.role == .cause {
      if let stage = finding.stage, causes[stage] == nil { causes[stage] = finding.id }
    }
    let roots = Dictionary(
      stages.compactMap { stage in stage.root.map { (stage.id, $0) } }
    ) { first, _ in first }
    return findings.map { finding in
      guard finding.role == .symptom, let stage = finding.stage else { return finding }
      var linked = finding
      linked.cause = causes[roots[stage] ?? stage]
      return linked
    }
  }

  // What ended the whole run.
  private static func ending(_ seen: Seen) -> [Finding] {
    switch seen.result.ending {
    case .whole: return []
    case .cutOff:
      return [Finding(.noVerdict, .cause, .error, "the run was cut off before its end")]
    case .cancelled:
      let signal = seen.result.interruption.map { "\($0)" } ?? "a signal"
      return [Finding(.runCanceled, .cause, .error, "the run was ended by \(signal)")]
    case .overBudget:
      let stopped = seen.result.stages.count { $0.reason == .budget && !$0.attempts.isEmpty }
      let left = seen.result.stages.count { $0.reason == .budget && $0.attempts.isEmpty }
      let length = seen.plan.budget.map { " of \(Format.duration($0))" } ?? ""
      return [
        Finding(
          .budgetUsedUp, .cause, .error,
          "the budget\(length) was used up: \(stopped) stopped, \(left) not started")
      ]
    }
  }

  private static func broken(_ stage: StageRecord, _ evidence: StageEvidence?) -> Finding? {
    guard let outcome = stage.attempts.last?.outcome else { return nil }
    let code: FindingCode
    switch outcome {
    case .couldNotStart: code = .couldNotStart
    case .lost: code = .stageLost
    case .cancelled: return nil
    case .exited, .signalled, .stopped:
      guard stage.state.isBroken else { return nil }
      code = Self.code(outcome)
    }
    let what = outcome.phrase
    return Finding(
      code, .cause, stage.required ? .error : .warning,
      "\(stage.id) \(what)\(memoryKills(stage))", stage: stage.id,
      evidence: looks(evidence, \.isEnd) + (evidence?.tail ?? []))
  }

  private static func code(_ outcome: Outcome) -> FindingCode {
    switch outcome {
    case .stopped(.hard, _, _): .hardDeadline
    case .stopped(.rerun, _, _): .softDeadline
    case .stopped(.budget, _, _): .budgetUsedUp
    case .exited, .signalled, .couldNotStart, .cancelled, .lost: .stageFailed
    }
  }

  // That a process was killed for want of memory is known from a counter, never from the signal.
  private static func memoryKills(_ stage: StageRecord) -> String {
    guard let count = stage.attempts.last?.memoryKills, count > 0 else { return "" }
    let processes = count == 1 ? "a process" : "\(count) processes"
    return "; the kernel killed \(processes) of it for want of memory"
  }

  // What the last attempt that was looked at was doing at such moments.
  private static func looks(
    _ evidence: StageEvidence?, _ isMeant: (StageSnapshot.Moment) -> Bool
  ) -> [String] {
    let meant = (evidence?.snapshots ?? []).filter { isMeant($0.moment) }
    return meant.filter { $0.attempt == meant.last?.attempt }.flatMap(SnapshotText.lines)
  }

  private static func containment(_ seen: Seen) -> Finding? {
    guard seen.result.run.machine.containment == "group" else { return nil }
    return Finding(
      .weakContainment, .notice, .warning,
      "stages were held by their process group alone: what left it may have got away")
  }

  private static func drift(_ result: RunResult) -> Finding? {
    clock(result).map { Finding(.clockDrift, .notice, .note, "while stages ran " + $0) }
  }

  /// What became of the clocks while stages ran; nil where nothing did.
  static func clock(_ result: RunResult) -> String? {
    var parts: [String] = []
    if result.asleep > 0 {
      parts.append("the machine was asleep for \(result.asleep) s, which no time includes")
    }
    if result.clockSet != 0 {
      let way = result.clockSet > 0 ? "forward" : "back"
      parts.append(
        "the clock was set \(way) by \(abs(result.clockSet)) s, which no deadline noticed")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func slow(_ stage: StageRecord, _ seen: Seen) -> Finding? {
    guard stage.softCrossed else { return nil }
    let soft = seen.softDeadlines[stage.id].map { " of \(Format.duration($0))" } ?? ""
    let what = stage.wasRerun ? " and was started again" : ""
    return Finding(
      .softDeadline, .notice, .warning,
      "\(stage.id) went over its soft deadline\(soft)\(what)", stage: stage.id,
      evidence: looks(seen.result.evidence[stage.id], \.isSoft))
  }

  private static func flaky(_ stage: StageRecord) -> Finding? {
    if !stage.flaky { return nil }
    return Finding(
      .flakyStage, .notice, .warning,
      "\(stage.id) passed only at attempt \(stage.attempts.count)", stage: stage.id)
  }

  private static func unmet(_ stage: StageRecord) -> Finding? {
    if stage.reason != .precondition { return nil }
    return Finding(
      .unmetExpectation, .notice, .warning,
      "no line of \(stage.id) was as `expect.matches` wants it: its figures mean nothing",
      stage: stage.id)
  }

  private static func changed(_ stage: StageRecord) -> Finding? {
    if stage.changed.isEmpty { return nil }
    let count = Format.count(stage.changed.count, "file")
    return Finding(
      .changedLater, .notice, .warning,
      "\(count) that \(stage.id) had left \(stage.changed.count == 1 ? "was" : "were") changed "
        + "after it had ended", stage: stage.id, evidence: stage.changed)
  }

  private static func leftBehind(_ stage: StageRecord) -> Finding? {
    if stage.left.isEmpty { return nil }
    let count = stage.left.count == 1 ? "a process" : "\(stage.left.count) processes"
    return Finding(
      .leakedProcesses, .notice, .warning, "\(stage.id) left \(count) behind", stage: stage.id,
      evidence: stage.left.map { process in
        let channel = process.waitChannel.map { ", waits in \($0)" } ?? ""
        return
          "\(process.pid) \(process.command): \(way(process.detachment))"
          + process.termination + channel
      })
  }

  private static func way(_ escape: String?) -> String {
    switch escape {
    case "orphan": "its parent had ended, "
    case "own-session": "in a session of its own, "
    case "own-group": "in a process group of its own, "
    default: ""
    }
  }

  private static func waiver(_ row: ObjectiveRecord, _ seen: Seen) -> Finding? {
    guard row.judgment == .fail, let waiver = row.waiver, !waiver.applied else { return nil }
    let why: String
    if let until = CalendarDay(waiver.until), seen.today > until {
      // The lint has told it already, unless the stage allows that.
      if seen.plan.lint.contains(where: { $0.code == .expiredWaiver && $0.objective == row.id }) {
        return nil
      }
      why = "ended on \(until)"
    } else {
      why = "covers values up to \(waiver.notAbove ?? ""), and this one is not shown to be"
    }
    var finding = Finding(
      .ineffectiveWaiver, .notice, .warning, "the waiver of \(row.id) \(why)",
      stage: row.indicator.stage)
    finding.objective = row.id
    return finding
  }

  private static func exhausted(_ pattern: String, _ stage: StageID) -> Finding {
    Finding(
      .patternLimit, .notice, .warning,
      "the pattern of \(stage).\(pattern) ran into its limit: what rests on it is unknown",
      stage: stage)
  }
}

extension StageSnapshot.Moment {
  fileprivate var isSoft: Bool { self == .soft }
  fileprivate var isEnd: Bool { self != .soft }
}
