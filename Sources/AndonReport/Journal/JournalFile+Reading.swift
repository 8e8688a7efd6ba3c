// journal.jsonl read back, at any point of a run. Of a run that did not end, the stages in flight
// are lost, and so is what had not begun. A last line that was cut off is left out.

package import AndonModel
internal import AndonText

extension JournalFile {
  /// What a journal holds.
  package struct JournalContent: Equatable, Sendable {
    /// The plan, as far as judging needs it: its stages have no words and no hard deadline.
    package var plan: Plan
    /// What happened, as far as it was written down.
    package var result: RunResult
    /// Whether the last line was cut off.
    package var isTruncated: Bool
  }

  /// Reads a journal.
  ///
  /// A fault for a file that has no whole first line, or one in its middle that is none of a
  /// journal's.
  package static func read(_ bytes: [UInt8]) throws(VerdictFile.StoredFormatError) -> JournalContent
  {
    var course = Course()
    var start = bytes.startIndex
    var number = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      do throws(VerdictFile.StoredFormatError) {
        try course.read(line(bytes[start..<end]))
      } catch {
        throw VerdictFile.StoredFormatError(message: "line \(number): \(error.message)")
      }
      start = end + 1
    }
    guard let plan = course.plan, let result = course.result(plan) else {
      throw VerdictFile.StoredFormatError(message: "the journal does not begin with its run")
    }
    // What follows the last line's end was cut off.
    return JournalContent(plan: plan, result: result, isTruncated: start < bytes.endIndex)
  }

  private static func line(_ bytes: ArraySlice<UInt8>) throws(VerdictFile.StoredFormatError)
    -> JSONRow
  {
    let value: JSONValue
    do throws(JSONReader.JSONError) {
      value = try JSONReader.value(Array(bytes))
    } catch {
      throw VerdictFile.StoredFormatError(message: "not JSON: \(error.message)")
    }
    return try JSONRow(value, "an event")
  }
}

// An attempt in flight, and what is proven of it.
private struct Begun {
  let number: Int
  let role: AttemptRole
  let at: Timestamp
  // It has run for longer than this, in seconds.
  var passed: Double?
  var isSlow = false
}

// What is known after each line.
private struct Course {
  private(set) var plan: Plan?
  private var ended: [StageID: StageRecord] = [:]
  private var attempts: [StageID: [AttemptRecord]] = [:]
  private var begun: [StageID: Begun] = [:]
  private var seen: RunResult?
  private var last: Timestamp?
  private var isEnded = false

  mutating func read(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    last = try row.moment("at")
    let event = try row.name("event")
    switch event {
    case "run":
      plan = try Plan(row)
      seen = try RunResult(row)
    case "stage": plan?.stages.append(try PlannedStage(row))
    case "objective":
      plan?.objectives.append(try Objective(row.row("objective", "an objective")))
    case "prediction": plan?.predictions.append(try Prediction(row))
    case "lint": plan?.lint.append(try Finding(row.row("finding", "a finding")))
    default: try read(event, row)
    }
  }

  private mutating func read(_ event: String, _ row: JSONRow) throws(VerdictFile.StoredFormatError)
  {
    switch event {
    case "started":
      begun[StageID(try row.text("id"))] = Begun(
        number: try row.integer("number"), role: try row.choice("role"), at: try row.moment("at"))
    case "slow":
      let id = StageID(try row.text("id"))
      begun[id]?.isSlow = true
      begun[id]?.passed = try row.number("soft")
    case "stopping":
      // The time of the whole run is none of the attempt's.
      if try row.text("cause") != Outcome.StopReason.budget.rawValue {
        begun[StageID(try row.text("id"))]?.passed = try row.number("limit")
      }
    case "attempt-finished":
      let id = StageID(try row.text("id"))
      begun[id] = nil
      attempts[id, default: []].append(try AttemptRecord(row.row("attempt", "an attempt")))
    case "ended":
      var record = try StageRecord(row.row("record", "a stage"), withAttempts: false)
      for attempt in attempts[record.id] ?? [] { record.add(attempt) }
      ended[record.id] = record
      if let evidence = try row.optionalRow("evidence", "evidence") {
        let snapshots = seen?.evidence[record.id]?.snapshots ?? []
        seen?.evidence[record.id] = try StageEvidence(evidence)
        seen?.evidence[record.id]?.snapshots = snapshots
      }
    case "snapshot":
      let id = StageID(try row.text("id"))
      seen?.evidence[id, default: StageEvidence()].snapshots.append(try StageSnapshot(row))
    case "clock-adjusted":
      seen?.asleep = try row.number("asleep")
      seen?.clockSet = try row.number("set")
    case "changed":
      ended[StageID(try row.text("id"))]?.changed += try row.items("names").compactMap(\.text)
    case "interrupted": seen?.interruption = UnixSignal(name: try row.text("signal"))
    case "over-budget": seen?.isOverBudget = true
    case "end":
      seen?.run.seconds = try row.number("seconds")
      isEnded = true
    // Events that say nothing about the outcome, and those of a later version.
    default: break
    }
  }

  // The result; nil where the journal has no first line.
  func result(_ plan: Plan) -> RunResult? {
    guard var result = seen else { return nil }
    result.isWhole = isEnded
    if !isEnded, let last { result.run.seconds = last.seconds(since: result.run.startedAt) }
    result.stages = plan.stages.map { stage in
      guard var record = ended[stage.id] else { return lost(stage) }
      record.place = stage.stage.place
      record.command = stage.command
      return record
    }
    return result
  }

  private func lost(_ stage: PlannedStage) -> StageRecord {
    var record = StageRecord(stage, .skipped)
    record.reason = .lost
    for attempt in attempts[stage.id] ?? [] { record.add(attempt) }
    record.indicators = record.attempts.last?.indicators ?? Measurements()
    if let begun = begun[stage.id] {
      var attempt = AttemptRecord(
        number: begun.number, role: begun.role,
        outcome: .lost(detail: "andon did not live to see its end"), startedAt: begun.at,
        log: "logs/\(stage.id).\(begun.number).log")
      attempt.softCrossed = begun.isSlow
      if let passed = begun.passed {
        attempt.indicators[.builtIn(.wall)] = Quantity(
          .atLeast(passed), unit: .seconds, source: .monotonic)
      }
      record.add(attempt)
      if begun.role != .variation { record.indicators = attempt.indicators }
    }
    if !record.attempts.isEmpty { record.state = .lost }
    record.softCrossed = record.attempts.contains { $0.role != .warmup && $0.softCrossed }
    return record
  }
}
