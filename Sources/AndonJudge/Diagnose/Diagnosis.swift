// Outcomes and evidence into findings, causes first. Pure.

package import AndonModel

/// States the problems of a run.
package enum Diagnosis {
  /// What a run left as evidence beside its records.
  package struct Evidence: Sendable {
    /// The last lines of each broken stage.
    package var tails: [StageID: [String]]
    /// The limits of each stage.
    package var deadlines: [StageID: Deadlines]
    /// Metrics whose pattern ran into its limit.
    package var exhaustedPatterns: [IndicatorReference]
    /// Logs that could not be written whole, with the reason.
    package var logFaults: [(log: String, reason: String)]
    /// The Unix signal that ended the run early.
    package var interruption: UnixSignal?

    /// Joins what a run left.
    package init(
      tails: [StageID: [String]], deadlines: [StageID: Deadlines],
      exhaustedPatterns: [IndicatorReference], logFaults: [(log: String, reason: String)],
      interruption: UnixSignal?
    ) {
      self.tails = tails
      self.deadlines = deadlines
      self.exhaustedPatterns = exhaustedPatterns
      self.logFaults = logFaults
      self.interruption = interruption
    }
  }

  /// The findings with their ids, causes first, then in the order of the file.
  package static func findings(_ stages: [StageRecord], _ evidence: Evidence) -> [Finding] {
    var all = stages.compactMap { broken($0, evidence) }
    if let signal = evidence.interruption {
      all.append(Finding(.cancelled, .cause, .error, "the run was ended by \(signal)"))
    }
    all += stages.compactMap { slow($0, evidence) }
    all += stages.compactMap(leftBehind)
    all += evidence.exhaustedPatterns.map { metric in
      Finding(
        .patternLimit, .notice, .warning,
        "the pattern of \(metric) ran into its limit: the metric is missing", stage: metric.stage)
    }
    all += evidence.logFaults.map {
      Finding(.reportFault, .notice, .error, "\($0.log) is not whole: \($0.reason)")
    }
    return all.enumerated().map { index, finding in
      var finding = finding
      finding.id = "f\(index + 1)"
      return finding
    }
  }

  private static func broken(_ stage: StageRecord, _ evidence: Evidence) -> Finding? {
    guard let outcome = stage.attempts.last?.outcome else { return nil }
    let (rule, what): (Rule, String)
    switch outcome {
    case .exited(let code):
      if stage.state == .succeeded { return nil }
      (rule, what) = (.stageFailed, "exited with \(code)")
    case .signalled(let signal): (rule, what) = (.stageFailed, "was ended by \(signal)")
    case .stopped(_, let limit, let ending):
      let how = ending == .survived ? ", and would not die" : ""
      (rule, what) = (.hardDeadline, "was stopped at its hard deadline of \(seconds(limit))\(how)")
    case .couldNotStart(let detail): (rule, what) = (.couldNotStart, "could not start: \(detail)")
    case .lost(let detail): (rule, what) = (.stageLost, "was lost: \(detail)")
    case .cancelled: return nil
    }
    return Finding(
      rule, .cause, stage.required ? .error : .warning, "\(stage.id) \(what)", stage: stage.id,
      evidence: evidence.tails[stage.id] ?? [])
  }

  private static func slow(_ stage: StageRecord, _ evidence: Evidence) -> Finding? {
    guard stage.softCrossed, let soft = evidence.deadlines[stage.id]?.soft else { return nil }
    return Finding(
      .softDeadline, .notice, .warning,
      "\(stage.id) went over its soft deadline of \(seconds(soft))", stage: stage.id)
  }

  private static func leftBehind(_ stage: StageRecord) -> Finding? {
    if stage.left.isEmpty { return nil }
    let count = stage.left.count == 1 ? "a process" : "\(stage.left.count) processes"
    return Finding(
      .leftBehind, .notice, .warning, "\(stage.id) left \(count) behind", stage: stage.id,
      evidence: stage.left.map { "\($0.pid) \($0.command): \($0.how)" })
  }

  private static func seconds(_ value: Double) -> String {
    value == value.rounded() && value < 1e15 ? "\(Int(value)) s" : "\(value) s"
  }
}
