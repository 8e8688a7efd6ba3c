// Stages of several attempts, budgets, memory and selections, on a machine without processes.
// Design, section 3: each row of the table, and the combinations that matter.

import AndonJudge
import AndonModel
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@testable import AndonRun

@Suite("Attempts of a stage") struct AttemptSeriesTests {
  /// One stage `s0` with these attempts, whose scripts come one after the other.
  private func run(
    _ attempts: AttemptPolicy, _ scripts: [TreeScript], soft: Double? = nil, budget: Double? = nil,
    signals: [(at: Double, number: Int32)] = [], change: (inout PlannedStage) -> Void = { _ in }
  ) throws -> StageRecord {
    var plan = ScriptedRun.plan([[]])
    plan.stages[0].stage.attempts = attempts
    plan.stages[0].stage.deadlines = Deadlines(soft: soft, hard: 100, grace: 1)
    change(&plan.stages[0])
    plan.budget = budget
    return try ScriptedRun.run(plan, ScriptedMachine(["s0": scripts], signals: signals)).stages[0]
  }

  private func roles(_ stage: StageRecord) -> [AttemptRole] { stage.attempts.map(\.role) }

  private func wall(_ stage: StageRecord) -> BoundedValue? {
    stage.indicators[.builtIn(.wall)]?.reading
  }

  @Test("a retry that passes is flaky, and its figures are the last attempt's")
  func flaky() throws {
    let stage = try run(
      .once(retries: 2, onSoft: .extend),
      [TreeScript(ends: 1, .exited(1)), TreeScript(ends: 3)])
    #expect(stage.state == .succeeded && stage.flaky)
    #expect(roles(stage) == [.measured, .retry])
    #expect(stage.attempts.map(\.log) == ["logs/s0.1.log", "logs/s0.2.log"])
    #expect(wall(stage) == .exact(3))
    #expect(stage.indicators[.builtIn(.attempts)]?.reading == .exact(2))
  }

  @Test("retry × hard stop: a stop is retried, and the last attempt decides")
  func retriedStop() throws {
    let never = TreeScript(ends: nil)
    let passed = try run(.once(retries: 1, onSoft: .extend), [never, TreeScript(ends: 2)])
    #expect(passed.state == .succeeded && passed.flaky)
    let stopped = try run(
      .once(retries: 1, onSoft: .extend), [TreeScript(ends: 1, .exited(1)), never])
    #expect(stopped.state == .stopped && !stopped.flaky)
    #expect(wall(stopped)?.bound == .atLeast)
  }

  @Test("a retried attempt's soft deadline colours, a warm-up's does not")
  func soft() throws {
    let retried = try run(
      .once(retries: 1, onSoft: .extend),
      [TreeScript(ends: 20, .exited(1)), TreeScript(ends: 1)], soft: 10)
    #expect(retried.softCrossed && retried.attempts.map(\.softCrossed) == [true, false])
    let series = AttemptPolicy.series(Repetition(runs: 1, warmup: 1, use: .median))
    let warm = try run(series, [TreeScript(ends: 20), TreeScript(ends: 1)], soft: 10)
    #expect(!warm.softCrossed && warm.attempts.map(\.softCrossed) == [true, false])
  }

