// journal.jsonl read back, at any point of a run. Of a run that did not end, the stages in flight are
// lost, and so is what had not begun. A last line that was cut off is left out.

package import AndonModel
internal import FoundationEssentials

extension JournalFile {
  /// What a journal holds.
  package struct Content: Equatable, Sendable {
    /// What the run is judged by.
    package var terms: RunTerms
    /// What happened, as far as it was written down.
    package var result: RunResult
    /// Whether the last line was cut off.
    package var isTorn: Bool
  }

  /// Reads a journal.
  ///
  /// A fault for a file that has no whole first line, or one in its middle that is none of a journal's.
  package static func read(_ bytes: [UInt8]) throws(VerdictFile.Fault) -> Content {
    var course = Course()
    var number = 0
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // What follows the last line's end is empty, or a line that was cut off.
    let isTorn = lines.last?.isEmpty == false
    for batch in Batches(items: lines.dropLast(), size: 500) {
      let texts: [JournalText]
      do {
        texts = try JSONDecoder().decode([JournalText].self, from: joined(batch))
      } catch {
        throw VerdictFile.Fault(message: "after line \(number): not a journal's: \(error)")
      }
      for text in texts {
        number += 1
        do throws(VerdictFile.Fault) {
          try course.take(text)
        } catch {
          throw VerdictFile.Fault(message: "line \(number): \(error.message)")
        }
      }
    }
    guard let terms = course.terms else {
      throw VerdictFile.Fault(message: "the journal does not begin with its run")
    }
    return Content(terms: terms, result: course.result(terms), isTorn: isTorn)
  }

  private static func joined(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Data {
    var data = Data("[".utf8)
    for (index, line) in lines.enumerated() {
      if index > 0 { data.append(UInt8(ascii: ",")) }
      data.append(contentsOf: line)
    }
    data.append(UInt8(ascii: "]"))
    return data
  }
}

// What is known after each line.
private struct Course {
  var terms: RunTerms?
  private var ended: [StageID: StageRecord] = [:]
  private var attempts: [StageID: [AttemptRecord]] = [:]
  private var begun: [StageID: (number: Int, role: AttemptRole, at: Timestamp)] = [:]
  private var seen = RunResult()
  private var last: Timestamp?
  private var isEnded = false

  mutating func take(_ text: JournalText) throws(VerdictFile.Fault) {
    last = text.at
    switch text.event {
    case "run": terms = try text.head()
    case "stage": terms?.stages.append(try text.stage())
    case "objective": terms?.objectives.append(try text.whole("objective", text.objective).value())
    case "lint": terms?.lint.append(try text.whole("finding", text.finding))
    case "started":
      begun[try text.whole("id", text.id)] = (
        try text.whole("number", text.number), try text.whole("role", text.role), text.at
      )
    case "attempted":
      let id = try text.whole("id", text.id)
      begun[id] = nil
      attempts[id, default: []].append(try text.whole("attempt", text.attempt).record())
    case "ended":
      let record = try text.whole("record", text.record).record()
      ended[record.id] = record
      if let evidence = text.evidence { seen.evidence[record.id] = evidence }
    case "interrupted":
      seen.interruption = UnixSignal(name: try text.whole("signal", text.signal))
    case "over-budget": seen.isOverBudget = true
    case "end":
      seen.seconds = try text.whole("seconds", text.seconds)
      isEnded = true
    // Events that say nothing about the outcome, and those of a later version.
    default: break
    }
  }

  func result(_ terms: RunTerms) -> RunResult {
    var result = seen
    result.isWhole = isEnded
    if !isEnded, let last { result.seconds = last.seconds(since: terms.run.startedAt) }
    result.stages = terms.stages.map { stage in
      var record = ended[stage.id] ?? lost(stage)
      record.place = stage.place
      return record
    }
    return result
  }

