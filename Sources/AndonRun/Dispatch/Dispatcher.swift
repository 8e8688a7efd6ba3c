// Carries out a plan on a machine: the one loop that orders all events of a run.
// Who starts next is the scheduler's decision, what is done about a tree is its control's; here are
// only the effects. Synchronous on purpose: see the decision "one loop" in AndonModel's catalogue.

package import AndonModel
package import AndonSystem
internal import AndonText

/// Runs stages.
package struct Dispatcher<M: Machine> {
  private static var driftThreshold: Double { 1 }
  var machine: M
  let plan: Plan
  let configuration: RunnerConfiguration
  let launches: LaunchBuilder
  // The folder of the logs.
  let reports: Directory
  let budget: RunBudget?
  private let watch: ([RunEvent]) -> Void
  let start: Instant
  private var scheduler: Scheduler
  var running: [StageRun] = []
  var records: [StageRecord?]
  private var finished = 0
  // Of each skipped stage, the position of the one stage that it goes back to.
  private var roots: [Int: Int] = [:]
  private(set) var result: RunResult
  private var treeCount = 0
  private var lastTick: Instant
  // The files that each stage left, in the order of the stages' ends.
  var traces: [StageTraces] = []
  // Events not yet delivered to the observer.
  private var pendingEvents: [RunEvent] = []

  /// Carries out a plan to its end.
  ///
  /// What has happened is handed over when nothing more can be started at once: bookkeeping holds
  /// no stage up. Throws only when the machine itself cannot go on.
  package static func run(
    _ plan: Plan, on machine: M, _ configuration: RunnerConfiguration,
    watch: @escaping ([RunEvent]) -> Void
  ) throws -> (result: RunResult, traces: [StageTraces]) {
    var dispatcher = try Dispatcher(plan, machine, configuration, watch)
    return (try dispatcher.run(), dispatcher.traces)
  }

  private init(
    _ plan: Plan, _ machine: M, _ configuration: RunnerConfiguration,
    _ watch: @escaping ([RunEvent]) -> Void
  ) throws(SystemError) {
    reports = try Directory.make(configuration.reportDirectory, below: configuration.directory)
    self.plan = plan
    self.machine = machine
    self.configuration = configuration
    result = RunResult(configuration.run)
    self.watch = watch
    start = machine.now
    lastTick = start
    budget = plan.budget.map { [start] in RunBudget(seconds: $0, from: start) }
    launches = LaunchBuilder(configuration, budget)
    scheduler = Scheduler(plan, at: start)
    records = Array(repeating: nil, count: plan.stages.count)
  }

  private mutating func run() throws -> RunResult {
    for stage in plan.stages.indices where !plan.stages[stage].isSelected {
      store(stage, notRunRecord(stage, .skipped, .notSelected))
    }
    startReady()
    while !running.isEmpty {
      flushEvents()
      let tick = lastTick.advanced(bySeconds: configuration.pulse)
      let due = running.compactMap { $0.running?.control.due ?? $0.notBefore }.min()
      machine.expect(due)
      let events = try machine.wait(until: min(due ?? tick, tick)) { tree, bytes in
        if let index = running.firstIndex(where: { $0.running?.tree == tree }) {
          running[index].running?.output.feed(bytes)
        }
      }
      for event in events { handle(event) }
      handleTimers()
      resumeWaiting()
      startReady()
    }
    // A signal that came with the last end is not lost.
    for case .signal(let number) in try machine.wait(until: machine.now, output: { _, _ in }) {
      interrupt(UnixSignal(number))
    }
    recordDrift()
    flushEvents()
    result.run.seconds = machine.now.seconds(since: start)
    result.stages = records.map { record in
      guard let record else { preconditionFailure("a stage has come to no end") }
      return record
    }
    return result
  }

  mutating func emit(_ event: RunEvent) { pendingEvents.append(event) }

  private mutating func flushEvents() {
    if pendingEvents.isEmpty { return }
    watch(pendingEvents)
    pendingEvents.removeAll(keepingCapacity: true)
  }

  func index(of tree: TreeID) -> Int? {
    running.firstIndex { $0.running?.tree == tree }
  }

  // Whether anything more may start.
  var isClosed: Bool { result.interruption != nil || result.isOverBudget }

  // The same, where time may have passed that nobody has noticed yet.
  mutating func mayStart() -> Bool {
    if let budget, budget.final <= machine.now { closeForBudget(budget) }
    return !isClosed
  }

  // MARK: Starting

  private mutating func startReady() {
    while let decision = scheduler.next() {
      switch decision {
      case .start(let stage, let readySince): begin(stage, readySince)
      case .skip(let stage, let blockers): skip(stage, blockers)
      }
    }
  }

  private mutating func begin(_ stage: Int, _ readySince: Instant) {
    let planned = plan.stages[stage]
    guard mayStart() else { return end(stage, notRunRecord(stage, .skipped, .budget)) }
    let now = machine.now
    guard let role = configuration.retries.nextAttempt(of: planned, after: []) else {
      preconditionFailure("a stage needs at least one attempt")
    }
    var run = StageRun(
      stage, planned, role: role, readySince: readySince, at: now, configuration.masker)
    if let directory = try? launches.directory(planned) { run.look(in: directory) }
    running.append(run)
    beginAttempt(running.count - 1)
  }

  mutating func beginAttempt(_ index: Int) {
    let run = running[index]
    emit(
      .started(
        run.planned.id, attempt: run.number, role: run.role,
        varied: run.reproduction?.change.varied ?? []))
    launch(index)
  }

  mutating func launch(_ index: Int) {
    let run = running[index]
    let tree = TreeID(treeCount)
    treeCount += 1
    let now = machine.now
    let control = TreeControl(launches.limits(run, at: now), at: now)
    var before = FileMeasurement.Before()
    do throws(SystemError) {
      let directory = try launches.directory(run.planned)
      if run.command == .attempt {
        before = FileMeasurement.Before(run.planned, in: directory)
      }
    } catch {
      // The start fails as well, unless a link leads outside.
      if error.leadsOutside { return refuse(index) }
    }
    machine.start(tree, launches.launch(run))
    // Behind the start, which need not wait for the disk.
    running[index].running = .init(
      tree: tree, control: control, output: output(of: run), before: before)
  }

  private func output(of run: StageRun) -> CommandOutput {
    switch run.command {
    case .measuring, .digesting: return .answer([])
    case .ownCommand(let ownCommand) where ownCommand.answers: return .answer([])
    case .prepare, .attempt, .ownCommand: break
    }
    let rules = run.command == .attempt ? run.planned.stage.metrics : []
    let expects = run.command == .attempt ? run.planned.stage.expectation.matches : nil
    return .log(
      AttemptOutput(
        LogFile(launches.log(run), in: reports, most: plan.maxLogSize), configuration.masker,
        OutputScanner(rules, expects: expects), search: configuration.causes))
  }

  private mutating func skip(_ stage: Int, _ blockers: [Int]) {
    var record = notRunRecord(stage, .skipped, .blocked)
    record.blockedBy = blockers.map { plan.stages[$0].id }
    // A skipped blocker has a root of its own; of several the first in the file is the one root.
    let root = blockers.map { roots[$0] ?? $0 }.min()
    roots[stage] = root
    record.root = root.map { plan.stages[$0].id }
    end(stage, record)
  }

  private func notRunRecord(
    _ stage: Int, _ state: StageState, _ reason: UnknownReason
  ) -> StageRecord {
    var record = StageRecord(plan.stages[stage], state)
    record.reason = reason
    return record
  }

  // MARK: Events

  private mutating func handle(_ event: MachineEvent) {
    switch event {
    case .started(let tree, let at): with(tree) { $0.control.started(at: at) }
    case .leaderEnded(let tree, let end, let at):
      with(tree) { $0.control.leaderEnded(end, at: at) }
    case .notStarted(let tree, let fault):
      let words = index(of: tree).map { launches.launch(running[$0]).arguments } ?? []
      let program = SafeText.line(configuration.masker.masked(Array((words.first ?? "").utf8)))
      finish(tree) { _ in .init(outcome: .couldNotStart(detail: fault.detail(program))) }
    case .gone(let tree, let end):
      finish(tree) { .init(tree: end, outcome: $0.outcome) }
    case .lost(let tree, let end, let loss):
      let lost = Outcome.lost(detail: loss.detail)
      finish(tree) { .init(tree: end, outcome: $0.isDecided ? $0.outcome : lost) }
    case .signal(let number):
      interrupt(UnixSignal(number))
    }
  }

  private mutating func with(_ tree: TreeID, _ body: (inout StageRun.Running) -> Void) {
    guard let index = index(of: tree), var run = running[index].running else { return }
    running[index].running = nil
    body(&run)
    running[index].running = run
  }

  private mutating func handleTimers() {
    let now = machine.now
    for run in running.compactMap(\.running) {
      guard let due = run.control.due, due <= now else { continue }
      var actions: [TreeControl.Action] = []
      with(run.tree) { actions = $0.control.act(at: now) }
      carryOut(actions, run.tree)
    }
    if lastTick.advanced(bySeconds: configuration.pulse) <= now {
      lastTick = now
      recordDrift()
      let stages = running.map { ($0.planned.id, now.seconds(since: $0.startedAt)) }
      emit(.tick(stages, finished: finished, total: records.count))
    }
  }

  private mutating func interrupt(_ signal: UnixSignal) {
    let isSecond = result.interruption != nil
    if !isSecond {
      result.interruption = signal
      emit(.interrupted(signal))
      for stage in scheduler.close() { end(stage, notRunRecord(stage, .cancelled, .cancelled)) }
    }
    let now = machine.now
    for run in running.compactMap(\.running) {
      var actions: [TreeControl.Action] = []
      with(run.tree) { actions = $0.control.cancel(by: signal, isSecond: isSecond, at: now) }
      carryOut(actions, run.tree)
    }
  }

  private mutating func closeForBudget(_ budget: RunBudget) {
    if isClosed { return }
    result.isOverBudget = true
    emit(.overBudget(budget.seconds))
    for stage in scheduler.close() { end(stage, notRunRecord(stage, .skipped, .budget)) }
  }

  private mutating func carryOut(_ actions: [TreeControl.Action], _ tree: TreeID) {
    guard let index = index(of: tree) else { return }
    let planned = running[index].planned
    var snapshots: [RawSnapshot] = []
    for action in actions {
      switch action {
      case .signal(let signal): machine.signal(tree, signal.number)
      case .ask(let signal): machine.ask(tree, signal.number)
      case .kill: machine.kill(tree)
      case .look(let moment): snapshots.append(snapshot(of: tree, moment))
      case .reportSlow:
        if let soft = planned.stage.deadlines.soft {
          let restarts = running[index].running?.control.restarts == true
          emit(.slow(planned.id, soft: soft, restarts: restarts))
        }
      case .reportStopping(let cause, let limit):
        if cause == .budget, let budget { closeForBudget(budget) }
        emit(.stopping(planned.id, cause, limit: limit))
      case .listLeft:
        let wasKilled = running[index].running?.control.wasKilled == true
        addLeaked(
          tree, index, termination: wasKilled ? "ended by SIGKILL" : "ended by SIGTERM")
      case .abandon:
        addSnapshots(&snapshots, of: tree)
        addLeaked(tree, index, termination: LeakedProcess.unkillable)
        let end = machine.abandon(tree)
        finish(tree) { .init(tree: end, outcome: $0.outcome) }
      }
    }
    addSnapshots(&snapshots, of: tree)
  }

  // Ignores clock corrections below one second, such as those of NTP.
  private mutating func recordDrift() {
    let drift = machine.drift
    let isNews =
      abs(drift.asleep - result.asleep) >= Self.driftThreshold
      || abs(drift.set - result.clockSet) >= Self.driftThreshold
    if !isNews { return }
    result.asleep = (drift.asleep * 10).rounded() / 10
    result.clockSet = (drift.set * 10).rounded() / 10
    emit(.drifted(asleep: result.asleep, set: result.clockSet))
  }

  // MARK: Ends

  mutating func end(
    _ stage: Int, _ record: StageRecord, _ evidence: StageEvidence = StageEvidence()
  ) {
    scheduler.ended(stage, satisfied: record.satisfiesNeeds, at: machine.now)
    store(stage, record, evidence)
  }

  private mutating func store(
    _ stage: Int, _ record: StageRecord, _ evidence: StageEvidence = StageEvidence()
  ) {
    records[stage] = record
    finished += 1
    if evidence != StageEvidence() { result.evidence[record.id] = evidence }
    emit(.ended(record, evidence))
  }
}