  @Test("rerun: at the soft deadline the tree is stopped, the second attempt has none")
  func rerun() throws {
    let stage = try run(
      .once(retries: 0, onSoft: .rerun), [TreeScript(ends: nil), TreeScript(ends: 50)], soft: 10)
    #expect(stage.state == .succeeded && stage.softCrossed && stage.wasRerun && !stage.flaky)
    #expect(roles(stage) == [.rerun, .measured])
    #expect(
      stage.attempts[0].outcome == .stopped(.rerun, limit: 10, ending: .signalled(.terminate)))
    #expect(!stage.attempts[1].softCrossed)
    #expect(wall(stage) == .exact(50))
  }

  @Test("a failure does not climb the ladder; what ended before its soft deadline does not either")
  func onlyTimeClimbs() throws {
    let failed = try run(
      .once(retries: 0, onSoft: .rerun), [TreeScript(ends: 5, .exited(1))], soft: 10)
    #expect(failed.state == .failed && roles(failed) == [.measured])
    let well = try run(.once(retries: 0, onSoft: .rerun), [TreeScript(ends: 5)], soft: 10)
    #expect(well.state == .succeeded && !well.softCrossed)
  }

  @Test("prepare runs before every attempt")
  func prepare() throws {
    var plan = ScriptedRun.plan([[]])
    plan.stages[0].stage.attempts = .series(Repetition(runs: 2, warmup: 0, use: .median))
    plan.stages[0].prepare = ["p"]
    let machine = ScriptedMachine(["s0": [TreeScript(ends: 1)], "p": [TreeScript(ends: 7)]])
    let stage = try ScriptedRun.run(plan, machine).stages[0]
    #expect(machine.log.lines == ["start p", "start s0", "start p", "start s0"])
    #expect(wall(stage) == .exact(1))
    #expect(stage.attempts[1].startedAt.milliseconds == 15_000)
  }

  @Test(
    "a series is judged by its statistic",
    arguments: [(.median, 3), (.min, 1), (.max, 8), (.mean, 4)] as [(Statistic, Double)])
  func series(_ use: Statistic, _ expected: Double) throws {
    let stage = try run(
      .series(Repetition(runs: 3, warmup: 1, use: use)),
      [99, 1, 8, 3].map { TreeScript(ends: $0) })
    #expect(roles(stage) == [.warmup, .measured, .measured, .measured])
    #expect(wall(stage) == .exact(expected))
    #expect(stage.indicators[.builtIn(.wall)]?.samples == 3)
    #expect(stage.indicators[.builtIn(.attempts)]?.reading == .exact(4))
  }

  @Test("the first failure ends a series, and a hard stop does")
  func brokenSeries() throws {
    let policy = AttemptPolicy.series(Repetition(runs: 5, warmup: 0, use: .median))
    let failed = try run(policy, [TreeScript(ends: 2), TreeScript(ends: 4, .exited(1))])
    #expect(failed.state == .failed && failed.attempts.count == 2)
    let stopped = try run(policy, [5, 6, nil].map { TreeScript(ends: $0) })
    #expect(stopped.state == .stopped && stopped.attempts.count == 3)
    // The censored attempt counts as larger than all.
    #expect(wall(stopped) == .exact(6))
    let warm = try run(
      .series(Repetition(runs: 5, warmup: 1, use: .median)), [TreeScript(ends: 4, .exited(1))])
    #expect(warm.state == .failed && wall(warm) == nil)
  }

  @Test("one attempt without the metric makes it missing")
  func metrics() throws {
    let rule = MetricExtractor(name: "n", .output(pattern: "n=(\\d+)", .last), unit: .count)
    let policy = AttemptPolicy.series(Repetition(runs: 3, warmup: 0, use: .median))
    func metric(_ outputs: String...) throws -> BoundedValue? {
      try run(policy, outputs.map { TreeScript(ends: 1, output: $0) }) { $0.stage.metrics = [rule] }
        .indicators[.metric("n")]?.reading
    }
    #expect(try metric("n=1\n", "n=7\n", "n=2\n") == .exact(2))
    #expect(try metric("n=1\n", "none\n", "n=2\n")?.value == nil)
  }

  @Test("good exit codes are listed ones, 0 only among them")
  func exits() throws {
    func state(_ code: Int32, _ exits: [Int]) throws -> StageState {
      try run(.single, [TreeScript(ends: 1, .exited(code))]) { $0.stage.expectation.exits = exits }
        .state
    }
    #expect(try state(1, [0, 1]) == .succeeded)
    #expect(try state(2, [0, 1]) == .failed)
    #expect(try state(0, [1]) == .failed)
  }

  @Test("an expectation is looked at when the attempt ended by itself")
  func expectation() throws {
    func stage(_ script: TreeScript, _ policy: AttemptPolicy = .single) throws -> StageRecord {
      try run(policy, [script]) { $0.stage.expectation.matches = "Compiling core" }
    }
    let met = try stage(TreeScript(ends: 1, output: "  Compiling core v1\n"))
    #expect(met.reason == nil && met.satisfiesNeeds && met.attempts[0].expectMet == true)
    let unmet = try stage(TreeScript(ends: 1, output: "Finished\n"))
    #expect(unmet.state == .succeeded && unmet.reason == .precondition && !unmet.satisfiesNeeds)
    let failed = try stage(TreeScript(ends: 1, .exited(1), output: "Finished\n"))
    #expect(failed.state == .failed && failed.reason == .precondition)
    let stopped = try stage(TreeScript(ends: nil, output: "Finished\n"))
    #expect(stopped.state == .stopped && stopped.reason == nil)
    #expect(stopped.attempts[0].expectMet == nil)
    // It is no failure: nothing is retried.
    let retried = try stage(
      TreeScript(ends: 1, output: "x\n"), .once(retries: 2, onSoft: .extend))
    #expect(retried.attempts.count == 1)
  }

  @Test("a signal between two attempts cancels the stage")
  func cancelled() throws {
    let stage = try run(
      .series(Repetition(runs: 3, warmup: 0, use: .median)), [TreeScript(ends: 5, lingers: 0.05)],
      signals: [(at: 5.02, number: 15)])
    #expect(stage.state == .cancelled && stage.reason == .cancelled)
    #expect(stage.attempts.count == 1)
    let ladder = try run(
      .once(retries: 0, onSoft: .rerun), [TreeScript(ends: nil, heedsTerm: false)], soft: 10,
      signals: [(at: 10.5, number: 15)])
    #expect(ladder.state == .cancelled && roles(ladder) == [.rerun])
  }
}

