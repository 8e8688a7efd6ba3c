// A plan as it is shown: what runs when, how long it takes, and what the whole waits for.

/// How long a stage takes.
package enum StageTime: Equatable, Sendable {
  /// As measured by an earlier run, in seconds.
  case known(Double)
  /// What its limits let it take, in seconds.
  case atMost(Double)

  /// The seconds.
  package var seconds: Double {
    switch self {
    case .known(let seconds), .atMost(let seconds): seconds
    }
  }

  /// Whether it was measured.
  package var isKnown: Bool {
    if case .known = self { true } else { false }
  }
}

/// A plan with its order and its times.
package struct PlanSummary: Equatable, Sendable {
  /// The name of the pipeline.
  package var pipeline: String
  /// The plan.
  package var plan: Plan
  /// For each stage how many stages, one after the other, come before it at the least.
  package var waves: [Int]
  /// How long each stage takes.
  package var times: [StageTime]
  /// The stages, one after the other, that the whole cannot be faster than.
  package var criticalPath: [Int]

  /// Joins a plan with what follows from it.
  package init(
    pipeline: String, plan: Plan, waves: [Int], times: [StageTime], criticalPath: [Int]
  ) {
    self.pipeline = pipeline
    self.plan = plan
    self.waves = waves
    self.times = times
    self.criticalPath = criticalPath
  }

  /// The time of the critical path.
  package var criticalTime: StageTime {
    let parts = criticalPath.map { times[$0] }
    let sum = parts.reduce(0) { $0 + $1.seconds }
    return parts.allSatisfy(\.isKnown) ? .known(sum) : .atMost(sum)
  }
}
