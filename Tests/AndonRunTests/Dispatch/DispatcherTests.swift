// Whole plans on a machine without processes.

import AndonJudge
import AndonModel
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@testable import AndonRun

@Suite("Dispatcher") struct DispatcherTests {
  private func run(
    _ plan: Plan, _ machine: ScriptedMachine, watch: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> RunResult {
    try ScriptedRun.run(plan, machine, watch: watch)
  }

  private func value(_ stage: StageRecord, _ name: BuiltInIndicator) -> BoundedValue? {
    stage.indicators[.builtIn(name)]?.reading
  }

  @Test("stages run in their order and are measured")
  func well() throws {
    let machine = ScriptedMachine(["s0": TreeScript(ends: 3), "s1": TreeScript(ends: 2)])
    let result = try run(ScriptedRun.plan([[], [0]]), machine)
    #expect(machine.log.lines == ["start s0", "start s1"])
    #expect(result.stages.map(\.state) == [.succeeded, .succeeded])
    #expect(result.run.seconds == 5)
    let first = result.stages[0]
    #expect(value(first, .wall) == .exact(3))
    #expect(value(first, .cpu) == .exact(0.75))
    #expect(value(first, .peakMemory) == .exact(8_000_000))
    #expect(value(first, .exitCode) == .exact(0))
    #expect(first.attempts[0].indicators[.builtIn(.peakMemory)]?.samples == 9)
    #expect(first.indicators[.builtIn(.peakMemory)]?.samples == 1)
    #expect(result.stages[1].attempts[0].startedAt.milliseconds == 3000)
  }

  @Test(
    "a failure skips what needs it and goes on with the rest; the root is the first in the file")
  func failure() throws {
    let machine = ScriptedMachine([
      "s0": TreeScript(ends: 2, .exited(3)), "s1": TreeScript(ends: 1, .signalled(11)),
      "s4": TreeScript(ends: 9),
    ])
    let result = try run(ScriptedRun.plan([[], [], [0, 1], [2], []]), machine)
    #expect(result.stages.map(\.state) == [.failed, .failed, .skipped, .skipped, .succeeded])
    #expect(result.stages[2].blockedBy == [StageID("s0"), StageID("s1")])
    #expect(result.stages[3].blockedBy == [StageID("s2")])
    #expect(result.stages[3].root == StageID("s0"))
    #expect(result.stages[1].attempts[0].outcome == .signalled(UnixSignal(11)))
  }

  @Test("what is over its hard deadline is stopped, and its figures are bounds")
  func hard() throws {
    let machine = ScriptedMachine(["s0": TreeScript(ends: nil, heedsTerm: false)])
    let result = try run(ScriptedRun.plan([[]]), machine)
    #expect(
      machine.log.lines == [
        "start s0", "look s0", "signal 15 s0", "signal 18 s0", "look s0", "kill s0",
      ])
    #expect(result.stages[0].state == .stopped)
    let wall = try #require(value(result.stages[0], .wall))
    #expect(wall.bound == .atLeast && (wall.value ?? 0) > 100)
    #expect(value(result.stages[0], .cpu) == .atLeast(0.75))
    #expect(value(result.stages[0], .exitCode)?.value == nil)
  }

  @Test("what cannot be ended is given up and listed")
  func immortal() throws {
    let machine = ScriptedMachine([
      "s0": TreeScript(ends: nil, heedsTerm: false, isImmortal: true)
    ])
    let result = try run(ScriptedRun.plan([[]]), machine)
    #expect(machine.log.lines.last == "abandon s0")
    #expect(result.stages[0].left.map(\.termination) == ["would not die"])
  }

  @Test("processes that a good stage left behind are ended and listed; it stays good")
  func leftBehind() throws {
    let machine = ScriptedMachine(["s0": TreeScript(ends: 1, lingers: 50)])
    let result = try run(ScriptedRun.plan([[]]), machine)
    #expect(result.stages[0].state == .succeeded)
    #expect(result.stages[0].left.map(\.command) == ["s0"])
    #expect(value(result.stages[0], .wall) == .exact(1))
  }