@Suite("Budget") struct BudgetTests {
  private func wait(_ seconds: Double?, heedsTerm: Bool = true) -> [TreeScript] {
    [TreeScript(ends: seconds, heedsTerm: heedsTerm)]
  }

  @Test("running stages are stopped so early that all is over by then; nothing else starts")
  func stops() throws {
    var plan = ScriptedRun.plan([[], [0], []], jobs: 1, always: [2])
    plan.budget = 50
    let machine = ScriptedMachine(["s0": wait(nil, heedsTerm: false)])
    let result = try ScriptedRun.run(plan, machine)
    #expect(result.isOverBudget && result.ending == .overBudget)
    #expect(result.run.seconds < 50 && result.run.seconds > 49)
    #expect(result.stages.map(\.state) == [.stopped, .skipped, .skipped])
    #expect(result.stages.map(\.reason) == [.budget, .budget, .budget])
    #expect(
      result.stages[0].attempts[0].outcome
        == .stopped(.budget, limit: 50, ending: .signalled(.kill)))
    #expect(machine.log.lines.suffix(1) == ["kill s0"])
  }

  @Test("budget × grace: a grace period takes at most a tenth of the budget")
  func grace() throws {
    var plan = ScriptedRun.plan([[]])
    plan.stages[0].stage.deadlines = Deadlines(soft: nil, hard: 100, grace: 60)
    plan.budget = 10
    let result = try ScriptedRun.run(plan, ScriptedMachine(["s0": wait(nil, heedsTerm: false)]))
    guard case .atLeast(let wall)? = result.stages[0].indicators[.builtIn(.wall)]?.reading else {
      Issue.record("the wall time is no lower bound")
      return
    }
    #expect(wall > 8.5 && wall < 9 && result.run.seconds < 10)
  }

  @Test("what had ended by itself stays what it was; what it left behind is ended in time")
  func ended() throws {
    var plan = ScriptedRun.plan([[]])
    plan.stages[0].stage.deadlines = Deadlines(soft: nil, hard: 100, grace: 60)
    plan.budget = 10
    let script = TreeScript(ends: 8.7, lingers: 50, heedsTerm: false)
    let result = try ScriptedRun.run(plan, ScriptedMachine(["s0": [script]]))
    #expect(result.stages[0].state == .succeeded && result.run.seconds < 10)
    #expect(result.stages[0].left.map(\.termination) == ["ended by SIGKILL"])
  }

  @Test("a budget that is not used up changes nothing")
  func unused() throws {
    var plan = ScriptedRun.plan([[], [0]])
    plan.budget = 50
    let result = try ScriptedRun.run(plan, ScriptedMachine(["s0": wait(10), "s1": wait(10)]))
    #expect(result.ending == .whole && result.stages.map(\.state) == [.succeeded, .succeeded])
  }

  @Test("a series that cannot go on is stopped by the budget, and so is a prepare")
  func series() throws {
    var plan = ScriptedRun.plan([[], []])
    plan.budget = 50
    plan.stages[0].stage.attempts = .series(Repetition(runs: 9, warmup: 0, use: .median))
    plan.stages[1].prepare = ["p"]
    let machine = ScriptedMachine(["s0": wait(20), "s1": wait(1), "p": wait(nil)])
    let result = try ScriptedRun.run(plan, machine)
    #expect(result.stages.map(\.state) == [.stopped, .stopped])
    #expect(result.stages.map(\.reason) == [.budget, .budget])
    #expect(result.stages[0].attempts.count == 3)
  }

  @Test("rerun × budget: no attempt begins when the first one ended with the budget")
  func rerun() throws {
    var plan = ScriptedRun.plan([[]])
    plan.budget = 50
    plan.stages[0].stage.attempts = .once(retries: 0, onSoft: .rerun)
    plan.stages[0].stage.deadlines = Deadlines(soft: 48, hard: 100, grace: 5)
    let machine = ScriptedMachine(["s0": wait(nil, heedsTerm: false)])
    let result = try ScriptedRun.run(plan, machine)
    #expect(machine.log.lines.count { $0 == "start s0" } == 1)
    #expect(result.stages[0].state == .stopped && result.stages[0].reason == .budget)
    #expect(result.run.seconds < 50)
  }

  @Test("a stage that begins late has a shortened grace period, and is not refused")
  func late() throws {
    var plan = ScriptedRun.plan([[], [0]])
    plan.budget = 100
    plan.stages[0].stage.deadlines.grace = 0
    plan.stages[1].stage.deadlines = Deadlines(soft: nil, hard: 100, grace: 60)
    let result = try ScriptedRun.run(plan, ScriptedMachine(["s0": wait(91), "s1": wait(2)]))
    #expect(result.ending == .whole && result.stages[1].state == .succeeded)
  }

  @Test("a signal after the budget, or before it, is what it is")
  func cancelled() throws {
    var plan = ScriptedRun.plan([[], [0]])
    plan.budget = 50
    let result = try ScriptedRun.run(
      plan, ScriptedMachine(["s0": wait(nil)], signals: [(at: 20, number: 2)]))
    #expect(result.ending == .cancelled)
    #expect(result.stages.map(\.reason) == [.cancelled, .cancelled])
  }
}

