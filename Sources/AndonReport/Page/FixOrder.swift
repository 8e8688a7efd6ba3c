// Which fix to make first: the one that makes most objectives judgeable, then the one that gains
// most.

internal import AndonModel

/// Orders fixes.
enum FixOrder {
  /// A cause to be mended.
  struct Fix {
    let cause: Cause
    /// Objectives that are unknown because of it.
    let judgeable: Int
    /// The least part of a figure that it would take away; 0 where nobody knows.
    let gain: Double
  }

  /// The fixes of a run, the most useful first.
  static func ordered(_ record: RunRecord) -> [Fix] {
    let fixes = record.causes.map { cause in
      Fix(cause: cause, judgeable: judgeable(cause, record), gain: gain(cause))
    }
    return fixes.enumerated().sorted { left, right in
      (-left.element.judgeable, -left.element.gain, left.offset)
        < (-right.element.judgeable, -right.element.gain, right.offset)
    }.map(\.element)
  }

  private static func judgeable(_ cause: Cause, _ record: RunRecord) -> Int {
    guard let stage = cause.stage,
      record.stages.contains(where: { $0.id == stage && $0.state.isBroken })
    else { return 0 }
    return record.objectives.count {
      $0.judgment.reason != nil && ($0.root ?? $0.indicator.stage) == stage
    }
  }

  private static func gain(_ cause: Cause) -> Double {
    cause.advice.compactMap { advice -> Double? in
      guard let measured = advice.measured, measured > 0, let high = advice.high else { return nil }
      return 1 - high / measured
    }.max() ?? 0
  }
}
