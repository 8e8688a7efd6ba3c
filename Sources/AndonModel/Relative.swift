// A promise about change: how much worse than earlier runs a figure may be.
// Where those runs come from is not known here.

/// How much worse than its baseline a figure has to be: `> +10%`, `> +10% and > +200ms`.
///
/// At least one of the two bounds is there; with both, both have to be exceeded.
package struct RelativeThreshold: Equatable, Sendable {
  /// The part of the baseline: 0.1 for 10 %.
  package var part: Double?
  /// The difference in the unit's base.
  package var difference: Double?
  /// The unit of the difference; nil where it is not known.
  package var unit: MeasureUnit?
  /// Which way is better.
  package var direction: Direction
  /// The excess as it was written.
  package var text: String

  /// Joins the parts of an excess that has been read.
  package init(
    part: Double?, difference: Double?, unit: MeasureUnit? = nil, _ direction: Direction,
    text: String
  ) {
    self.part = part
    self.difference = difference
    self.unit = unit
    self.direction = direction
    self.text = text
  }

  /// The part of a baseline of that value by which a figure may be worse.
  package func margin(of base: Double) -> Double {
    max(part ?? 0, difference.map { $0 / base } ?? 0)
  }
}

/// Earlier runs that a figure is held against.
package struct BaselineSelector: Equatable, Sendable {
  /// Runs of this branch; nil for all that the file holds.
  package var branch: String?
  /// Another file than the run's own history.
  package var history: String?

  /// Names a branch, a file, or both.
  package init(branch: String?, history: String?) {
    self.branch = branch
    self.history = history
  }

  /// In words, such as `main` or `main in base.sqlite`.
  package var text: String {
    switch (branch, history) {
    case (.some(let branch), nil): branch
    case (nil, .some(let history)): history
    case (.some(let branch), .some(let history)): "\(branch) in \(history)"
    case (nil, nil): "the history"
    }
  }
}

/// A run that a figure is held against.
package struct BaselineRun: Equatable, Sendable {
  /// The run's id.
  package var id: String
  /// Its commit.
  package var commit: String?
  /// What its attempts showed, in the unit's base.
  package var values: [Double]
  /// The unit of the values; nil where it is not known.
  package var unit: MeasureUnit?

  /// Joins a run and its values.
  package init(id: String, commit: String?, values: [Double], unit: MeasureUnit? = nil) {
    self.id = id
    self.commit = commit
    self.values = values
    self.unit = unit
  }
}

/// What a history says of one figure.
package enum Baseline: Equatable, Sendable {
  /// The runs that count, the oldest first; there may be too few of them.
  case runs([BaselineRun])
  /// There would be enough runs, but they were made on other machines, as many as this.
  case foreign(Int)
  /// The history cannot be read.
  case unavailable(reason: String)
}

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
