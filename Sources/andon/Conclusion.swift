// What was settled and what was seen into a run record and an exit: judge, diagnose, exit.
// The same for a run that has just ended and for one that is read from its journal. Pure.

internal import AndonJudge
internal import AndonModel

/// The record of a run and the exit that it leads to.
struct Conclusion {
  /// Everything that is known of the run.
  var record: RunRecord
  /// The exit.
  var exit: Exit

  /// Judges, diagnoses, and gives out the exit code.
  init(_ terms: RunTerms, _ result: RunResult) {
    // judge: figures against objectives
    let startedAt = terms.run.startedAt
    let objectives = RunJudge.judge(terms.objectives, result.stages, startedAt: startedAt)
    let decision = RunJudge.decide(result.stages, objectives, result.ending)

    // diagnose: what is wrong, causes first
    let soft = terms.stages.compactMap { stage in stage.soft.map { (stage.id, $0) } }
    var seen = Diagnosis.Seen(
      result, objectives, softDeadlines: Dictionary(soft) { first, _ in first },
      budget: terms.budget, today: CalendarDay(of: startedAt), lint: terms.lint)
    seen.containment = terms.run.machine.containment
    let findings = Diagnosis.findings(seen)

    // exit: one code for the caller
    exit = Self.exit(decision.verdict, yellow: terms.yellowExit, result)

    record = RunRecord(
      tool: terms.tool, run: terms.run, verdict: decision.verdict, exitCode: exit.code,
      headline: decision.headline)
    record.run.seconds = result.seconds
    record.complete = result.ending.isComplete
    record.reasons = decision.reasons
    record.stages = result.stages
    record.objectives = objectives
    record.findings = findings
    record.causes = CauseFinder.causes(result, objectives, terms)
    record.ledger = AdviceLedger.settle(terms.predictions, objectives, record.causes)
  }

  /// Adds findings that change nothing else.
  mutating func add(_ findings: [Finding]) {
    if findings.isEmpty { return }
    record.findings = Diagnosis.numbered(record.findings + findings)
  }

  /// Notes that a result beside the reports is not whole.
  mutating func add(_ fault: String) {
    let finding = Finding(.reportFailure, .notice, .error, fault)
    record.findings = Diagnosis.numbered(record.findings + [finding])
    if case .verdict = exit { exit = .resultsNotWritten }
    record.exitCode = exit.code
  }

  /// Notes that the journal's last line was cut off.
  mutating func noteTornJournal() {
    let finding = Finding(
      .truncatedJournal, .notice, .warning,
      "the last line of the journal was cut off: it is left out")
    record.findings = Diagnosis.numbered(record.findings + [finding])
  }

  // Precedence: 128+n, then results that are not whole, then the verdict.
  private static func exit(_ verdict: Verdict, yellow: Int, _ result: RunResult) -> Exit {
    if let signal = result.interruption { return .stopped(by: signal) }
    return result.hasLogFaults ? .resultsNotWritten : .verdict(verdict, yellow: yellow)
  }
}
