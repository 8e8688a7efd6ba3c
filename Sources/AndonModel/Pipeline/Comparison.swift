// A condition on one number, and what a bound can say about it.
// Design, section 2: at-least v > L proves a fail, at-most v <= L proves a pass, mirrored below.
// A reading is the range in which its true value lies; a relation is proven when it holds for all
// of the range, and refuted when it holds for none.

extension Comparison.Relation {
  /// Which way is better when this relation is the bad one; nil when it says nothing of it.
  package var direction: Direction? {
    switch self {
    case .greater, .greaterOrEqual: .lower
    case .less, .lessOrEqual: .higher
    case .equal, .different: nil
    }
  }
}

/// A comparison with a threshold, such as `> 15s`.
package struct Comparison: Equatable, Sendable {
  /// The relation between the value and the threshold.
  package enum Relation: String, Sendable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case different = "!="

    /// The relation that holds exactly when this one does not.
    package var negated: Relation {
      switch self {
      case .less: .greaterOrEqual
      case .lessOrEqual: .greater
      case .greater: .lessOrEqual
      case .greaterOrEqual: .less
      case .equal: .different
      case .different: .equal
      }
    }
  }

  /// The relation.
  package let relation: Relation
  /// The threshold in the unit's base.
  package let threshold: Double
  /// The unit of the threshold.
  package let unit: MeasureUnit
  /// The threshold as it was written, such as `15s`.
  package let thresholdText: String

  /// The threshold of an upper limit, where what lies above it is bad; nil for any other.
  package var upperLimit: Double? {
    switch relation {
    case .greater, .greaterOrEqual: threshold
    case .less, .lessOrEqual, .equal, .different: nil
    }
  }

  /// Joins the parts of a comparison that has been read.
  package init(
    _ relation: Relation, _ threshold: Double, unit: MeasureUnit, thresholdText: String
  ) {
    self.relation = relation
    self.threshold = threshold
    self.unit = unit
    self.thresholdText = thresholdText
  }

  /// The comparison as it is written: `> 15s`.
  package var text: String { "\(relation.rawValue) \(thresholdText)" }

  /// The comparison that holds exactly when this one does not.
  package var negated: Comparison {
    Comparison(relation.negated, threshold, unit: unit, thresholdText: thresholdText)
  }

  /// What is known about the comparison.
  package enum Answer: Equatable, Sendable {
    case holds
    case doesNotHold
    /// The bound, or a missing value, leaves it undecided.
    case undecided
  }

  /// Compares a reading with the threshold; only what the bound proves is answered.
  package func answer(for reading: BoundedValue) -> Answer {
    relation.answer(reading, .exact(threshold))
  }
}

extension Comparison.Relation {
  /// Compares two readings; only what their bounds prove is answered.
  package func answer(_ first: BoundedValue, _ second: BoundedValue) -> Comparison.Answer {
    guard let left = first.range, let right = second.range else { return .undecided }
    switch self {
    case .less:
      return Self.decide(left.most < right.least, left.least >= right.most)
    case .lessOrEqual:
      return Self.decide(left.most <= right.least, left.least > right.most)
    case .greater:
      return Self.decide(left.least > right.most, left.most <= right.least)
    case .greaterOrEqual:
      return Self.decide(left.least >= right.most, left.most < right.least)
    case .equal:
      let areSame = left.least == right.most && left.most == right.least
      return Self.decide(areSame, left.least > right.most || left.most < right.least)
    case .different:
      switch Self.equal.answer(first, second) {
      case .holds: return .doesNotHold
      case .doesNotHold: return .holds
      case .undecided: return .undecided
      }
    }
  }

  private static func decide(_ isProven: Bool, _ isRefuted: Bool) -> Comparison.Answer {
    isProven ? .holds : isRefuted ? .doesNotHold : .undecided
  }
}
