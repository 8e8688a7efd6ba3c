// Advice of earlier runs, held against what came of it.

/// What a change was said to lead to.
package struct Prediction: Equatable, Sendable {
  /// The run that gave the advice.
  package var run: String
  /// The objective whose figure it is about.
  package var objective: String
  /// The cause that was to be taken away.
  package var kind: CauseClass
  /// The change that was advised.
  package var change: String
  /// The least that the figure would be.
  package var low: Double
  /// The most that it would be; nil where nobody could say.
  package var high: Double?
  /// The unit of the figures.
  package var unit: MeasureUnit

  /// Joins an advice and what it promised.
  package init(
    run: String, objective: String, kind: CauseClass, change: String, low: Double, high: Double?,
    unit: MeasureUnit
  ) {
    self.run = run
    self.objective = objective
    self.kind = kind
    self.change = change
    self.low = low
    self.high = high
    self.unit = unit
  }

  /// Whether a figure is what was said.
  package func holds(_ measured: Double) -> Bool {
    measured >= low && high.map { measured <= $0 } ?? true
  }
}

/// A prediction and what came of it.
package struct PredictionResult: Equatable, Sendable {
  /// What was said.
  package var prediction: Prediction
  /// What was measured when its cause was gone.
  package var measured: Double

  /// Joins both.
  package init(_ prediction: Prediction, measured: Double) {
    self.prediction = prediction
    self.measured = measured
  }

  /// Whether it came true.
  package var isHit: Bool { prediction.holds(measured) }

  /// `hit` or `miss`.
  package var outcome: String { isHit ? "hit" : "miss" }
}