  @Test("prepare runs first, unmeasured; its failure is could-not-start")
  func prepare() throws {
    var plan = ScriptedRun.plan([[], [], [0]])
    plan.stages[0].prepare = ["p"]
    plan.stages[1].prepare = ["bad"]
    let machine = ScriptedMachine([
      "p": TreeScript(ends: 5), "bad": TreeScript(ends: 1, .exited(2)), "s0": TreeScript(ends: 3),
      "s2": TreeScript(ends: 1),
    ])
    let result = try run(plan, machine)
    #expect(value(result.stages[0], .wall) == .exact(3))
    #expect(result.stages[1].state == .couldNotStart)
    #expect(
      result.stages[1].attempts[0].outcome == .couldNotStart(detail: "prepare exited with 2"))
    #expect(result.stages[1].attempts[0].log == "logs/s1.1.prepare.log")
    #expect(value(result.stages[1], .wall)?.value == nil)
  }

  @Test(
    "a start that fails says why",
    arguments: [
      (.program(2), "its program, s0: No such file or directory"),
      (.folder(20), "its working folder: Not a directory"),
    ] as [(StartError, String)])
  func notStarted(_ fault: StartError, _ detail: String) throws {
    let machine = ScriptedMachine(["s0": TreeScript(ends: 1, fault: fault)])
    let result = try run(ScriptedRun.plan([[]]), machine)
    #expect(result.stages[0].attempts[0].outcome == .couldNotStart(detail: detail))
  }

  @Test("a signal cancels what runs and what has not started")
  func cancellation() throws {
    let machine = ScriptedMachine(
      ["s0": TreeScript(ends: nil), "s1": TreeScript(ends: nil)],
      signals: [(at: 4, number: 15)])
    let result = try run(ScriptedRun.plan([[], [0]], always: [1]), machine)
    #expect(result.interruption == .terminate)
    #expect(result.stages.map(\.state) == [.cancelled, .cancelled])
    #expect(result.stages[1].attempts.isEmpty)
    #expect(value(result.stages[0], .wall) == .atLeast(4))
  }

  @Test("a cancelled prepare proves nothing about its stage")
  func cancelledPrepare() throws {
    var plan = ScriptedRun.plan([[]])
    plan.stages[0].prepare = ["p"]
    let machine = ScriptedMachine(
      ["p": TreeScript(ends: nil), "s0": TreeScript(ends: 1)], signals: [(at: 4, number: 2)])
    let result = try run(plan, machine)
    #expect(machine.log.lines.filter { $0.hasPrefix("start") } == ["start p"])
    #expect(result.stages[0].state == .cancelled)
    #expect(value(result.stages[0], .wall)?.value == nil)
  }

  @Test("a second signal kills at once")
  func secondSignal() throws {
    let machine = ScriptedMachine(
      ["s0": TreeScript(ends: nil, heedsTerm: false)],
      signals: [(at: 4, number: 2), (at: 4.5, number: 2)])
    let result = try run(ScriptedRun.plan([[]]), machine)
    #expect(result.run.seconds == 4.5)
    #expect(machine.log.lines.last == "kill s0")
  }

  @Test("metrics are read from the output, and figures of the queue exclude the run")
  func metrics() throws {
    var plan = ScriptedRun.plan([[], []], jobs: 1)
    plan.stages[1].stage.metrics = [
      MetricExtractor(name: "n", .output(pattern: "n=(\\d+)", .last), unit: .count)
    ]
    let machine = ScriptedMachine([
      "s0": TreeScript(ends: 7), "s1": TreeScript(ends: 1, output: "n=12\n"),
    ])
    let result = try run(plan, machine)
    #expect(result.stages[1].indicators[.metric("n")]?.reading == .exact(12))
    #expect(value(result.stages[1], .queued) == .exact(7))
    #expect(value(result.stages[1], .wall) == .exact(1))
  }

  @Test("whoever watches is told in order, and hears a heartbeat")
  func events() throws {
    final class Heard { var lines: [String] = [] }
    let heard = Heard()
    var plan = ScriptedRun.plan([[]])
    plan.stages[0].stage.deadlines = Deadlines(soft: 10, hard: 100, grace: 1)
    _ = try run(plan, ScriptedMachine(["s0": TreeScript(ends: 65)])) { event in
      switch event {
      case .started(let stage, _, _, _): heard.lines.append("started \(stage)")
      case .slow(let stage, _, _): heard.lines.append("slow \(stage)")
      case .stopping(let stage, _, _): heard.lines.append("stopping \(stage)")
      case .ended(let record, _): heard.lines.append("ended \(record.id)")
      case .looked(let stage, let snapshot):
        heard.lines.append("looked \(stage) \(snapshot.moment)")
      case .attempted(let stage, _): heard.lines.append("attempted \(stage)")
      case .memory: heard.lines.append("memory")
      case .drifted: heard.lines.append("drifted")
      case .interrupted: heard.lines.append("interrupted")
      case .changed: heard.lines.append("changed")
      case .overBudget: heard.lines.append("over budget")
      case .tick(let running, let finished, let total):
        heard.lines.append("tick \(running.map(\.seconds)) \(finished)/\(total)")
      }
    }
    #expect(
      heard.lines == [
        "started s0", "slow s0", "looked s0 soft", "tick [30.0] 0/1", "tick [60.0] 0/1",
        "attempted s0",
        "ended s0",
      ])
  }

  @Test("a machine that sleeps and a clock that is set are noticed, and no deadline counts them")
  func drift() throws {
    var machine = ScriptedMachine(["s0": TreeScript(ends: 90)])
    machine.drifts = [
      (31, ClockDrift(asleep: 3600, set: 0.2)), (61, ClockDrift(asleep: 3600, set: -7200)),
    ]
    var plan = ScriptedRun.plan([[]])
    plan.stages[0].stage.deadlines = Deadlines(soft: nil, hard: 100, grace: 1)
    let result = try run(plan, machine)
    #expect(result.stages[0].state == .succeeded)
    #expect(result.asleep == 3600 && result.clockSet == -7200)
    #expect(value(result.stages[0], .wall) == .exact(90))
  }

  @Test("at its deadlines a stage is looked at, and the looks stay with it")
  func looks() throws {
    var plan = ScriptedRun.plan([[]])
    plan.stages[0].stage.deadlines = Deadlines(soft: 10, hard: 20, grace: 1)
    let machine = ScriptedMachine(["s0": TreeScript(ends: nil, heedsTerm: false)])
    let result = try run(plan, machine)
    let looks = try #require(result.evidence[StageID("s0")]?.snapshots)
    #expect(looks.map(\.moment) == [.soft, .stop, .final])
    #expect(looks[0].at >= 10 && looks[0].tree.processes.map(\.command) == ["s0"])
  }
}
