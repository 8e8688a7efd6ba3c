// The reports of a run that has no verdict yet.

internal import AndonModel

/// Makes records of runs without a verdict.
enum PlaceholderReport {
  /// An unknown verdict without rows.
  ///
  /// Without an exit the run has not ended: until its results are written, the exit code is the one
  /// of results that could not be written.
  static func record(_ identity: RunIdentity, _ exit: Exit? = nil) -> RunRecord {
    let headline =
      switch exit {
      case nil, .verdict: "the run has not ended, or andon was killed"
      case .usage: "andon was called wrongly; nothing was run"
      case .configuration: "the pipeline file is not right; nothing was run"
      case .resultsNotWritten: "the results could not be written"
      case .internalFault: "andon failed"
      case .stopped(let signal): "andon was ended by \(signal)"
      }
    var record = RunRecord(
      tool: .current, run: identity, verdict: .unknown,
      exitCode: (exit ?? .resultsNotWritten).code, headline: headline)
    record.reasons = [VerdictReason(.unknown, .run, "run")]
    return record
  }
}
