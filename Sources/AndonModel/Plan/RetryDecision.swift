// The question that a run asks of the judge, so that neither step imports the other.

/// Decides whether a stage needs another attempt.
package protocol RetryDecision: Sendable {
  /// The role of the next attempt; nil when the stage needs none.
  ///
  /// Before the first attempt, `attempts` is empty and the answer is not nil.
  func nextAttempt(of stage: PlannedStage, after attempts: [AttemptRecord]) -> AttemptRole?
}
