// Carries out a plan on a machine: the one loop that orders all events of a run.
// Who starts next is the scheduler's decision, what is done about a tree is its control's; here are
// only the effects. Synchronous on purpose: see the decision "one loop" in AndonModel's catalogue.

package import AndonModel
package import AndonSystem

/// Runs stages.
package struct Dispatcher<M: Machine> {
  private static var tailLines: Int { 50 }
  private static var tailBytes: Int { 1 << 16 }

  private var machine: M
  private let plan: Plan
  private let setting: RunSetting
  private let launches: Launches
  private let watch: (RunEvent) -> Void
  private let start: Instant
  private var scheduler: Scheduler
  private var running: [StageRun] = []
  private var records: [StageRecord?]
  // Of each skipped stage, the position of the one stage that it goes back to.
  private var roots: [Int: Int] = [:]
  private var result: RunResult
  private var treeCount = 0
  private var lastTick: Instant

  /// Carries out a plan to its end.
  ///
  /// Throws only when the machine itself cannot go on.
  package static func run(
    _ plan: Plan, on machine: M, _ setting: RunSetting, watch: @escaping (RunEvent) -> Void
  ) throws -> RunResult {
    var dispatcher = Dispatcher(plan, machine, setting, watch)
    return try dispatcher.run()
  }

  private init(
    _ plan: Plan, _ machine: M, _ setting: RunSetting, _ watch: @escaping (RunEvent) -> Void
  ) {
    self.plan = plan
    self.machine = machine
    self.setting = setting
    self.watch = watch
    launches = Launches(setting)
    start = machine.now
    lastTick = start
    scheduler = Scheduler(plan, at: start)
    records = Array(repeating: nil, count: plan.stages.count)
    result = RunResult(
      stages: [], tails: [:], exhaustedPatterns: [], logFaults: [], interruption: nil, seconds: 0)
  }

  private mutating func run() throws -> RunResult {
    startWhatMay()
    while !running.isEmpty {
      let tick = lastTick.advanced(bySeconds: setting.pulse)
      let due = running.compactMap(\.control.due).min()
      let events = try machine.wait(until: min(due ?? tick, tick)) { tree, bytes in
        if let index = running.firstIndex(where: { $0.tree == tree }) {
          running[index].metrics.take(bytes)
        }
      }
      for event in events { take(event) }
      actOnTime()
      startWhatMay()
    }
    // A signal that came with the last end is not lost.
    for case .signal(let number) in try machine.wait(until: machine.now, output: { _, _ in }) {
      interrupt(UnixSignal(number))
    }
    result.seconds = machine.now.seconds(since: start)
    result.stages = records.compactMap { $0 }
    return result
  }

  // MARK: Starting

  private mutating func startWhatMay() {
    while let decision = scheduler.next() {
      switch decision {
      case .start(let stage, let readySince): begin(stage, readySince)
      case .skip(let stage, let blockers): skip(stage, blockers)
      }
    }
  }

  private mutating func begin(_ stage: Int, _ readySince: Instant) {
    let planned = plan.stages[stage]
    watch(.started(planned.id, attempt: 1))
    let command: StageRun.Command = planned.prepare == nil ? .attempt : .prepare
    let now = machine.now
    running.append(
      StageRun(
        stage, readySince: readySince, startedAt: now, command: command,
        metrics: MetricScanner(planned.metrics), launch(planned, command)))
  }

  private mutating func launch(
    _ planned: PlannedStage, _ command: StageRun.Command
  ) -> (tree: TreeID, control: TreeControl) {
    let tree = TreeID(treeCount)
    treeCount += 1
    let control = TreeControl(launches.limits(planned, command), at: machine.now)
    machine.start(tree, launches.launch(planned, command))
    return (tree, control)
  }

  private mutating func skip(_ stage: Int, _ blockers: [Int]) {
    let planned = plan.stages[stage]
    var record = StageRecord(id: planned.id, required: planned.required, state: .skipped)
    record.blockedBy = blockers.map { plan.stages[$0].id }
    // A skipped blocker has a root of its own; of several the first in the file is the one root.
    let root = blockers.map { roots[$0] ?? $0 }.min()
    roots[stage] = root
    record.root = root.map { plan.stages[$0].id }
    end(stage, record)
  }

  // MARK: Events

  private mutating func take(_ event: MachineEvent) {
    switch event {
    case .started(let tree, let at):
      with(tree) { run in run.control.started(at: at) }
    case .leaderEnded(let tree, let end, let at):
      with(tree) { run in run.control.leaderEnded(end, at: at) }
    case .notStarted(let tree, let fault):
      finish(tree) { _ in .init(outcome: .couldNotStart(detail: Self.text(of: fault))) }
    case .gone(let tree, let end):
      finish(tree) { .init(tree: end, outcome: $0.control.outcome) }
    case .lost(let tree, let end):
      let lost = Outcome.lost(detail: "the supervisor of the stage was killed")
      finish(tree) { run in
        .init(tree: end, outcome: run.control.isDecided ? run.control.outcome : lost)
      }
    case .signal(let number):
      interrupt(UnixSignal(number))
    }
  }

  private mutating func with(_ tree: TreeID, _ body: (inout StageRun) -> Void) {
    if let index = running.firstIndex(where: { $0.tree == tree }) { body(&running[index]) }
  }

  private mutating func actOnTime() {
    let now = machine.now
    for run in running {
      guard let due = run.control.due, due <= now else { continue }
      var actions: [TreeControl.Action] = []
      with(run.tree) { actions = $0.control.act(at: now) }
      carryOut(actions, run.tree)
    }
    if lastTick.advanced(bySeconds: setting.pulse) <= now {
      lastTick = now
      let stages = running.map { (plan.stages[$0.stage].id, now.seconds(since: $0.startedAt)) }
      watch(.tick(stages, finished: records.count { $0 != nil }, total: records.count))
    }
  }

  private mutating func interrupt(_ signal: UnixSignal) {
    let isSecond = result.interruption != nil
    if !isSecond {
      result.interruption = signal
      watch(.interrupted(signal))
      for stage in scheduler.cancel() {
        let planned = plan.stages[stage]
        end(stage, StageRecord(id: planned.id, required: planned.required, state: .cancelled))
      }
    }
    let now = machine.now
    for run in running {
      var actions: [TreeControl.Action] = []
      with(run.tree) { actions = $0.control.cancel(by: signal, isSecond: isSecond, at: now) }
      carryOut(actions, run.tree)
    }
  }

  private mutating func carryOut(_ actions: [TreeControl.Action], _ tree: TreeID) {
    guard let run = running.first(where: { $0.tree == tree }) else { return }
    let planned = plan.stages[run.stage]
    for action in actions {
      switch action {
      case .signal(let signal): machine.signal(tree, signal.number)
      case .kill: machine.kill(tree)
      case .reportSlow:
        if let soft = planned.deadlines.soft { watch(.slow(planned.id, soft: soft)) }
      case .reportStopping: watch(.stopping(planned.id, hard: planned.deadlines.hard))
      case .listLeft:
        let left = machine.processes(of: tree)
        with(tree) { run in
          run.note(left, run.control.wasKilled ? "ended by SIGKILL" : "ended by SIGTERM")
        }
      case .abandon:
        let survivors = machine.processes(of: tree)
        with(tree) { $0.note(survivors, "would not die") }
        let end = machine.abandon(tree)
        finish(tree) { .init(tree: end, outcome: $0.control.outcome) }
      }
    }
  }

  // MARK: Ends

  // The present command of a stage has come to its end, and its tree with it.
  private mutating func finish(_ tree: TreeID, _ end: (StageRun) -> StageRun.End) {
    guard let index = running.firstIndex(where: { $0.tree == tree }) else { return }
    let end = end(running[index])
    let planned = plan.stages[running[index].stage]
    if let fault = end.tree?.logFault {
      let log = launches.log(planned, running[index].command)
      result.logFaults.append((log, SystemError.text(of: fault)))
    }
    if running[index].command == .prepare, end.outcome == .exited(code: 0) {
      guard let signal = result.interruption else { return attempt(index, planned) }
      conclude(index, planned, .init(outcome: .cancelled(by: signal, ending: .exited(code: 0))))
    } else {
      conclude(index, planned, end)
    }
  }

  // `prepare` is done: now the command itself.
  private mutating func attempt(_ index: Int, _ planned: PlannedStage) {
    let (tree, control) = launch(planned, .attempt)
    running[index].command = .attempt
    running[index].tree = tree
    running[index].control = control
  }

  private mutating func conclude(_ index: Int, _ planned: PlannedStage, _ end: StageRun.End) {
    var run = running.remove(at: index)
    run.metrics.finish()
    let record = run.record(
      planned, end, log: launches.log(planned, run.command), zero: start,
      offset: setting.startedAt)
    result.exhaustedPatterns += run.metrics.exhausted.map {
      IndicatorReference(stage: planned.id, name: .metric($0))
    }
    if record.state.isBroken, let attempt = record.attempts.last {
      let bytes = Files.tail(of: "\(setting.reportFolder)/\(attempt.log)", count: Self.tailBytes)
      result.tails[record.id] = OutputTail.lines(bytes, most: Self.tailLines)
    }
    self.end(run.stage, record)
  }

  private mutating func end(_ stage: Int, _ record: StageRecord) {
    records[stage] = record
    scheduler.ended(stage, satisfied: record.state == .succeeded, at: machine.now)
    watch(.ended(record, tail: result.tails[record.id] ?? []))
  }

  private static func text(of fault: StartFault) -> String {
    switch fault {
    case .folder(let number): "its working folder: \(SystemError.text(of: number))"
    case .program(let number): "its program: \(SystemError.text(of: number))"
    case .system(let number): "no process: \(SystemError.text(of: number))"
    case .log(let number): "its log file: \(SystemError.text(of: number))"
    }
  }
}
