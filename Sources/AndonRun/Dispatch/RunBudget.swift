// The time that a whole run may take, and when its stages have to be stopped so that all is over by
// then. Pure.

internal import AndonSystem

/// The end of a run, known at its start.
struct RunBudget: Equatable {
  /// What is kept of the budget for the final signal to be carried out, at the most; in seconds.
  private static let maxMarginLength = 0.25

  /// Its length in seconds.
  let seconds: Double
  /// When the final signal is due to whatever still runs.
  let final: Instant

  /// Begins with the run.
  init(seconds: Double, from start: Instant) {
    self.seconds = seconds
    let margin = min(Self.maxMarginLength, seconds / 20)
    final = start.advanced(bySeconds: seconds - margin)
  }

  /// The limits of a tree that starts now, with that grace period.
  ///
  /// A grace period takes at most a tenth of what is left of the budget: else a short one would be
  /// all grace.
  func limit(grace: Double, from now: Instant) -> TreeControl.Budget {
    let kept = min(grace, max(0, final.seconds(since: now)) / 10)
    return TreeControl.Budget(
      seconds: seconds, stop: final.advanced(bySeconds: -kept), final: final)
  }
}