@Suite("Memory and selection") struct AdmissionTests {
  private let zero = Instant(nanoseconds: 0)

  private func started(_ scheduler: inout Scheduler) -> [Int] {
    var all: [Int] = []
    while case .start(let stage, _)? = scheduler.next() { all.append(stage) }
    return all
  }

  private func limited(_ memory: [Int], most: Int?, locks: [Int: [String]] = [:]) -> Plan {
    var plan = ScriptedRun.plan(memory.map { _ in [] }, locks: locks)
    for (stage, wanted) in memory.enumerated() {
      plan.stages[stage].stage.memory = wanted > 0 ? wanted : nil
    }
    plan.memory = most
    return plan
  }

  @Test("stages together get no more memory than there is, in the order of the file")
  func admission() {
    var scheduler = Scheduler(limited([3, 2, 0, 1, 4], most: 4), at: zero)
    // 1 would fit beside 3, but 2 comes before it.
    #expect(started(&scheduler) == [0, 2])
    scheduler.ended(0, satisfied: true, at: zero)
    #expect(started(&scheduler) == [1, 3])
    scheduler.ended(1, satisfied: true, at: zero)
    #expect(started(&scheduler) == [])
    scheduler.ended(3, satisfied: true, at: zero)
    #expect(started(&scheduler) == [4])
  }

