// Values and rows in words, the same in every report.

internal import AndonModel

/// Words shared by the reports.
enum Wording {
  /// A reading with its bound and unit: `≥ 120 s`, `104.9 MB`, `–`.
  static func text(
    _ reading: BoundedValue, _ unit: MeasureUnit, digits: Int = Format.digits
  ) -> String {
    let value = { (number: Double) in Format.value(number, unit, digits: digits) }
    return switch reading {
    case .exact(let number): value(number)
    case .atLeast(let number): "≥ " + value(number)
    case .atMost(let number): "≤ " + value(number)
    case .between(let least, let most): value(least) + " to " + value(most)
    case .missing: "–"
    }
  }

  /// The digits of a row's value: exact near the limit, where a rounded value could seem to be on
  /// its other side.
  static func digits(_ row: ObjectiveRecord) -> Int {
    let isNear = row.ratio.map { $0 != 1 && abs($0 - 1) < 1e-3 } ?? false
    return isNear ? 16 : Format.digits
  }

  /// What was said: `suite.wall would be 20.1 s to 24.0 s`.
  static func prediction(_ said: Prediction) -> String {
    "\(said.objective) would be \(range(said.low, said.high, said.unit))"
  }

  /// What lies between two figures; nil for no upper one.
  static func range(_ low: Double, _ high: Double?, _ unit: MeasureUnit) -> String {
    let value = { (number: Double) in text(.exact(number), unit) }
    guard let high else { return "\(value(low)) or more" }
    return low == high ? value(low) : "\(value(low)) to \(value(high))"
  }

  /// The judged value of a row, in per cent only where its limits are.
  static func measured(_ row: ObjectiveRecord) -> String {
    let isPlain = row.unit == .ratio && !limits(row).contains("%")
    return text(row.measured, isPlain ? .count : row.unit, digits: digits(row))
  }

