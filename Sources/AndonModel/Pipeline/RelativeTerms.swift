// The terms of a relative objective, and the comparison that a run made.

/// What a relative objective is judged by.
package struct RelativeTerms: Equatable, Sendable {
  /// The most runs that count when nothing else is said: statistics.md, section 2.
  package static let standardRuns = 12

  /// The runs that it is held against.
  package var against: BaselineSelector
  /// The excess of a failure.
  package var fail: RelativeThreshold?
  /// The excess of a warning.
  package var warn: RelativeThreshold?
  /// The unit of its indicator; nil for whatever it turns out to be measured in.
  package var unit: MeasureUnit?
  /// The most runs that count.
  package var runs: Int
  /// How many runs decide again what is no pass; nil for none.
  package var confirm: Int?
  /// What the history says; nil as long as nobody has asked it.
  package var baseline: Baseline?

  /// Terms with the usual number of runs, not confirmed.
  package init(
    _ against: BaselineSelector, fail: RelativeThreshold?, warn: RelativeThreshold?,
    unit: MeasureUnit?
  ) {
    self.against = against
    self.fail = fail
    self.warn = warn
    self.unit = unit
    runs = Self.standardRuns
    confirm = nil
    baseline = nil
  }
}

/// How a relative objective was decided: a part of its row.
package struct ComparisonRecord: Equatable, Sendable {
  /// The runs that it was held against, in words.
  package var against: String
  /// What the history said of them.
  package var baseline: Baseline
  /// The unit of earlier runs that are left out, because the figure has another one; nil for none.
  package var formerUnit: MeasureUnit?
  /// The baseline's value: the geometric mean of its runs' medians, or their mean where one is not
  /// above 0; nil without enough of them.
  package var base: Double?
  /// The part of it by which the figure may be worse.
  package var margin: Double?
  /// What was decided; nil where the baseline said nothing.
  package var decision: MethodDecision?
  /// What was decided before it was measured again to confirm it.
  package var first: MethodDecision?

  /// A comparison of which only the baseline is known yet.
  package init(against: String, baseline: Baseline) {
    self.against = against
    self.baseline = baseline
    formerUnit = nil
    base = nil
    margin = nil
    decision = nil
    first = nil
  }

  /// The runs that it was held against, the oldest first.
  package var runs: [BaselineRun] {
    if case .runs(let runs) = baseline { runs } else { [] }
  }
}
