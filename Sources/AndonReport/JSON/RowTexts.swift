// The rows of verdict.json as they are decoded, shared by all files that hold some.
// Keys that are not known are passed over; additions may be missing in older files.

internal import AndonModel

/// A figure: its value, bound and unit, and how it came about.
struct QuantityText: Decodable {
  let bound: Bound
  let value: Double?
  let unit: MeasureUnit
  let source: MeasureSource?
  let samples: Int?
  let reason: String?

  /// The value with its bound.
  func reading() throws(VerdictFile.Fault) -> Reading {
    guard let reading = Reading(bound: bound, value: value, reason: reason) else {
      throw VerdictFile.Fault(message: "a value that is \(bound.rawValue) contradicts itself")
    }
    return reading
  }
}

/// Figures by the name of their indicator.
func measurements(_ texts: [String: QuantityText]) throws(VerdictFile.Fault) -> Measurements {
  var all = Measurements()
  for (name, text) in texts {
    guard let source = text.source, let samples = text.samples else {
      throw VerdictFile.Fault(message: "the indicator \(name) lacks its source or its samples")
    }
    all[IndicatorName(name)] = Quantity(
      try text.reading(), unit: text.unit, source: source, samples: samples)
  }
  return all
}

/// A row of `stages`.
struct StageText: Decodable {
  /// A row of `attempts`.
  struct Attempt: Decodable {
    let number: Int
    let role: AttemptRole
    let outcome: OutcomeParts
    let startedAt: Timestamp
    let queued: Double
    let log: String
    let logTruncated: Bool
    let softCrossed: Bool?
    let expectMet: Bool?
    let indicators: [String: QuantityText]

    /// The row as a record.
    func record() throws(VerdictFile.Fault) -> AttemptRecord {
      guard let outcome = outcome.outcome else {
        throw VerdictFile.Fault(message: "the outcome of attempt \(number) contradicts itself")
      }
      var attempt = AttemptRecord(
        number: number, role: role, outcome: outcome, startedAt: startedAt, log: log)
      attempt.queued = queued
      attempt.logTruncated = logTruncated
      attempt.softCrossed = softCrossed ?? false
      attempt.expectMet = expectMet
      attempt.indicators = try measurements(indicators)
      return attempt
    }
  }

  let id: StageID
  let required: Bool
  let state: StageState
  let flaky: Bool
  let softCrossed: Bool
  let reason: UnknownReason?
  let blockedBy: [StageID]
  let root: StageID?
  let attempts: [Attempt]
  let left: [LeftProcess]
  let indicators: [String: QuantityText]
  let location: SourcePlace?

  /// The row as a record.
  func record() throws(VerdictFile.Fault) -> StageRecord {
    var stage = StageRecord(id: id, required: required, state: state)
    stage.flaky = flaky
    stage.softCrossed = softCrossed
    stage.reason = reason
    stage.blockedBy = blockedBy
    stage.root = root
    stage.left = left
    stage.place = location
    stage.indicators = try measurements(indicators)
    for attempt in attempts { stage.attempts.append(try attempt.record()) }
    return stage
  }
}

/// A row of `objectives`.
struct ObjectiveText: Decodable {
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
  let given: String?
  let cap: Cap?
  let waiver: WaiverRecord?
  let measured: QuantityText
  let ratio: Double?
  let blockedBy: [StageID]
  let root: StageID?
  let location: SourcePlace?

  /// The row as a record.
  func record() throws(VerdictFile.Fault) -> ObjectiveRecord {
    let answer: Judgment
    switch (judgment, reason) {
    case ("pass", nil): answer = .pass
    case ("warn", nil): answer = .warn
    case ("fail", nil): answer = .fail
    case ("unknown", .some(let reason)): answer = .unknown(reason)
    default: throw VerdictFile.Fault(message: "the judgment of \(id) contradicts itself")
    }
    var row = ObjectiveRecord(
      id: id, indicator: indicator, required: required, severity: severity, onFail: onFail,
      judgment: answer, colour: colour, measured: try measured.reading(), unit: measured.unit)
    row.fail = fail
    row.warn = warn
    row.given = given
    row.cap = cap
    row.waiver = waiver
    row.ratio = ratio
    row.blockedBy = blockedBy
    row.root = root
    row.place = location
    return row
  }
}
