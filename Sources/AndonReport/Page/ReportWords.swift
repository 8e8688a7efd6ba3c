// A row in the words of a report: its target, what was measured with all digits that count, its
// status.

internal import AndonModel
internal import AndonText

/// Words of a row.
enum ReportWords {
  /// The good condition: the opposite of the one that fails.
  static func target(_ row: ObjectiveRecord) -> String {
    if let comparison = row.comparison {
      let text = row.fail ?? row.warn ?? ""
      return "no change \(text), against \(comparison.against)"
    }
    guard let text = row.fail ?? row.warn else { return "–" }
    let limit = opposite(text) ?? "not \(text)"
    if row.fail == nil { return "\(limit), else a warning" }
    return limit + (row.warn.map { ", warns \($0)" } ?? "")
  }

  private static func opposite(_ text: String) -> String? {
    let good: [(bad: String, good: String)] = [
      (">=", "<"), ("<=", ">"), ("==", "not"), ("!=", "exactly"), (">", "≤"), ("<", "≥"),
    ]
    let trimmed = text.trimmed
    let pair = good.first { trimmed.hasPrefix($0.bad) }
    return pair.map { "\($0.good) \(trimmed.dropFirst($0.bad.count).trimmed)" }
  }

  /// The judged value with its bound.
  static func measured(_ row: ObjectiveRecord) -> String {
    guard let value = row.measured.value else { return "not measured" }
    let note = sampled(row) == nil ? "" : " (sampled)"
    let digits = Wording.digits(row)
    let upper = Format.value(value, row.unit, digits: digits) + note
    guard let least = row.measured.least else { return sign(row.measured) + upper }
    return "\(Format.value(least, row.unit, digits: digits)) to \(upper)"
  }

  private static func sign(_ reading: BoundedValue) -> String {
    switch reading.bound {
    case .atLeast: "≥ "
    case .atMost, .between: "≤ "
    case .exact, .missing: ""
    }
  }

  /// The value against its limit, in per cent and as exact as the value is; nil where there is
  /// none.
  static func ratio(_ row: ObjectiveRecord, _ decimals: Int) -> String? {
    guard let ratio = row.ratio, row.judgment.reason == nil || row.measured.bound == .atLeast,
      row.judgment.reason != .stageFailed
    else { return nil }
    return sign(row.measured) + Format.fixed(ratio * 100, decimals) + " %"
  }

  /// Its judgment.
  static func status(_ row: ObjectiveRecord) -> String {
    switch row.judgment {
    case .pass: "PASS"
    case .warn: "WARN"
    case .fail: row.isWaived ? "FAIL (waived)" : "FAIL"
    case .unknown(let reason): "UNKNOWN (\(reason.rawValue))"
    }
  }

  /// What it adds to the verdict.
  static func signal(_ row: ObjectiveRecord) -> String {
    switch row.colour {
    case .none: row.judgment == .pass ? "green" : "none"
    case .yellow: "yellow"
    case .red: "red"
    case .unknown: "not known"
    }
  }

  /// Why a bound is enough for a pass; nil where it is none.
  static func sampled(_ row: ObjectiveRecord) -> String? {
    guard row.judgment == .pass, row.measured.bound == .atLeast else { return nil }
    return
      "\(row.id) was looked at few times; what was seen is below half of its limit, which counts "
      + "as kept"
  }
}
