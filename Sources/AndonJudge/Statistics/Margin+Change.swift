// A change from base to head on the scale on which all relative rules work: the difference of the
// logarithms, turned so that more is worse. Pure. statistics.md, section 0.

internal import AndonModel
internal import RealModule

extension Margin {
  // What is the same but for the last digits of its logarithm is the same: a head of exactly 110 %
  // is not above a margin of 10 %.
  private static let exactness = 1e-12

  /// Whether the first change is above the second by more than rounding.
  static func isAbove(_ change: Double, _ other: Double) -> Bool { change - other > exactness }

  /// The change that is just allowed, on that scale.
  var allowed: Double {
    switch direction {
    case .lower: .log(onePlus: margin)
    case .higher: -.log(onePlus: -margin)
    }
  }

  /// The change that a ratio of head to base is, by its logarithm.
  func change(_ logarithm: Double) -> Double {
    switch direction {
    case .lower: logarithm
    case .higher: -logarithm
    }
  }

  /// A change as head through base, less 1; nil where that is too large for a number.
  func ratio(_ change: Double) -> Double? {
    let ratio = Double.expMinusOne(direction == .lower ? change : -change)
    return ratio.isFinite ? ratio : nil
  }

  /// The answer that an interval of changes gives; `estimate` lies within it.
  ///
  /// A baseline that is almost 0 allows a change beyond all numbers, which decides nothing.
  func answer(low: Double, estimate: Double, high: Double) -> MethodDecision.Answer {
    guard allowed.isFinite, low.isFinite, high.isFinite else { return .inconclusive(.nonPositive) }
    if Self.isAbove(low, allowed) { return .fail }
    if Self.isAbove(allowed, high) { return .pass }
    return Self.isAbove(estimate, allowed) ? .warn : .inconclusive(.noise)
  }
}

extension MethodDecision {
  /// Fills in a change and the interval that it lies in.
  mutating func decide(
    _ tolerance: Margin, low: Double, estimate: Double, high: Double
  ) {
    self.estimate = tolerance.ratio(estimate)
    let ends = tolerance.direction == .lower ? (low, high) : (high, low)
    self.low = tolerance.ratio(ends.0)
    self.high = tolerance.ratio(ends.1)
    isImproved = answer == .pass && high < 0
  }
}
