// Carries out a plan on a machine: the one loop that orders all events of a run.
// Who starts next is the scheduler's decision, what is done about a tree is its control's; here are
// only the effects. Synchronous on purpose: see the decision "one loop" in AndonModel's catalogue.

package import AndonModel
package import AndonSystem
internal import AndonText

/// Runs stages.
package struct Dispatcher<M: Machine> {
  private static var tailLines: Int { 50 }
  private static var tailBytes: Int { 1 << 16 }
  private static var lookedLines: Int { 10 }
  private static var muchDrift: Double { 1 }
  // Seconds of processor time for a look; what is about to be killed is not kept waiting.
  private static var patience: Double { 0.15 }
  private static var haste: Double { 0.005 }

  var machine: M
  let plan: Plan
  let setting: RunSetting
  let launches: Launches
  // The folder of the logs.
  let reports: Directory
  private let budget: RunBudget?
  private let watch: ([RunEvent]) -> Void
  private let start: Instant
  private var scheduler: Scheduler
  var running: [StageRun] = []
  private var records: [StageRecord?]
  private var finished = 0
  // Of each skipped stage, the position of the one stage that it goes back to.
  private var roots: [Int: Int] = [:]
  private(set) var result = RunResult()
  private var treeCount = 0
  private var lastTick: Instant
  // Of each stage that has ended, what it left on the disk, in the order of their ends.
  private var traces: [StageTraces] = []
  // What has happened and nobody has been told yet.
  private var news: [RunEvent] = []

  /// Carries out a plan to its end.
  ///
  /// What has happened is handed over when nothing more can be started at once: bookkeeping holds
  /// no stage up. Throws only when the machine itself cannot go on.
  package static func run(
    _ plan: Plan, on machine: M, _ setting: RunSetting, watch: @escaping ([RunEvent]) -> Void
  ) throws -> (result: RunResult, traces: [StageTraces]) {
    var dispatcher = try Dispatcher(plan, machine, setting, watch)
    return (try dispatcher.run(), dispatcher.traces)
  }

  private init(
    _ plan: Plan, _ machine: M, _ setting: RunSetting, _ watch: @escaping ([RunEvent]) -> Void
  ) throws(SystemError) {
    reports = try Directory.make(setting.reportFolder, below: setting.folder)
    self.plan = plan
    self.machine = machine
    self.setting = setting
    self.watch = watch
    start = machine.now
    lastTick = start
    budget = plan.budget.map { [start] in RunBudget(seconds: $0, from: start) }
    launches = Launches(setting, budget)
    scheduler = Scheduler(plan, at: start)
    records = Array(repeating: nil, count: plan.stages.count)
  }

  private mutating func run() throws -> RunResult {
    for stage in plan.stages.indices where !plan.stages[stage].isSelected {
      note(stage, neverRan(stage, .skipped, .notSelected))
    }
    startWhatMay()
    while !running.isEmpty {
      handOver()
      let tick = lastTick.advanced(bySeconds: setting.pulse)
      let due = running.compactMap { $0.running?.control.due ?? $0.notBefore }.min()
      machine.expect(due)
      let events = try machine.wait(until: min(due ?? tick, tick)) { tree, bytes in
        if let index = running.firstIndex(where: { $0.running?.tree == tree }) {
          running[index].running?.output.take(bytes)
        }
      }
      for event in events { take(event) }
      actOnTime()
      resumeWhatWaited()
      startWhatMay()
    }
    // A signal that came with the last end is not lost.
    for case .signal(let number) in try machine.wait(until: machine.now, output: { _, _ in }) {
      interrupt(UnixSignal(number))
    }
    noteDrift()
    handOver()
    result.seconds = machine.now.seconds(since: start)
    result.stages = records.map { record in
      guard let record else { preconditionFailure("a stage has come to no end") }
      return record
    }
    return result
  }

  private mutating func tell(_ event: RunEvent) { news.append(event) }

  private mutating func handOver() {
    if news.isEmpty { return }
    watch(news)
    news.removeAll(keepingCapacity: true)
  }

  private func index(of tree: TreeID) -> Int? {
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
    guard mayStart() else { return end(stage, neverRan(stage, .skipped, .budget)) }
    let now = machine.now
    guard let role = setting.next(planned, []) else {
      preconditionFailure("a stage needs at least one attempt")
    }
    var run = StageRun(stage, planned, role: role, readySince: readySince, at: now)
    if let directory = try? launches.directory(planned) { run.look(in: directory) }
    running.append(run)
    beginAttempt(running.count - 1)
  }

  mutating func beginAttempt(_ index: Int) {
    let run = running[index]
    tell(
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
      guard !error.leadsOutside else {
        let detail = "its working folder: a link leads out of the folder of the run"
        return conclude(index, .init(outcome: .couldNotStart(detail: detail)))
      }
    }
    machine.start(tree, launches.launch(run))
    // Behind the start, which need not wait for the disk.
    running[index].running = .init(
      tree: tree, control: control, output: output(of: run), before: before)
  }

  private func output(of run: StageRun) -> CommandOutput {
    switch run.command {
    case .measuring, .digesting: return .answer([])
    case .chore(let chore) where chore.answers: return .answer([])
    case .prepare, .attempt, .chore: break
    }
    let rules = run.command == .attempt ? run.planned.metrics : []
    let expects = run.command == .attempt ? run.planned.expectation.matches : nil
    return .log(
      AttemptOutput(
        LogFile(launches.log(run), in: reports, most: plan.largestLog), setting.masker,
        OutputScanner(rules, expects: expects), search: setting.search))
  }

  private mutating func skip(_ stage: Int, _ blockers: [Int]) {
    var record = neverRan(stage, .skipped, .blocked)
    record.blockedBy = blockers.map { plan.stages[$0].id }
    // A skipped blocker has a root of its own; of several the first in the file is the one root.
    let root = blockers.map { roots[$0] ?? $0 }.min()
    roots[stage] = root
    record.root = root.map { plan.stages[$0].id }
    end(stage, record)
  }

  private func neverRan(
    _ stage: Int, _ state: StageState, _ reason: UnknownReason
  ) -> StageRecord {
    let planned = plan.stages[stage]
    var record = StageRecord(id: planned.id, required: planned.required, state: state)
    record.reason = reason
    return record
  }

  // MARK: Events

  private mutating func take(_ event: MachineEvent) {
    switch event {
    case .started(let tree, let at): with(tree) { $0.control.started(at: at) }
    case .leaderEnded(let tree, let end, let at):
      with(tree) { $0.control.leaderEnded(end, at: at) }
    case .notStarted(let tree, let fault):
      let words = index(of: tree).map { launches.launch(running[$0]).arguments } ?? []
      let program = SafeText.line(setting.masker.masked(Array((words.first ?? "").utf8)))
      finish(tree) { _ in .init(outcome: .couldNotStart(detail: Self.text(of: fault, program))) }
    case .gone(let tree, let end):
      finish(tree) { .init(tree: end, outcome: $0.outcome) }
    case .lost(let tree, let end, let loss):
      let lost = Outcome.lost(detail: Self.text(of: loss))
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

  private mutating func actOnTime() {
    let now = machine.now
    for run in running.compactMap(\.running) {
      guard let due = run.control.due, due <= now else { continue }
      var actions: [TreeControl.Action] = []
      with(run.tree) { actions = $0.control.act(at: now) }
      carryOut(actions, run.tree)
    }
    if lastTick.advanced(bySeconds: setting.pulse) <= now {
      lastTick = now
      noteDrift()
      let stages = running.map { ($0.planned.id, now.seconds(since: $0.startedAt)) }
      tell(.tick(stages, finished: finished, total: records.count))
    }
  }

  private mutating func interrupt(_ signal: UnixSignal) {
    let isSecond = result.interruption != nil
    if !isSecond {
      result.interruption = signal
      tell(.interrupted(signal))
      for stage in scheduler.close() { end(stage, neverRan(stage, .cancelled, .cancelled)) }
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
    tell(.overBudget(budget.seconds))
    for stage in scheduler.close() { end(stage, neverRan(stage, .skipped, .budget)) }
  }

  private mutating func carryOut(_ actions: [TreeControl.Action], _ tree: TreeID) {
    guard let index = index(of: tree) else { return }
    let planned = running[index].planned
    var looks: [Look] = []
    for action in actions {
      switch action {
      case .signal(let signal): machine.signal(tree, signal.number)
      case .ask(let signal): machine.ask(tree, signal.number)
      case .kill: machine.kill(tree)
      case .look(let moment): looks.append(look(at: tree, moment))
      case .reportSlow:
        if let soft = planned.deadlines.soft {
          let climbs = running[index].running?.control.climbs == true
          tell(.slow(planned.id, soft: soft, climbs: climbs))
        }
      case .reportStopping(let cause, let limit):
        if cause == .budget, let budget { closeForBudget(budget) }
        tell(.stopping(planned.id, cause, limit: limit))
      case .listLeft:
        let wasKilled = running[index].running?.control.wasKilled == true
        running[index].note(
          machine.processes(of: tree), wasKilled ? "ended by SIGKILL" : "ended by SIGTERM",
          setting.masker)
      case .abandon:
        note(&looks, of: tree)
        running[index].note(machine.processes(of: tree), LeftProcess.wouldNotDie, setting.masker)
        let end = machine.abandon(tree)
        finish(tree) { .init(tree: end, outcome: $0.outcome) }
      }
    }
    note(&looks, of: tree)
  }

  /// What was seen of a tree, not yet made safe.
  private struct Look {
    let moment: StageSnapshot.Moment
    let at: Instant
    let seen: TreeLook
  }

  private mutating func look(at tree: TreeID, _ moment: StageSnapshot.Moment) -> Look {
    let now = machine.now
    let patience = moment == .final ? Self.haste : Self.patience
    return Look(moment: moment, at: now, seen: machine.look(at: tree, patience: patience))
  }

  // Behind the orders: what is to be ended is not kept waiting for texts.
  private mutating func note(_ looks: inout [Look], of tree: TreeID) {
    guard !looks.isEmpty, let index = index(of: tree) else { return }
    let run = running[index]
    let tail = Array(tail(of: run).suffix(Self.lookedLines))
    for look in looks {
      let begun = run.running?.control.startedAt ?? run.startedAt
      let snapshot = Snapshots(masker: setting.masker).snapshot(
        look.seen, attempt: run.number, look.moment, at: look.at.seconds(since: begun), tail: tail)
      running[index].note(snapshot)
      tell(.looked(run.planned.id, snapshot))
    }
    looks = []
  }

  // Clocks that are corrected by parts of a second are nobody's business.
  private mutating func noteDrift() {
    let drift = machine.drift
    let isNews =
      abs(drift.asleep - result.asleep) >= Self.muchDrift
      || abs(drift.set - result.clockSet) >= Self.muchDrift
    if !isNews { return }
    result.asleep = (drift.asleep * 10).rounded() / 10
    result.clockSet = (drift.set * 10).rounded() / 10
    tell(.drifted(asleep: result.asleep, set: result.clockSet))
  }

  // MARK: Ends

  // The present command of a stage has come to its end, and its tree with it.
  private mutating func finish(_ tree: TreeID, _ end: (TreeControl) -> StageRun.End) {
    guard let index = index(of: tree), let control = running[index].running?.control else { return }
    finish(index, end(control))
  }

  private mutating func finish(_ index: Int, _ end: StageRun.End) {
    running[index].finishOutput(log: launches.log(running[index]))
    switch running[index].command {
    case .measuring: endMeasuring(index, end)
    case .digesting: endDigesting(index, end)
    case .chore(let chore): goOn(index, after: chore, end)
    case .attempt: measure(index, after: end)
    case .prepare where end.outcome != .exited(code: 0): conclude(index, end)
    case .prepare:
      if mayStart() {
        running[index].goOn()
        launch(index)
      } else if let signal = result.interruption {
        conclude(index, .init(outcome: .cancelled(by: signal, ending: .exited(code: 0))))
      } else if let budget {
        let ending = Outcome.Ending.exited(code: 0)
        conclude(index, .init(outcome: .stopped(.budget, limit: budget.seconds, ending: ending)))
      }
    }
  }

  // An attempt has ended: what it has left is looked at, in another process, before that counts.
  private mutating func measure(_ index: Int, after end: StageRun.End) {
    let planned = running[index].planned
    let isRead = planned.readsFiles && running[index].role != .variation && end.tree != nil
    guard isRead else { return conclude(index, end) }
    guard mayStart() else {
      let reason = "the run was ended before it was read"
      return conclude(index, end, FileMeasurement(of: planned, missing: reason))
    }
    running[index].measure(after: end)
    launch(index)
  }

  private mutating func endMeasuring(_ index: Int, _ end: StageRun.End) {
    let log = launches.log(running[index])
    let answer = running[index].running?.output.answer ?? []
    guard let attempt = running[index].endMeasuring() else { return }
    if end.outcome == .exited(code: 0), let files = FileMeasurement(bytes: answer) {
      return conclude(index, attempt, files)
    }
    keep(answer, as: log)
    let reason =
      if case .stopped(.hard, let limit, _) = end.outcome {
        "reading it took longer than \(Int(limit)) s"
      } else {
        "it could not be read: see \(log)"
      }
    conclude(index, attempt, FileMeasurement(of: running[index].planned, missing: reason))
  }

  // An attempt has come to its end: another one, or the end of its stage.
  private mutating func conclude(
    _ index: Int, _ end: StageRun.End, _ files: FileMeasurement = FileMeasurement()
  ) {
    let planned = running[index].planned
    let isVariation = running[index].role == .variation
    let begun = running[index].running?.control.startedAt ?? running[index].startedAt
    let log = launches.log(running[index])
    let attempt = running[index].note(
      end, log: log,
      startedAt: setting.startedAt.advanced(bySeconds: begun.seconds(since: start)), files)
    tell(.attempted(planned.id, attempt))
    if isVariation { return goOn(index, after: attempt) }
    // Those of the last attempt count.
    running[index].note(
      files.collected.broken, count: files.collected.brokenCount, setting.masker)
    if let samples = end.tree?.samples { note(samples, of: index, attempt: attempt.number) }
    if Self.mayLackRoom(attempt.outcome) { noteShortages(of: index, end.tree, log: log) }
    let next = setting.next(planned, running[index].attempts)
    if let next, mayStart() {
      running[index].begin(next)
      return beginAttempt(index)
    }
    if next == nil, planned.reproducible != nil { return reproduce(index, after: attempt) }
    close(index, next == nil ? nil : result.interruption == nil ? .budget : .cancelled)
  }

  /// A stage has come to its end; what would have started another attempt, and could not, is told.
  /// What it has made is digested first: later stages could change it.
  mutating func close(_ index: Int, _ hindrance: StageRun.Hindrance?) {
    guard !running[index].planned.outputs.isEmpty, !running[index].attempts.isEmpty, mayStart()
    else { return end(index, hindrance) }
    running[index].digest(hindrance)
    launch(index)
  }

  private mutating func endDigesting(_ index: Int, _ end: StageRun.End) {
    let answer = running[index].running?.output.answer ?? []
    let digests = end.outcome == .exited(code: 0) ? OutputDigests(bytes: answer) : nil
    if digests == nil { keep(answer, as: launches.log(running[index])) }
    running[index].endDigesting(
      digests ?? OutputDigests(unread: running[index].planned.outputs))
    self.end(index, running[index].hindrance)
  }

  private mutating func end(_ index: Int, _ hindrance: StageRun.Hindrance?) {
    var done = running.remove(at: index)
    let record = done.record(hindrance)
    if record.state.isBroken, !record.attempts.isEmpty { done.keep(tail: tail(of: done)) }
    let traces = StageTraces(
      id: record.id, place: launches.place(done.planned), outputs: done.digests, logs: done.logs)
    self.traces.append(traces)
    self.end(done.stage, record, done.evidence)
  }

  // What it may have found no more of, and who has it.
  private mutating func noteShortages(of index: Int, _ end: TreeEnd?, log: String) {
    running[index].note(machine.fullFileSystems)
    if let files = end?.samples.openFiles { running[index].note(files) }
    let snapshots = Snapshots(masker: setting.masker)
    for port in running[index].wantedPorts(log: log) {
      running[index].note(
        machine.listeners(on: port).map { .init(port: port, holder: snapshots.holder($0)) })
    }
  }

  // A program that found no room says so and ends.
  private static func mayLackRoom(_ outcome: Outcome) -> Bool {
    switch outcome {
    case .exited(let code): code != 0
    case .signalled, .couldNotStart: true
    case .stopped, .cancelled, .lost: false
    }
  }

  private mutating func note(_ samples: TreeSamples, of index: Int, attempt: Int) {
    if samples.memory.course.count > 1 {
      tell(
        .memory(
          running[index].planned.id, attempt: attempt,
          samples.memory.course.map(MemoryMoment.init)))
    }
    let snapshots = Snapshots(masker: setting.masker)
    running[index].note(samples.locks.map(snapshots.lock))
  }

  // Through the descriptor of the log: a stage may have put a link in its place.
  private func tail(of run: StageRun) -> [String] {
    let bytes = run.tail(Self.tailBytes)
    // Once more: a secret may have been hidden by the control sequences that are gone now.
    return OutputTail.lines(bytes, most: Self.tailLines).map(setting.masker.masked)
  }

  private mutating func end(
    _ stage: Int, _ record: StageRecord, _ evidence: StageEvidence = StageEvidence()
  ) {
    scheduler.ended(stage, satisfied: record.satisfiesNeeds, at: machine.now)
    note(stage, record, evidence)
  }

  private mutating func note(
    _ stage: Int, _ record: StageRecord, _ evidence: StageEvidence = StageEvidence()
  ) {
    records[stage] = record
    finished += 1
    if evidence != StageEvidence() { result.evidence[record.id] = evidence }
    tell(.ended(record, evidence))
  }

  private static func text(of loss: Loss) -> String {
    switch loss {
    case .reaper: "its supervisor was killed; what it left was ended"
    case .keeper: "andon-keeper was killed; all of the stage was ended"
    }
  }

  private static func text(of fault: StartFault, _ program: String) -> String {
    switch fault {
    case .folder(let number): "its working folder: \(SystemError.text(of: number))"
    case .program(let number): "its program, \(program): \(SystemError.text(of: number))"
    case .system(let number): "no process: \(SystemError.text(of: number))"
    }
  }
}
