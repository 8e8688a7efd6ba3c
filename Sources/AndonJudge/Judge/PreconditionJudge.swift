// Whether what an objective presupposes is so. Pure. Design, section 3, row "given".

internal import AndonModel

/// Judges preconditions.
enum PreconditionJudge {
  /// What is known; undecided as well where a figure means nothing.
  static func answer(
    _ precondition: Precondition, _ stages: [StageID: StageRecord]
  ) -> Comparison.Answer {
    let left = reading(of: precondition.indicator, stages)
    return switch precondition.right {
    case .value(let value): precondition.relation.answer(left, .exact(value))
    case .indicator(let other): precondition.relation.answer(left, reading(of: other, stages))
    }
  }

  private static func reading(
    of indicator: IndicatorReference, _ stages: [StageID: StageRecord]
  ) -> Reading {
    guard let stage = stages[indicator.stage], stage.reason != .precondition,
      let quantity = stage.indicators[indicator.name]
    else { return .missing(reason: "it says nothing") }
    return quantity.proven(cannotPass: stage.cannotPass(indicator.name)).reading
  }
}
