// Which stages are in trouble, and why: of each the best cause of its failure, its time, its
// memory. Pure.

internal import AndonModel

/// Finds causes.
enum CauseFinder {
  // What can take time, among all that a log may tell of.
  private static let slow: Set<CauseClass> = [
    .lockContention, .network, .rateLimit, .diskFull, .timeout, .outOfMemory, .flakyTest,
  ]

  /// The causes of a run, in the order of its stages.
  static func causes(
    _ plan: Plan, _ result: RunResult, _ rows: [ObjectiveRecord]
  ) -> [Cause] {
    let byStage = Dictionary(grouping: rows, by: \.indicator.stage)
    let limits = Dictionary(plan.objectives.map { ($0.id, $0) }) { first, _ in first }
    let known = Dictionary(plan.stages.map { ($0.id, Set($0.knownRules)) }) { first, _ in first }
    let stages = Set(result.stages.map(\.id.text))
    let leaving = result.stages.filter { !$0.left.isEmpty }
    var causes: [Cause] = []
    for stage in result.stages {
      guard let attempt = stage.attempts.last else { continue }
      let seen = TroubledStage(
        stage: stage, attempt: attempt, evidence: result.evidence[stage.id] ?? StageEvidence(),
        processors: result.run.machine.processors, startedAt: result.run.startedAt,
        knownRules: known[stage.id] ?? [],
        stages: stages, endedBefore: EndedServers.before(attempt, of: stage, leaving),
        contradiction: contradiction(stage, plan.lint),
        clock: Diagnosis.clock(result))
      let own = byStage[stage.id] ?? []
      causes += troubles(seen, own, limits)
    }
    for index in causes.indices { causes[index].id = "c\(index + 1)" }
    return causes
  }

  private static func troubles(
    _ seen: TroubledStage, _ rows: [ObjectiveRecord], _ limits: [String: Objective]
  ) -> [Cause] {
    let stage = seen.stage
    let reading = seen.evidence.readings.last { $0.log == seen.attempt.log }
    var causes: [Cause] = []
    func add(_ weighing: CauseWeighing, _ trouble: Fact, _ rows: [ObjectiveRecord]) {
      guard var cause = weighing.best(of: seen, log: seen.attempt.log) else { return }
      cause.objectives = rows.map(\.id)
      // Whatever else broke it, these are the tests that tell.
      let tests = cause.kind == .testFailure ? nil : FailureEvidence.tests(seen)?.fact
      cause.causalChain = Array(
        ([trouble] + [tests].compactMap { $0 } + cause.causalChain).prefix(5))
      cause.advice = GainEstimate.advice(cause, seen, rows, limits)
      causes.append(cause)
    }
    let wasStopped = if case .stopped = seen.attempt.outcome { true } else { false }
    if stage.state.isBroken || stage.state == .lost, !wasStopped {
      let unjudged = rows.filter { $0.judgment.reason == .stageFailed || $0.judgment == .fail }
      add(
        CauseWeighing(
          FailureEvidence.of(seen) + [EndedServers.witness(seen, reading)].compactMap { $0 },
          reading, exitCode: exitCode(seen.attempt.outcome), among: nil, known: seen.knownRules),
        Fact("\(stage.id) \(seen.attempt.outcome.phrase)", at: "stages of verdict.json"),
        unjudged)
    }
    let time = rows.filter { isTime($0.indicator.name) && isTroubled($0) }
    if wasStopped || stage.softCrossed || !time.isEmpty {
      let weighing = CauseWeighing(
        WaitEvidence.of(seen) + FailureEvidence.of(seen), reading, exitCode: nil, among: slow,
        known: seen.knownRules)
      add(weighing, slowness(seen, time), time)
    }
    let tests = rows.filter { isTests($0.indicator.name) && isTroubled($0) }
    if let first = tests.first, causes.isEmpty {
      add(
        CauseWeighing(
          FailureEvidence.of(seen), reading, exitCode: nil, among: nil, known: seen.knownRules),
        fact(first), tests)
    }
    let memory = rows.filter { isMemory($0.indicator.name) && isTroubled($0) }
    if let first = memory.first {
      add(
        CauseWeighing(
          MemoryEvidence.of(seen), reading, exitCode: nil, among: [.outOfMemory],
          known: seen.knownRules),
        fact(first), memory)
    }
    let outputs = rows.filter { $0.indicator.name == .builtIn(.identicalOutputs) && isTroubled($0) }
    if let summary = stage.reproduction.flatMap(DifferingOutputs.summary) {
      let trouble =
        outputs.first.map(fact)
        ?? Fact("\(stage.id): \(summary)", at: "reproduction of verdict.json")
      causes += DifferingOutputs.causes(of: stage, outputs, limits, trouble)
    }
    return causes
  }

  // A budget that its stages may use up without breaking a limit of their own.
  private static func contradiction(_ stage: StageRecord, _ lint: [Finding]) -> Fact? {
    guard stage.reason == .budget,
      let told = lint.first(where: { $0.code == .totalBelowPart && $0.objective == nil })
    else { return nil }
    return Fact(told.message, at: told.place.map { "\($0.file):\($0.line)" } ?? "lint")
  }

  private static func isTests(_ name: IndicatorName) -> Bool {
    name == CollectedIndicator.testsFailed.name || name == CollectedIndicator.testsFlaky.name
  }

  private static func isTroubled(_ row: ObjectiveRecord) -> Bool {
    row.judgment == .fail || row.judgment == .warn || row.judgment.reason == .censored
  }

  private static func isTime(_ name: IndicatorName) -> Bool {
    switch name {
    case .builtIn(.wall), .builtIn(.lockWait), .builtIn(.cpuWait), .builtIn(.ioWait): true
    case .builtIn, .metric: false
    }
  }

  private static func isMemory(_ name: IndicatorName) -> Bool {
    name == .builtIn(.peakMemory) || name == .builtIn(.peakProcessMemory)
  }

  // The trouble itself: the first why of the chain.
  private static func slowness(_ seen: TroubledStage, _ rows: [ObjectiveRecord]) -> Fact {
    if let row = rows.first(where: { $0.judgment == .fail }) ?? rows.first { return fact(row) }
    let wall = seen.figure(.wall).map { Format.duration($0) } ?? "some time"
    return Fact(
      "\(seen.stage.id) took \(wall): it \(seen.attempt.outcome.phrase)",
      at: seen.place(.wall))
  }

  private static func fact(_ row: ObjectiveRecord) -> Fact {
    let limit =
      switch row.judgment {
      case .warn: row.warn.map { "warns \($0)" }
      case .fail: row.fail.map { "fails \($0)" }
      case .pass, .unknown:
        row.fail.map { "would fail \($0)" } ?? row.warn.map { "would warn \($0)" }
      }
    let bound = row.measured.bound == .atLeast ? "at least " : ""
    let value = row.measured.value.map { Format.value($0, row.unit) }
    let place = row.place.map { "\($0.file):\($0.line)" } ?? "objectives of verdict.json"
    return Fact("\(row.id) is \(bound)\(value ?? "unknown") and \(limit ?? "broken")", at: place)
  }

  private static func exitCode(_ outcome: Outcome) -> Int? {
    if case .exited(let code) = outcome { code } else { nil }
  }
}