  /// The condition that a row is held against: `fail > 15s, warn > 10s`.
  static func limits(_ row: ObjectiveRecord) -> String {
    let parts = [row.fail.map { "fail \($0)" }, row.warn.map { "warn \($0)" }]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  /// What is to be said about a row, without a period: `120.0 s or more, limit fail > 15s`.
  static func sentence(_ row: ObjectiveRecord) -> String {
    let value = measured(row) + (change(row).map { ", \($0)" } ?? "")
    let power = power(row).map { "; \($0)" } ?? ""
    switch row.judgment {
    case .pass: return "\(row.id) passed: \(value) (\(limits(row)))\(power)"
    case .warn, .fail:
      let verb = row.judgment == .warn ? "warns" : "failed"
      let note = note(row).map { ", \($0)" } ?? ""
      return "\(row.id) \(verb): \(value) (\(limits(row)))\(note)\(power)"
    case .unknown(let reason):
      return "\(row.id) is unknown: \(explanation(row, reason))\(power)"
    }
  }

  /// What is to be said about a row beside its value and its limits; nil for nothing.
  static func note(_ row: ObjectiveRecord) -> String? {
    if let reason = row.judgment.reason { return explanation(row, reason) }
    switch row.downgrade {
    case .flaky: return "kept only after a retry"
    case .rerun: return "kept only when it was started again"
    case .insufficientBaseline:
      let former = row.comparison?.formerUnit.map {
        "; earlier runs were measured in \($0.rawValue), so that the series begins anew"
      }
      return "still learning: \(runs(row)), and 5 are needed\(former ?? "")"
    case .multipleComparisons: return "not sure enough among all that are held against earlier runs"
    case .none: break
    }
    guard row.isWaived, let waiver = row.waiver else { return nil }
    return "waived until \(waiver.until) by \(waiver.owner): \(waiver.reason)"
  }

  /// Who held the memory that a row is about, when it was most: `4 × rustc = 1.9 GB at 12.4 s`; nil
  /// for other rows.
  static func holders(_ row: ObjectiveRecord, in record: RunRecord) -> String? {
    guard row.indicator.name == .builtIn(.peakMemory), row.judgment != .pass,
      let stage = record.stages.first(where: { $0.id == row.indicator.stage }),
      let peak = stage.attempts.compactMap(\.peak).max(by: { $0.bytes < $1.bytes })
    else { return nil }
    let parts = peak.holders.prefix(3).map { holder in
      let count = holder.count == 1 ? "" : "\(holder.count) × "
      return "\(count)\(holder.name) = \(Format.bytes(holder.bytes))"
    }
    let rest = peak.holders.count - parts.count
    let more = rest > 0 ? ["\(rest) more"] : []
    return (parts + more).joined(separator: ", ") + " at \(Format.duration(peak.at))"
  }

  /// Why a row is unknown, in words.
  static func explanation(_ row: ObjectiveRecord, _ reason: UnknownReason) -> String {
    let stage = row.indicator.stage
    let value = measured(row)
    if let comparison = row.comparison, let why = explanation(row, comparison) { return why }
    return switch reason {
    case .blocked:
      "blocked by \(names(row.blockedBy))"
        + (row.root.map { row.blockedBy == [$0] ? "" : ", which goes back to \($0)" } ?? "")
    case .stageFailed:
      "\(stage) did not come to a good end"
        + (row.measured.value == nil ? "" : ", so that \(value) proves nothing")
    case .notMeasured: "not measured: \(row.measured.reason ?? "no reason given")"
    case .censored:
      row.measured.value == nil
        ? "cut off before there was anything to measure"
        : "\(value) leaves \(limits(row)) undecided"
    case .tooFewSamples: "too few samples of \(row.indicator) to decide \(limits(row))"
    case .precondition:
      row.given.map { "given \($0): not met, or not shown" }
        ?? "\(stage) did not show what was expected"
    case .tainted: "the measurement was disturbed"
    case .budget:
      "the budget of the run was used up"
        + (row.measured.value == nil ? "" : ", so that \(value) proves nothing")
    case .cancelled: "the run was cancelled"
    case .notSelected: "\(stage) was not selected"
    case .lost: "what became of \(stage) is not known"
    }
  }

  /// A cause in one sentence, with its period.
  static func sentence(_ cause: Cause) -> String {
    let sureness =
      switch cause.confidence {
      case .proven: "Proven"
      case .likely: "Likely"
      case .possible: "Possible"
      }
    return "\(sureness) cause, \(cause.kind): \(cause.why)"
  }

  /// What became of a stage, without a period.
  static func sentence(_ stage: StageRecord) -> String {
    let id = stage.id
    switch stage.state {
    case .succeeded where stage.reason == .precondition:
      return "\(id) succeeded, and did not show what was expected"
    case .succeeded where stage.flaky: return "\(id) succeeded at attempt \(stage.attempts.count)"
    case .succeeded: return "\(id) succeeded"
    case .skipped: return "\(id) \(skipped(stage))"
    case .cancelled: return "\(id) was cancelled"
    case .lost: return "what became of \(id) is not known"
    case .failed, .couldNotStart:
      return "\(id) \(stage.attempts.last?.outcome.phrase ?? "did not run")"
    case .stopped:
      if stage.reason == .budget { return "\(id) was stopped: the budget of the run was used up" }
      return "\(id) \(stage.attempts.last?.outcome.phrase ?? "did not run")"
    }
  }

  private static func skipped(_ stage: StageRecord) -> String {
    switch stage.reason {
    case .notSelected: return "was not selected"
    case .budget: return "did not start: the budget of the run was used up"
    case .lost: return "did not start: andon did not live to see it"
    case .cancelled: return "did not start: the run was cancelled"
    case .notMeasured: return "was not measured"
    case .blocked, .stageFailed, .censored, .tooFewSamples, .precondition, .tainted,
      .none:
      let root = stage.root.map { stage.blockedBy == [$0] ? "" : ", which goes back to \($0)" }
      return "was skipped: blocked by \(names(stage.blockedBy))\(root ?? "")"
    }
  }

  private static func names(_ stages: [StageID]) -> String {
    stages.map(\.text).joined(separator: ", ")
  }
}
