// The difference that is accepted between two series.

/// How much worse than its base a figure may be, and how sure the answer has to be.
package struct Margin: Equatable, Sendable {
  /// The part of the base by which the head may be worse: 0.1 for 10 %.
  package var margin: Double
  /// Which way is better.
  package var direction: Direction
  /// The error allowed on each side.
  package var alpha: Double

  /// Allows the error of the rules as they were compared: 0.05 on each side.
  package init(margin: Double, _ direction: Direction = .lower, alpha: Double = 0.05) {
    self.margin = margin
    self.direction = direction
    self.alpha = alpha
  }
}
