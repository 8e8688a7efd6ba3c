// Values and rows in words, the same in every report.

internal import AndonModel

/// Words shared by the reports.
enum Wording {
  /// A reading with its bound and unit: `≥ 120.0 s`, `104.9 MB`, `–`.
  static func text(_ reading: Reading, _ unit: MeasureUnit) -> String {
    switch reading {
    case .exact(let number): value(number, unit)
    case .atLeast(let number): "≥ " + value(number, unit)
    case .atMost(let number): "≤ " + value(number, unit)
    case .missing: "–"
    }
  }

  /// A time in seconds, short.
  static func seconds(_ value: Double) -> String {
    if value < 1 { return decimal(value * 1000, value < 0.01 ? 1 : 0) + " ms" }
    return decimal(value, value < 100 ? 2 : 1) + " s"
  }

  /// The judged value of a row, in per cent only where its limits are.
  static func measured(_ row: ObjectiveRecord) -> String {
    let isPlain = row.unit == .ratio && !limits(row).contains("%")
    return text(row.measured, isPlain ? .count : row.unit)
  }

  /// The condition that a row is held against: `fail > 15s, warn > 10s`.
  static func limits(_ row: ObjectiveRecord) -> String {
    let parts = [row.fail.map { "fail \($0)" }, row.warn.map { "warn \($0)" }]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  /// What is to be said about a row, without a period: `120.0 s or more, limit fail > 15s`.
  static func sentence(_ row: ObjectiveRecord) -> String {
    let value = measured(row)
    switch row.judgment {
    case .pass: return "\(row.id) passed: \(value) (\(limits(row)))"
    case .warn: return "\(row.id) warns: \(value) (\(limits(row)))"
    case .fail: return "\(row.id) failed: \(value) (\(limits(row)))"
    case .unknown(let reason):
      return "\(row.id) is unknown: \(explanation(row, reason))"
    }
  }

  /// Why a row is unknown, in words.
  static func explanation(_ row: ObjectiveRecord, _ reason: UnknownReason) -> String {
    let stage = row.indicator.stage
    let value = measured(row)
    return switch reason {
    case .blocked:
      "blocked by \(names(row.blockedBy))"
        + (row.root.map { row.blockedBy == [$0] ? "" : ", which goes back to \($0)" } ?? "")
    case .stageFailed:
      "\(stage) did not come to a good end"
        + (row.measured.value == nil ? "" : ", so that \(value) proves nothing")
    case .notMeasured: "not measured: \(row.measured.reason ?? "no reason given")"
    case .censored: "\(value) leaves \(limits(row)) undecided"
    case .tooFewSamples: "too few samples of \(row.indicator) to decide \(limits(row))"
    case .precondition: "a precondition was not met"
    case .tainted: "the measurement was disturbed"
    case .budget: "the budget of the run was used up"
    case .cancelled: "the run was cancelled"
    case .notSelected: "\(stage) was not selected"
    case .lost: "what became of \(stage) is not known"
    }
  }

  /// What became of a stage, without a period.
  static func sentence(_ stage: StageRecord) -> String {
    let id = stage.id
    switch stage.state {
    case .succeeded: return "\(id) succeeded"
    case .skipped:
      let root = stage.root.map { stage.blockedBy == [$0] ? "" : ", which goes back to \($0)" }
      return "\(id) was skipped: blocked by \(names(stage.blockedBy))\(root ?? "")"
    case .cancelled: return "\(id) was cancelled"
    case .lost: return "what became of \(id) is not known"
    case .failed, .stopped, .couldNotStart:
      return "\(id) \(stage.attempts.last.map { ending($0.outcome) } ?? "did not run")"
    }
  }

  /// How an attempt ended: `exited with 2`.
  static func ending(_ outcome: Outcome) -> String {
    switch outcome {
    case .exited(let code): "exited with \(code)"
    case .signalled(let signal): "was ended by \(signal)"
    case .stopped(_, let limit, _): "was stopped at its hard deadline of \(seconds(limit))"
    case .couldNotStart(let detail): "could not start: \(detail)"
    case .cancelled(let signal, _): "was cancelled by \(signal)"
    case .lost(let detail): "was lost: \(detail)"
    }
  }

  /// The value of a number with a fixed count of decimals, without an exponent.
  static func decimal(_ value: Double, _ decimals: Int) -> String {
    guard abs(value) < 1e15 else { return value.description }
    let scale = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
    let whole = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && whole != 0 ? "-" : ""
    if decimals == 0 { return sign + String(whole) }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  private static func names(_ stages: [StageID]) -> String {
    stages.map(\.text).joined(separator: ", ")
  }

  private static func value(_ value: Double, _ unit: MeasureUnit) -> String {
    switch unit {
    case .seconds: return seconds(value)
    case .ratio: return decimal(value * 100, value * 100 == (value * 100).rounded() ? 0 : 1) + " %"
    case .count:
      if value == value.rounded() { return decimal(value, 0) }
      return abs(value) >= 0.001 ? decimal(value, 3) : value.description
    case .bytes:
      let units = ["B", "kB", "MB", "GB", "TB"]
      var scaled = value
      var index = 0
      while abs(scaled) >= 1000, index < units.count - 1 {
        scaled /= 1000
        index += 1
      }
      return decimal(scaled, index == 0 ? 0 : 1) + " " + units[index]
    }
  }
}
