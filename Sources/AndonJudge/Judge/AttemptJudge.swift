// Whether a stage needs another attempt. Pure; Flow hands it to the run as a value, so that the run
// decides nothing. Design, section 3, rows "soft deadline", "retry" and "repeat".

package import AndonModel

/// Decides about attempts.
package enum AttemptJudge {
  /// What the next attempt of a stage is for; nil when it needs none.
  ///
  /// `exits` are the exit codes that are no failure, `objectives` those of the stage.
  package static func next(
    after attempts: [AttemptRecord], _ policy: AttemptPolicy, exits: [Int],
    objectives: [Objective] = []
  ) -> AttemptRole? {
    guard let last = attempts.last else {
      if case .series(let repetition) = policy, repetition.warmup > 0 { return .warmup }
      return .measured
    }
    switch (policy, StageState(of: last.outcome, exits: exits)) {
    case (.once, .stopped) where last.role == .rung:
      // The attempt that was too slow is made again, as what it was.
      return attempts.contains { $0.role != .rung } ? .retry : .measured
    case (.once(let retries, _), .failed), (.once(let retries, _), .stopped):
      return attempts.count { $0.role != .rung } <= retries && !isOverBudget(last) ? .retry : nil
    case (.series(let repetition), .succeeded):
      if attempts.count < repetition.warmup { return .warmup }
      return isOver(repetition, attempts, objectives) ? nil : .measured
    case (.once, .succeeded), (.once, .couldNotStart), (.once, .cancelled), (.once, .skipped),
      (.once, .lost), (.series, .failed), (.series, .stopped), (.series, .couldNotStart),
      (.series, .cancelled), (.series, .skipped), (.series, .lost):
      return nil
    }
  }

  private static func isOver(
    _ series: Repetition, _ attempts: [AttemptRecord], _ objectives: [Objective]
  ) -> Bool {
    if attempts.count >= series.warmup + series.runs { return true }
    // Where nothing is judged, nothing is decided early.
    guard series.end == .sequential, !objectives.isEmpty, attempts.count > series.warmup else {
      return false
    }
    return objectives.allSatisfy { SequenceJudge.isSettled($0, attempts, series) }
  }

  private static func isOverBudget(_ attempt: AttemptRecord) -> Bool {
    if case .stopped(.budget, _, _) = attempt.outcome { true } else { false }
  }
}
