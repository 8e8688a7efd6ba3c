// A reproducible stage on its way through its later runs. What comes next is asked of
// ReproducibilityCheck; here are only the effects.

internal import AndonModel
internal import AndonSystem
internal import AndonText

extension Dispatcher {
  /// The attempts of a reproducible stage are made: where the last one was good, its later runs
  /// begin.
  mutating func reproduce(_ index: Int, after attempt: AttemptRecord) {
    let planned = running[index].planned
    guard let wanted = planned.stage.reproducible, isGood(attempt, planned), mayStart(),
      let before = running[index].running?.before
    else { return close(index, nil) }
    do throws(SystemError) {
      running[index].reproduction = try ReproducibilityCheck(
        running[index], wanted, in: try launches.directory(planned), reports, among: plan,
        configuration,
        since: before)
    } catch {
      var reproduction = ReproducibilityResult()
      reproduction.failure = "its outputs could not be put aside: \(error)"
      running[index].end(reproduction)
      return close(index, nil)
    }
    perform(running[index].reproduction?.next() ?? .end, index)
  }

  /// A later run has come to its end.
  mutating func proceed(_ index: Int, after attempt: AttemptRecord) {
    let isGood = isGood(attempt, running[index].planned)
    perform(running[index].reproduction?.after(attempt, isGood: isGood) ?? .end, index)
  }

  /// One of andon's own commands has come to its end.
  mutating func proceed(
    _ index: Int, after ownCommand: ReproducibilityCheck.OwnCommand, _ end: StageRun.End
  ) {
    let log = launches.log(running[index])
    let isGood = end.outcome == .exited(code: 0)
    let answer = running[index].running?.output.answer ?? []
    if !isGood, ownCommand.answers { keep(answer, as: log) }
    perform(
      running[index].reproduction?.after(ownCommand, isGood: isGood, log: log, answer: answer)
        ?? .end,
      index)
  }

  /// Keeps the output of one of andon's programs that is not an answer, as a log.
  func keep(_ complaint: [UInt8], as log: String) {
    let file = LogFile(log, in: reports, most: plan.maxLogSize)
    file.write(configuration.masker.masked(complaint).span)
  }

  /// Runs begin whose time has come; with the run at its end those that wait do not begin any more.
  mutating func resumeWaiting() {
    while let index = running.firstIndex(where: { run in
      run.notBefore.map { isClosed || $0 <= machine.now } ?? false
    }) {
      if isClosed { endReproduction(index) } else { beginVariation(index) }
    }
  }

  private mutating func perform(_ step: ReproducibilityCheck.Step, _ index: Int) {
    // What could start another command may not any more.
    guard step != .end, mayStart() else { return endReproduction(index) }
    switch step {
    case .ownCommand(let ownCommand):
      running[index].begin(ownCommand)
      launch(index)
    case .run:
      // Clocks that nobody sets differ by the time between two runs.
      running[index].running = nil
      running[index].notBefore = machine.now.advanced(
        bySeconds: running[index].reproduction?.pause ?? 0)
      if running[index].reproduction?.pause == nil { beginVariation(index) }
    case .end: break
    }
  }

  private mutating func beginVariation(_ index: Int) {
    running[index].begin(.variation)
    beginAttempt(index)
  }

  private mutating func endReproduction(_ index: Int) {
    let interruption =
      isClosed
      ? result.interruption.map { "\($0) ended the run before" }
        ?? "the budget of the run was used up before" : nil
    let masker = configuration.masker
    let reproduction = running[index].reproduction?.finish(interruption) { text in
      masker.masked(text)
    }
    if let reproduction { running[index].end(reproduction) }
    close(index, nil)
  }

  private func isGood(_ attempt: AttemptRecord, _ planned: PlannedStage) -> Bool {
    StageState(of: attempt.outcome, exits: planned.stage.expectation.exits) == .succeeded
      && attempt.expectMet != false
  }
}
