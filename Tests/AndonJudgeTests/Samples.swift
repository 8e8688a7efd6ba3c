// Stages and objectives for the judge.

import AndonJudge
import AndonModel

/// Makes stages and objectives.
enum Samples {
  /// A stage `s` with a wall time and, if wanted, a sampled peak of memory.
  static func stage(
    _ state: StageState, id: String = "s", wall: BoundedValue = .exact(10),
    peak: BoundedValue? = nil, metric: BoundedValue? = nil
  ) -> StageRecord {
    var record = StageRecord(id: StageID(id), required: true, state: state)
    let hasRun = state != .skipped && state != .couldNotStart
    if hasRun {
      let outcome: Outcome =
        switch state {
        case .failed: .exited(code: 1)
        case .stopped: .stopped(.hard, limit: 10, ending: .signalled(.kill))
        case .cancelled: .cancelled(by: .interrupt, ending: .signalled(.terminate))
        case .lost: .lost(detail: "")
        case .succeeded, .skipped, .couldNotStart: .exited(code: 0)
        }
      record.attempts = [
        AttemptRecord(
          number: 1, role: .measured, outcome: outcome, startedAt: Timestamp(milliseconds: 0),
          log: "logs/s.1.log")
      ]
      record.indicators[.builtIn(.wall)] = Quantity(wall, unit: .seconds, source: .monotonic)
      if let peak {
        record.indicators[.builtIn(.peakMemory)] = Quantity(
          peak, unit: .bytes, source: .sampled)
      }
      if let metric {
        record.indicators[.metric("m")] = Quantity(metric, unit: .count, source: .output)
      }
    }
    return record
  }

  /// An objective over an indicator of `s`.
  static func objective(
    _ indicator: String = "wall", fail: (Comparison.Relation, Double)? = nil,
    warn: (Comparison.Relation, Double)? = nil, stage: String = "s"
  ) -> Objective {
    let unit = BuiltInIndicator(rawValue: indicator)?.unit ?? .count
    func comparison(_ parts: (Comparison.Relation, Double)?) -> Comparison? {
      parts.map { Comparison($0.0, $0.1, unit: unit, thresholdText: "\($0.1)") }
    }
    return Objective(
      id: "\(stage).\(indicator)",
      indicator: IndicatorReference(stage: StageID(stage), name: IndicatorName(indicator)),
      fail: comparison(fail), warn: comparison(warn))
  }

  /// The day of all judging here.
  static let today = CalendarDay(year: 2026, month: 11, day: 24)

  /// The row of an objective.
  static func row(
    _ objective: Objective, _ stage: StageRecord, given: Comparison.Answer? = nil
  ) -> ObjectiveRecord {
    ObjectiveJudge.judge(objective, .init(stage: stage, given: given, today: today))
  }

  /// The judgment of an objective.
  static func judge(_ objective: Objective, _ stage: StageRecord) -> Judgment {
    row(objective, stage).judgment
  }
}
