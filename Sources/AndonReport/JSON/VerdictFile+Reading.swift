// verdict.json read back. What contradicts itself is refused; keys that are not known are passed
// over, since additions are allowed within a schema version.

package import AndonModel
internal import FoundationEssentials

extension VerdictFile {
  /// Why a file is not a record.
  package struct Fault: Error, Equatable, Sendable {
    /// What is wrong with it.
    package let message: String
  }

  /// The record in a file, and the totals that the file states.
  package static func read(_ bytes: [UInt8]) throws(Fault) -> (record: RunRecord, totals: Totals) {
    do {
      let text = try JSONDecoder().decode(RecordText.self, from: Data(bytes))
      return (try text.record(), text.totals)
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(message: "\(error)")
    }
  }
}

private typealias Fault = VerdictFile.Fault

private struct RecordText: Decodable {
  let schemaVersion: Int
  let tool: ToolIdentity
  let verdict: Verdict
  let exitCode: Int
  let complete: Bool
  let headline: String
  let run: RunIdentity
  let totals: Totals
  let reasons: [VerdictReason]
  let stages: [StageText]
  let objectives: [ObjectiveText]
  let findings: [Finding]

  func record() throws(Fault) -> RunRecord {
    guard schemaVersion == RunRecord.schemaVersion else {
      throw Fault(message: "schema version \(schemaVersion) is not known")
    }
    var record = RunRecord(
      tool: tool, run: run, verdict: verdict, exitCode: exitCode, headline: headline)
    record.complete = complete
    record.reasons = reasons
    for stage in stages { record.stages.append(try stage.record()) }
    for objective in objectives { record.objectives.append(try objective.record()) }
    record.findings = findings
    return record
  }
}

private struct QuantityText: Decodable {
  let bound: Bound
  let value: Double?
  let unit: MeasureUnit
  let source: MeasureSource?
  let samples: Int?
  let reason: String?

  func reading() throws(Fault) -> Reading {
    guard let reading = Reading(bound: bound, value: value, reason: reason) else {
      throw Fault(message: "a value that is \(bound.rawValue) contradicts itself")
    }
    return reading
  }
}

private func measurements(_ texts: [String: QuantityText]) throws(Fault) -> Measurements {
  var all = Measurements()
  for (name, text) in texts {
    guard let source = text.source, let samples = text.samples else {
      throw Fault(message: "the indicator \(name) lacks its source or its samples")
    }
    all[IndicatorName(name)] = Quantity(
      try text.reading(), unit: text.unit, source: source, samples: samples)
  }
  return all
}

private struct StageText: Decodable {
  struct Attempt: Decodable {
    let number: Int
    let role: AttemptRole
    let outcome: OutcomeParts
    let startedAt: Timestamp
    let queued: Double
    let log: String
    let logTruncated: Bool
    let indicators: [String: QuantityText]
  }

  let id: StageID
  let required: Bool
  let state: StageState
  let flaky: Bool
  let softCrossed: Bool
  let blockedBy: [StageID]
  let root: StageID?
  let attempts: [Attempt]
  let left: [LeftProcess]
  let indicators: [String: QuantityText]
  let location: SourcePlace?

  func record() throws(Fault) -> StageRecord {
    var stage = StageRecord(id: id, required: required, state: state)
    stage.flaky = flaky
    stage.softCrossed = softCrossed
    stage.blockedBy = blockedBy
    stage.root = root
    stage.left = left
    stage.place = location
    stage.indicators = try measurements(indicators)
    for text in attempts {
      guard let outcome = text.outcome.outcome else {
        throw Fault(message: "an outcome of \(id) contradicts itself")
      }
      var attempt = AttemptRecord(
        number: text.number, role: text.role, outcome: outcome, startedAt: text.startedAt,
        log: text.log)
      attempt.queued = text.queued
      attempt.logTruncated = text.logTruncated
      attempt.indicators = try measurements(text.indicators)
      stage.attempts.append(attempt)
    }
    return stage
  }
}

private struct ObjectiveText: Decodable {
  let id: String
  let indicator: IndicatorReference
  let required: Bool
  let severity: Severity
  let onFail: OnFail
  let judgment: String
  let reason: UnknownReason?
  let colour: Colour
  let fail: String?
  let warn: String?
  let measured: QuantityText
  let ratio: Double?
  let blockedBy: [StageID]
  let root: StageID?
  let location: SourcePlace?

  func record() throws(Fault) -> ObjectiveRecord {
    let answer: Judgment
    switch (judgment, reason) {
    case ("pass", nil): answer = .pass
    case ("warn", nil): answer = .warn
    case ("fail", nil): answer = .fail
    case ("unknown", .some(let reason)): answer = .unknown(reason)
    default: throw Fault(message: "the judgment of \(id) contradicts itself")
    }
    var row = ObjectiveRecord(
      id: id, indicator: indicator, required: required, severity: severity, onFail: onFail,
      judgment: answer, colour: colour, measured: try measured.reading(), unit: measured.unit)
    row.fail = fail
    row.warn = warn
    row.ratio = ratio
    row.blockedBy = blockedBy
    row.root = root
    row.place = location
    return row
  }
}
