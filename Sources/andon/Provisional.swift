// What stands in the report folder until there is something better: no verdict yet.

internal import AndonModel

/// Makes provisional records.
enum Provisional {
  /// An unknown verdict without rows.
  ///
  /// With the exit of a verdict: the run has not ended; with any other: it came to nothing.
  static func record(_ identity: RunIdentity, _ exit: Exit) -> RunRecord {
    let headline =
      switch exit {
      case .verdict: "the run has not ended, or andon was killed"
      case .usage: "andon was called wrongly; nothing was run"
      case .configuration: "the pipeline file is not right; nothing was run"
      case .resultsNotWritten: "the results could not be written"
      case .internalFault: "andon failed"
      case .stopped(let signal): "andon was ended by \(signal)"
      }
    var record = RunRecord(
      tool: ToolIdentity(version: andonVersion), run: identity, verdict: .unknown,
      exitCode: exit.code, headline: headline)
    record.reasons = [VerdictReason(.unknown, .run, "run")]
    return record
  }
}
