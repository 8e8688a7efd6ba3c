// Whether a stage needs another attempt. Pure; the run asks through the protocol RetryDecision.
// Design, section 3, rows "soft deadline", "retry" and "repeat".

package import AndonModel

/// The policy of a plan's retries, reruns, series and confirmations.
package struct RetryPolicy: RetryDecision {
  private let objectives: [StageID: [Objective]]

  /// The policy of a plan, by the attempts that its stages and objectives ask for.
  package init(_ plan: Plan) {
    objectives = Dictionary(grouping: plan.objectives, by: \.indicator.stage)
  }

  /// The role of the next attempt, by the stage's policy and the plan's objectives.
  package func nextAttempt(
    of planned: PlannedStage, after attempts: [AttemptRecord]
  ) -> AttemptRole? {
    Self.next(
      after: attempts, planned.stage.attempts, exits: planned.stage.expectation.exits,
      objectives: objectives[planned.id] ?? [])
  }

  /// The role of the next attempt; nil when the stage needs none.
  ///
  /// `exits` are the exit codes that are not a failure, `objectives` those of the stage.
  package static func next(
    after attempts: [AttemptRecord], _ policy: AttemptPolicy, exits: [Int],
    objectives: [Objective] = []
  ) -> AttemptRole? {
    let next = next(after: attempts, policy, exits, objectives)
    guard next == nil, let last = attempts.last,
      StageState(of: last.outcome, exits: exits) == .succeeded
    else { return next }
    let wanted = objectives.map { RelativeJudge.confirmations($0, attempts) }.max() ?? 0
    return attempts.count { $0.role == .confirmation } < wanted ? .confirmation : nil
  }

  private static func next(
    after attempts: [AttemptRecord], _ policy: AttemptPolicy, _ exits: [Int],
    _ objectives: [Objective]
  ) -> AttemptRole? {
    guard let last = attempts.last else {
      if case .series(let repetition) = policy, repetition.warmup > 0 { return .warmup }
      return .measured
    }
    switch (policy, StageState(of: last.outcome, exits: exits)) {
    case (.once, .stopped) where last.role == .rerun:
      // The attempt that was too slow is made again, as what it was.
      return attempts.contains { $0.role != .rerun } ? .retry : .measured
    case (.once(let retries, _), .failed), (.once(let retries, _), .stopped):
      return attempts.count { $0.role != .rerun } <= retries && !isOverBudget(last) ? .retry : nil
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
    guard series.end == .sequential, attempts.count > series.warmup,
      objectives.contains(where: { $0.relative == nil })
    else { return false }
    // What is said about change rests on as many runs as the others need.
    return objectives.filter { $0.relative == nil }.allSatisfy {
      SequentialTest.isSettled($0, attempts, series)
    }
  }

  private static func isOverBudget(_ attempt: AttemptRecord) -> Bool {
    if case .stopped(.budget, _, _) = attempt.outcome { true } else { false }
  }
}