  @Test("what wants more than there is runs alone; without a known amount nobody waits")
  func alone() {
    var scheduler = Scheduler(limited([1, 9, 1], most: 4), at: zero)
    #expect(started(&scheduler) == [0])
    scheduler.ended(0, satisfied: true, at: zero)
    #expect(started(&scheduler) == [1])
    scheduler.ended(1, satisfied: true, at: zero)
    #expect(started(&scheduler) == [2])
    var free = Scheduler(limited([1, 9, 1], most: nil), at: zero)
    #expect(started(&free) == [0, 1, 2])
  }

  @Test("lock × needs and lock × memory: who waits for one holds nothing of the other")
  func locks() {
    var scheduler = Scheduler(
      limited([2, 2, 2, 2], most: 4, locks: [0: ["a"], 1: ["a"], 2: ["b"]]), at: zero)
    #expect(started(&scheduler) == [0, 2])
    scheduler.ended(2, satisfied: true, at: zero)
    #expect(started(&scheduler) == [3])
    scheduler.ended(0, satisfied: true, at: zero)
    #expect(started(&scheduler) == [1])
    var chain = ScriptedRun.plan([[], [0], []], locks: [1: ["a"], 2: ["a"]])
    chain.stages[1].stage.always = true
    var ordered = Scheduler(chain, at: zero)
    #expect(started(&ordered) == [0, 2])
    ordered.ended(0, satisfied: false, at: zero)
    #expect(started(&ordered) == [])
    ordered.ended(2, satisfied: true, at: zero)
    #expect(started(&ordered) == [1])
  }

  @Test("ten thousand stages that share a lock are looked at once each")
  func manyLocks() {
    let count = 10_000
    let locks = Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, ["a"]) })
    var scheduler = Scheduler(
      limited([Int](repeating: 1, count: count), most: 4, locks: locks), at: zero)
    for stage in 0..<count {
      guard started(&scheduler) == [stage] else {
        Issue.record("stage \(stage) is not the next")
        return
      }
      scheduler.ended(stage, satisfied: true, at: zero)
    }
  }

  @Test("sizes that are no whole numbers leave nothing behind")
  func fractions() {
    var scheduler = Scheduler(
      limited([858_993_459, 2_254_857_830, 4_000_000_000], most: 4_000_000_000), at: zero)
    #expect(started(&scheduler) == [0, 1])
    scheduler.ended(0, satisfied: true, at: zero)
    scheduler.ended(1, satisfied: true, at: zero)
    #expect(started(&scheduler) == [2])
  }

  @Test("clean-up waits for what was selected, also through what was not")
  func cleanUp() {
    var plan = ScriptedRun.plan([[], [0], [1]], always: [2])
    plan.stages[1].isSelected = false
    var scheduler = Scheduler(plan, at: zero)
    #expect(started(&scheduler) == [0])
    scheduler.ended(0, satisfied: true, at: zero)
    #expect(started(&scheduler) == [2])
  }

  @Test("what was not selected does not run and has no outcome; always stages do not wait for it")
  func selection() throws {
    var plan = ScriptedRun.plan([[], [0], [], [1, 2]], always: [3])
    plan.stages[2].isSelected = false
    let machine = ScriptedMachine(
      ["s0", "s1", "s3"].reduce(into: [:]) { $0[$1] = [TreeScript(ends: 1)] })
    let result = try ScriptedRun.run(plan, machine)
    #expect(machine.log.lines == ["start s0", "start s1", "start s3"])
    #expect(result.stages[2].state == .skipped && result.stages[2].reason == .notSelected)
  }
}
