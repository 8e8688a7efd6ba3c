// The ends of commands, attempts and stages: what comes next. Decisions are the scheduler's and the
// judge's; here are only the effects.

internal import AndonModel
internal import AndonSystem
internal import AndonText

extension Dispatcher {
  // The present command of a stage has come to its end, and its tree with it.
  mutating func finish(_ tree: TreeID, _ end: (TreeControl) -> StageRun.End) {
    guard let index = index(of: tree), let control = running[index].running?.control else { return }
    finish(index, end(control))
  }

  mutating func finish(_ index: Int, _ end: StageRun.End) {
    running[index].finishOutput(log: launches.log(running[index]))
    proceed(index, after: end)
  }

  // The step behind the present command of a stage.
  private mutating func proceed(_ index: Int, after end: StageRun.End) {
    switch running[index].command {
    case .measuring: endMeasuring(index, end)
    case .digesting: endDigesting(index, end)
    case .ownCommand(let ownCommand): proceed(index, after: ownCommand, end)
    case .attempt: measure(index, after: end)
    case .prepare where end.outcome != .exited(code: 0): conclude(index, end)
    case .prepare:
      if mayStart() {
        running[index].proceed()
        launch(index)
      } else if let signal = result.interruption {
        conclude(index, .init(outcome: .cancelled(by: signal, ending: .exited(code: 0))))
      } else if let budget {
        let ending = Outcome.Ending.exited(code: 0)
        conclude(index, .init(outcome: .stopped(.budget, limit: budget.seconds, ending: ending)))
      }
    }
  }

  /// The folder of a stage is not where it was named: a link leads out of the folder of the run.
  mutating func refuse(_ index: Int) {
    let detail = "its working folder: a link leads out of the folder of the run"
    proceed(index, after: .init(outcome: .couldNotStart(detail: detail)))
  }

  // An attempt has ended: what it has left is looked at, in another process, before that counts.
  mutating func measure(_ index: Int, after end: StageRun.End) {
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

  mutating func endMeasuring(_ index: Int, _ end: StageRun.End) {
    let log = launches.log(running[index])
    let answer = running[index].running?.output.answer ?? []
    guard let attempt = running[index].endMeasuring() else { return }
    if end.outcome == .exited(code: 0), let files = FileMeasurement(bytes: answer) {
      return conclude(index, attempt, files.masked(configuration.masker))
    }
    if !answer.isEmpty { keep(answer, as: log) }
    let reason =
      if case .stopped(.hard, let limit, _) = end.outcome {
        "reading it took longer than \(Int(limit)) s"
      } else {
        "it could not be read: see \(log)"
      }
    conclude(index, attempt, FileMeasurement(of: running[index].planned, missing: reason))
  }

  // An attempt has come to its end: another one, or the end of its stage.
  mutating func conclude(
    _ index: Int, _ end: StageRun.End, _ files: FileMeasurement = FileMeasurement()
  ) {
    let planned = running[index].planned
    let isVariation = running[index].role == .variation
    let begun = running[index].running?.control.startedAt ?? running[index].startedAt
    let log = launches.log(running[index])
    let attempt = running[index].record(
      end, log: log,
      startedAt: configuration.run.startedAt.advanced(bySeconds: begun.seconds(since: start)), files
    )
    emit(.attempted(planned.id, attempt))
    if isVariation { return proceed(index, after: attempt) }
    // Those of the last attempt count.
    running[index].evidence.setFailedTests(
      files.collected.broken, count: files.collected.brokenCount)
    if let samples = end.tree?.samples { addSamples(samples, of: index, attempt: attempt.number) }
    if Self.mayLackResources(attempt.outcome) { addShortages(of: index, end.tree, log: log) }
    let next = configuration.retries.nextAttempt(of: planned, after: running[index].attempts)
    if let next, mayStart() {
      running[index].begin(next)
      return beginAttempt(index)
    }
    if next == nil, planned.stage.reproducible != nil { return reproduce(index, after: attempt) }
    close(index, next == nil ? nil : result.interruption == nil ? .budget : .cancelled)
  }

  /// A stage has come to its end; what would have started another attempt, and could not, is told.
  ///
  /// Its outputs are digested first: later stages could change them.
  mutating func close(_ index: Int, _ blockReason: StageRun.BlockReason?) {
    guard !running[index].planned.stage.outputs.isEmpty, !running[index].attempts.isEmpty,
      mayStart()
    else { return end(index, blockReason) }
    running[index].digest(blockReason)
    launch(index)
  }

  mutating func endDigesting(_ index: Int, _ end: StageRun.End) {
    let answer = running[index].running?.output.answer ?? []
    let digests = end.outcome == .exited(code: 0) ? OutputDigests(bytes: answer) : nil
    if digests == nil, !answer.isEmpty { keep(answer, as: launches.log(running[index])) }
    running[index].endDigesting(
      digests ?? OutputDigests(unread: running[index].planned.stage.outputs))
    self.end(index, running[index].blockReason)
  }

  mutating func end(_ index: Int, _ blockReason: StageRun.BlockReason?) {
    var done = running.remove(at: index)
    let record = done.record(blockReason)
    if record.state.isBroken, !record.attempts.isEmpty { done.evidence.setTail(tail(of: done)) }
    let hasOutputs = !done.planned.stage.outputs.isEmpty && !record.attempts.isEmpty
    let unread = hasOutputs ? OutputDigests(unread: done.planned.stage.outputs) : nil
    traces.append(
      StageTraces(
        id: record.id, place: launches.place(done.planned), outputs: done.digests ?? unread,
        logs: done.logs))
    self.end(done.stage, record, done.evidence.evidence)
  }
}
