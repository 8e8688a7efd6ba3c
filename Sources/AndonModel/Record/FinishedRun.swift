// The record of a run and its exit, as one value, so that they cannot disagree.
// The record is complete here; the writer of the reports alone may add that a file could not be
// written.

/// The judged objectives of a run, and the decision that follows from them.
package struct JudgedRun: Equatable, Sendable {
  /// One row for each objective of the plan, in its order.
  package var objectives: [ObjectiveRecord]
  /// The decision.
  package var verdict: Verdict
  /// The rows that gave the verdict its color, the strongest color first.
  package var reasons: [VerdictReason]
  /// The run in one sentence.
  package var headline: String

  /// Joins the rows with the decision.
  package init(
    objectives: [ObjectiveRecord], verdict: Verdict, reasons: [VerdictReason], headline: String
  ) {
    self.objectives = objectives
    self.verdict = verdict
    self.reasons = reasons
    self.headline = headline
  }
}

/// What explains a run.
package struct DiagnosedRun: Equatable, Sendable {
  /// Stated problems, causes first.
  package var findings: [Finding]
  /// The best cause of each trouble, in the order of the stages.
  package var causes: [Cause]
  /// Results of the predictions of earlier runs.
  package var predictionResults: [PredictionResult]

  /// Joins findings, causes and predictions.
  package init(findings: [Finding], causes: [Cause], predictionResults: [PredictionResult]) {
    self.findings = findings
    self.causes = causes
    self.predictionResults = predictionResults
  }
}

/// A record with the exit that it leads to.
package struct FinishedRun: Equatable, Sendable {
  /// The record; its exit code is that of `exit`.
  package private(set) var record: RunRecord
  /// The exit of the process.
  package private(set) var exit: Exit

  /// The complete record of a run.
  ///
  /// `problems` are findings about its history and its files. A file that is not whole makes the
  /// exit 74.
  package init(
    _ plan: Plan, _ result: RunResult, _ judged: JudgedRun, _ diagnosed: DiagnosedRun,
    problems: [Finding] = []
  ) {
    let isWhole = !result.hasLogFaults && !problems.contains { $0.code == .reportFailure }
    exit = .verdict(judged.verdict, yellow: plan.yellowExit)
    if !isWhole { exit = .resultsNotWritten }
    if let signal = result.interruption { exit = .stopped(by: signal) }
    record = RunRecord(
      tool: result.tool, run: result.run, verdict: judged.verdict, exitCode: exit.code,
      headline: judged.headline)
    record.complete = result.ending.isComplete
    record.reasons = judged.reasons
    record.stages = result.stages
    record.objectives = judged.objectives
    record.findings = (diagnosed.findings + problems).numbered
    record.causes = diagnosed.causes
    record.predictionResults = diagnosed.predictionResults
  }

  /// A record that says nothing about stages yet, with its exit.
  package init(placeholder record: RunRecord, _ exit: Exit) {
    self.record = record
    self.exit = exit
    self.record.exitCode = exit.code
  }

  /// A record that was read; reports of it are written, and `exit` is how that ends.
  ///
  /// The exit code of the run that it is about stays.
  package init(read record: RunRecord, _ exit: Exit) {
    self.record = record
    self.exit = exit
  }

  /// Adds that a file of the run could not be written or does not hold what was written.
  ///
  /// A signal, and a fault of andon, are the graver exit.
  package mutating func add(unwritten message: String, _ fault: Exit) {
    record.findings = (record.findings + [.unwritten(message)]).numbered
    switch exit {
    case .stopped, .internalFault: break
    case .verdict, .usage, .resultsNotWritten, .configuration: exit = fault
    }
    record.exitCode = exit.code
  }
}

extension Finding {
  /// A file of the run that could not be written.
  package static func unwritten(_ message: String) -> Finding {
    Finding(.reportFailure, .notice, .error, message)
  }
}
