// Carries out a plan on a machine: the one loop that orders all events of a run.
// Who starts next is the scheduler's decision, what is done about a tree is its control's; here are
// only the effects. Synchronous on purpose: see the decision "one loop" in AndonModel's catalogue.

package import AndonModel
package import AndonSystem
internal import AndonText

/// Runs stages.
package struct Dispatcher<M: Machine> {
  /// Where and how stages run.
  package struct Setting: Sendable {
    /// andon's environment as `NAME=VALUE` words.
    package var environment: [String]
    /// The working folder, absolute.
    package var folder: String
    /// The report folder, absolute; its `logs` folder is there.
    package var reportFolder: String
    /// The calendar's time at the start.
    package var startedAt: Timestamp
    /// Seconds between two ticks for whoever watches.
    package var pulse: Double

    /// Joins the surroundings of a run.
    package init(
      environment: [String], folder: String, reportFolder: String, startedAt: Timestamp,
      pulse: Double
    ) {
      self.environment = environment
      self.folder = folder
      self.reportFolder = reportFolder
      self.startedAt = startedAt
      self.pulse = pulse
    }
  }

  private static var tailLines: Int { 50 }
  private static var tailBytes: Int { 1 << 16 }

  private var machine: M
  private let plan: Plan
  private let setting: Setting
  private let environment: Environment
  private let watch: (RunEvent) -> Void
  private let start: Instant
  private var scheduler: Scheduler
  private var running: [StageRun] = []
  private var records: [StageRecord?]
  private var result: RunResult
  private var treeCount = 0
  private var lastTick: Instant

  /// Carries out a plan to its end.
  ///
  /// Throws only when the machine itself cannot go on.
  package static func run(
    _ plan: Plan, on machine: M, _ setting: Setting, watch: @escaping (RunEvent) -> Void
  ) throws -> RunResult {
    var dispatcher = Dispatcher(plan, machine, setting, watch)
    return try dispatcher.run()
  }

  private init(
    _ plan: Plan, _ machine: M, _ setting: Setting, _ watch: @escaping (RunEvent) -> Void
  ) {
    self.plan = plan
    self.machine = machine
    self.setting = setting
    self.watch = watch
    environment = Environment(setting.environment)
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
    let now = machine.now
    var run = StageRun(
      stage: stage, tree: TreeID(treeCount), command: planned.prepare == nil ? .attempt : .prepare,
      control: TreeControl(planned.deadlines, at: now), readySince: readySince, startedAt: now,
      metrics: MetricScanner(planned.metrics))
    watch(.started(planned.id, attempt: 1))
    launch(&run)
    running.append(run)
  }

  // Starts the present command of a stage as a new tree.
  private mutating func launch(_ run: inout StageRun) {
    let planned = plan.stages[run.stage]
    let arguments: [String]
    let limits: Deadlines
    switch run.command {
    case .prepare:
      arguments = planned.prepare ?? []
      limits = Deadlines(
        soft: nil, hard: planned.deadlines.hard, grace: planned.deadlines.grace)
    case .attempt:
      arguments = planned.arguments
      limits = planned.deadlines
    }
    run.tree = TreeID(treeCount)
    treeCount += 1
    run.control = TreeControl(limits, at: machine.now)
    let own = [
      Variable("ANDON", "1"), Variable("ANDON_STAGE", planned.id.text),
      Variable("ANDON_ATTEMPT", "1"),
    ]
    machine.start(
      run.tree,
      Launch(
        arguments: arguments, environment: environment.words(over: planned.environment + own),
        folder: folder(of: planned), log: "\(setting.reportFolder)/\(log(of: run))",
        observesOutput: run.command == .attempt && !planned.metrics.isEmpty))
  }

  private func folder(of planned: PlannedStage) -> String {
    if planned.folder.isEmpty { return setting.folder }
    return planned.folder.hasPrefix("/") ? planned.folder : "\(setting.folder)/\(planned.folder)"
  }

  private func log(of run: StageRun) -> String {
    let name = plan.stages[run.stage].id.text
    return run.command == .prepare ? "logs/\(name).1.prepare.log" : "logs/\(name).1.log"
  }

  private mutating func skip(_ stage: Int, _ blockers: [Int]) {
    let planned = plan.stages[stage]
    var record = StageRecord(id: planned.id, required: planned.required, state: .skipped)
    record.blockedBy = blockers.map { plan.stages[$0].id }
    // A skipped blocker names the root of its own; the first in the file is the one root.
    let roots = blockers.compactMap { blocker in
      records[blocker]?.root ?? plan.stages[blocker].id
    }
    record.root = plan.stages.first { roots.contains($0.id) }?.id
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
      finish(tree) { run in .couldNotStart(detail: Self.text(of: fault, run.command)) }
    case .gone(let tree, let end):
      finish(tree, end) { $0.control.outcome }
    case .lost(let tree, let end):
      finish(tree, end) { run in
        run.control.wasKilled
          ? run.control.outcome : .lost(detail: "the supervisor of the stage was killed")
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
        with(tree) { $0.left = left }
      case .abandon:
        let survivors = machine.processes(of: tree)
        with(tree) { $0.left = survivors }
        let end = machine.abandon(tree)
        finish(tree, end, survived: true) { $0.control.outcome }
      }
    }
  }

  // MARK: Ends

  // The present command of a stage has come to its end, and its tree with it.
  private mutating func finish(
    _ tree: TreeID, _ end: TreeEnd? = nil, survived: Bool = false,
    _ outcome: (StageRun) -> Outcome
  ) {
    guard let index = running.firstIndex(where: { $0.tree == tree }) else { return }
    var run = running[index]
    let outcome = outcome(run)
    if run.command == .prepare, outcome == .exited(code: 0), result.interruption == nil {
      run.command = .attempt
      launch(&run)
      running[index] = run
      return
    }
    running.remove(at: index)
    let planned = plan.stages[run.stage]
    run.metrics.finish()
    if let fault = end?.logFault {
      result.logFaults.append((log(of: run), SystemError.text(of: fault)))
    }
    let attempt = attemptRecord(of: run, outcome, end)
    var record = StageRecord(
      id: planned.id, required: planned.required, state: StageState(of: attempt.outcome))
    record.softCrossed = run.command == .attempt && run.control.crossedSoft
    record.attempts = [attempt]
    record.indicators = StageMeasurement.measurements(of: record.attempts)
    record.left = run.left.map { process in
      LeftProcess(
        pid: Int(process.pid), command: SafeText.line(process.command),
        how: survived
          ? "would not die" : run.control.wasKilled ? "ended by SIGKILL" : "ended by SIGTERM")
    }
    result.exhaustedPatterns += run.metrics.exhausted.map {
      IndicatorReference(stage: planned.id, name: .metric($0))
    }
    conclude(run.stage, record)
  }

  private func attemptRecord(
    of run: StageRun, _ outcome: Outcome, _ end: TreeEnd?
  ) -> AttemptRecord {
    let planned = plan.stages[run.stage]
    let queued = run.startedAt.seconds(since: run.readySince)
    // A stage whose `prepare` came to no good end never ran.
    let isMeasured = run.command == .attempt
    var attempt = AttemptRecord(
      number: 1, role: .measured,
      outcome: isMeasured ? outcome : PrepareFailure.outcome(of: outcome),
      startedAt: setting.startedAt.advanced(bySeconds: run.startedAt.seconds(since: start)),
      log: log(of: run))
    attempt.queued = queued
    attempt.logTruncated = end?.logFault != nil
    attempt.indicators =
      AttemptMeasurement(
        outcome: attempt.outcome, wall: run.control.wall, queued: queued,
        end: isMeasured ? end : nil, rules: planned.metrics, metrics: run.metrics
      ).measurements
    return attempt
  }

  private mutating func conclude(_ stage: Int, _ record: StageRecord) {
    if record.state.isBroken, let attempt = record.attempts.last {
      let bytes = Files.tail(
        of: "\(setting.reportFolder)/\(attempt.log)", count: Self.tailBytes)
      result.tails[record.id] = OutputTail.lines(bytes, most: Self.tailLines)
    }
    end(stage, record)
  }

  private mutating func end(_ stage: Int, _ record: StageRecord) {
    records[stage] = record
    scheduler.ended(stage, satisfied: record.state == .succeeded, at: machine.now)
    watch(.ended(record, tail: result.tails[record.id] ?? []))
  }

  private static func text(of fault: StartFault, _ command: StageRun.Command) -> String {
    switch fault {
    case .folder(let number): "its working folder: \(SystemError.text(of: number))"
    case .program(let number): "its program: \(SystemError.text(of: number))"
    case .system(let number): "no process: \(SystemError.text(of: number))"
    case .log(let number): "its log file: \(SystemError.text(of: number))"
    }
  }
}