  private func lost(_ stage: StageTerms) -> StageRecord {
    var record = StageRecord(id: stage.id, required: stage.required, state: .skipped)
    record.reason = .lost
    record.attempts = attempts[stage.id] ?? []
    if let (number, role, at) = begun[stage.id] {
      record.attempts.append(
        AttemptRecord(
          number: number, role: role, outcome: .lost(detail: "andon did not live to see its end"),
          startedAt: at, log: "logs/\(stage.id).\(number).log"))
    }
    if !record.attempts.isEmpty { record.state = .lost }
    record.softCrossed = record.attempts.contains { $0.role != .warmup && $0.softCrossed }
    return record
  }
}

private struct JournalText: Decodable {
  let event: String
  let at: Timestamp
  let schemaVersion: Int?
  let tool: ToolIdentity?
  let run: RunIdentity?
  let yellowExit: Int?
  let budget: Double?
  let id: StageID?
  let required: Bool?
  let soft: Double?
  let location: SourcePlace?
  let objective: ObjectiveTermsText?
  let finding: Finding?
  let number: Int?
  let role: AttemptRole?
  let attempt: StageText.Attempt?
  let record: StageText?
  let evidence: StageEvidence?
  let signal: String?
  let seconds: Double?

  func whole<Value>(_ key: String, _ value: Value?) throws(VerdictFile.Fault) -> Value {
    if let value { return value }
    throw VerdictFile.Fault(message: "the event `\(event)` has no `\(key)`")
  }

  func head() throws(VerdictFile.Fault) -> RunTerms {
    guard schemaVersion == JournalFile.schemaVersion else {
      throw VerdictFile.Fault(message: "its schema version is not known")
    }
    var terms = RunTerms(
      tool: try whole("tool", tool), run: try whole("run", run),
      yellowExit: try whole("yellowExit", yellowExit))
    terms.budget = budget
    return terms
  }

  func stage() throws(VerdictFile.Fault) -> StageTerms {
    StageTerms(
      id: try whole("id", id), required: try whole("required", required), soft: soft,
      place: location)
  }
}

private struct ObjectiveTermsText: Decodable {
  struct Limit: Decodable {
    let relation: Comparison.Relation
    let threshold: Double
    let unit: MeasureUnit
    let text: String

    var value: Comparison { Comparison(relation, threshold, unit: unit, thresholdText: text) }
  }

  struct Given: Decodable {
    let indicator: IndicatorReference
    let relation: Comparison.Relation
    let value: Double?
    let other: IndicatorReference?
    let text: String
  }

  struct WaiverText: Decodable {
    let until: String
    let notAbove: Double?
    let notAboveText: String?
    let owner: String
    let reason: String
    let location: SourcePlace?
  }

  let id: String
  let indicator: IndicatorReference
  let required: Bool
  let severity: Severity
  let onFail: OnFail
  let fail: Limit?
  let warn: Limit?
  let given: Given?
  let waiver: WaiverText?
  let location: SourcePlace?

  func value() throws(VerdictFile.Fault) -> Objective {
    var objective = Objective(id: id, indicator: indicator, fail: fail?.value, warn: warn?.value)
    objective.required = required
    objective.severity = severity
    objective.onFail = onFail
    objective.place = location
    if let given {
      let right = given.value.map(Precondition.Right.value) ?? given.other.map { .indicator($0) }
      guard let right else {
        throw VerdictFile.Fault(message: "`given` of \(id) has no right side")
      }
      objective.given = Precondition(given.indicator, given.relation, right, text: given.text)
    }
    if let waiver {
      guard let until = CalendarDay(waiver.until) else {
        throw VerdictFile.Fault(message: "the waiver of \(id) has no day")
      }
      var excuse = Waiver(until: until, owner: waiver.owner, reason: waiver.reason)
      excuse.notAbove = waiver.notAbove
      excuse.notAboveText = waiver.notAboveText
      excuse.place = waiver.location
      objective.waiver = excuse
    }
    return objective
  }
}
