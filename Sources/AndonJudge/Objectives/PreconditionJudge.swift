// Whether what an objective presupposes is so. Pure. Design, section 3, row "given".

internal import AndonModel

/// Judges preconditions.
enum PreconditionJudge {
  /// What is known; undecided as well where a figure means nothing.
  static func answer(
    _ precondition: Precondition, _ stages: [StageID: StageRecord]
  ) -> Comparison.Answer {
    let left = figure(precondition.indicator, stages)
    switch precondition.right {
    case .value(let value, let unit):
      guard let left, unit.map(left.unit.isComparable) ?? true else { return .undecided }
      return precondition.relation.answer(left.reading, .exact(value))
    case .indicator(let other):
      guard let left, let right = figure(other, stages), left.unit.isComparable(with: right.unit)
      else { return .undecided }
      return precondition.relation.answer(left.reading, right.reading)
    }
  }

  private static func figure(
    _ indicator: IndicatorReference, _ stages: [StageID: StageRecord]
  ) -> Quantity? {
    guard let stage = stages[indicator.stage], stage.reason != .precondition else { return nil }
    return stage.indicators[indicator.name]?.proven(cannotPass: stage.cannotPass(indicator.name))
  }
}
