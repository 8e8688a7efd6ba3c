// A condition on one number, and what a bound can say about it.
// Design, section 2: at-least v > L proves a fail, at-most v <= L proves a pass, mirrored below.

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
  package func answer(for reading: Reading) -> Answer {
    switch reading {
    case .exact(let value): holds(value) ? .holds : .doesNotHold
    case .atLeast(let value): answer(above: value)
    case .atMost(let value): answer(below: value)
    case .missing: .undecided
    }
  }

  private func holds(_ value: Double) -> Bool {
    switch relation {
    case .less: value < threshold
    case .lessOrEqual: value <= threshold
    case .greater: value > threshold
    case .greaterOrEqual: value >= threshold
    case .equal: value == threshold
    case .different: value != threshold
    }
  }

  // The true value is `value` or more.
  private func answer(above value: Double) -> Answer {
    switch relation {
    case .greater: value > threshold ? .holds : .undecided
    case .greaterOrEqual: value >= threshold ? .holds : .undecided
    case .less: value >= threshold ? .doesNotHold : .undecided
    case .lessOrEqual: value > threshold ? .doesNotHold : .undecided
    case .equal: value > threshold ? .doesNotHold : .undecided
    case .different: value > threshold ? .holds : .undecided
    }
  }

  // The true value is `value` or less.
  private func answer(below value: Double) -> Answer {
    switch relation {
    case .less: value < threshold ? .holds : .undecided
    case .lessOrEqual: value <= threshold ? .holds : .undecided
    case .greater: value <= threshold ? .doesNotHold : .undecided
    case .greaterOrEqual: value < threshold ? .doesNotHold : .undecided
    case .equal: value < threshold ? .doesNotHold : .undecided
    case .different: value < threshold ? .holds : .undecided
    }
  }
}
