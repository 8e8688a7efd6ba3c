// The rows of one run in a history.

/// One indicator of one run.
package struct HistoryValues: Equatable, Sendable {
  /// What it is a figure of.
  package var indicator: IndicatorReference
  /// The unit of its values.
  package var unit: MeasureUnit
  /// What the judged attempts showed, those without a bound.
  package var values: [Double]

  /// Joins an indicator and its values.
  package init(_ indicator: IndicatorReference, unit: MeasureUnit, values: [Double]) {
    self.indicator = indicator
    self.unit = unit
    self.values = values
  }
}

/// One judged objective of one run.
package struct HistoryJudgment: Equatable, Sendable {
  /// The objective's id.
  package var objective: String
  /// The answer's name: pass, warn, fail or unknown.
  package var answer: String
  /// Why it is unknown, as the reason's name; nil for any other answer.
  package var reason: String?
  /// Whether a waiver excused it.
  package var isWaived: Bool

  /// Joins an objective and its answer.
  package init(objective: String, answer: String, reason: String? = nil, isWaived: Bool) {
    self.objective = objective
    self.answer = answer
    self.reason = reason
    self.isWaived = isWaived
  }
}

/// A rule of causes that a line of a stage matched.
package struct HistoryMatch: Hashable, Sendable {
  /// The stage.
  package var stage: StageID
  /// The rule's name.
  package var rule: String

  /// Joins a stage and a rule.
  package init(stage: StageID, rule: String) {
    self.stage = stage
    self.rule = rule
  }
}

/// Advice that a run gave, and what came of it.
package struct HistoryAdvice: Equatable, Sendable {
  /// What was said.
  package var prediction: Prediction
  /// What was measured when its cause was gone; nil as long as nobody has looked.
  package var measured: Double?
  /// The run that looked.
  package var settledBy: String?

  /// Advice of which nothing has come yet.
  package init(_ prediction: Prediction) { self.prediction = prediction }
}
