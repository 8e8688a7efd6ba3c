// The journal of a run on disk: its head before the first stage, a line an event, its end.

internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// Writes events to the journal.
struct Journal {
  private let file: AppendFile

  /// Begins the journal of a run in its report directory.
  init(_ plan: Plan, of run: RunIdentity, in directory: Directory) throws(AndonError) {
    do throws(SystemError) {
      file = try AppendFile(JournalFile.name, in: directory)
    } catch {
      throw AndonError(
        .resultsNotWritten, error.description,
        hint: "check the folder's permissions and space, or name another with --report-dir")
    }
    file.append(JournalFile.head(plan, of: run))
  }

  /// Adds events that happened just now.
  func add(_ events: [RunEvent]) {
    let now = Self.now
    file.append(events.flatMap { JournalFile.line($0, at: now) })
  }

  /// Adds the end of the run; a finding if the journal is not whole.
  func end(seconds: Double) -> Finding? {
    file.append(JournalFile.end(seconds: seconds, at: Self.now))
    return file.fault.map { .unwritten($0.description) }
  }

  private static var now: Timestamp { Timestamp(milliseconds: ProcessEnvironment.wallClock()) }
}
