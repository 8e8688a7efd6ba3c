// The journal of a run on disk: its head before the first stage, a line an event, its end.

internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// Writes down what happens.
struct Journal {
  private let file: AppendFile

  /// Begins the journal of a run in a report folder.
  init(_ terms: RunTerms, in folder: Directory) throws(AndonError) {
    do throws(SystemError) {
      file = try AppendFile(JournalFile.name, in: folder)
    } catch {
      throw AndonError(
        .resultsNotWritten, error.description,
        hint: "check the folder's permissions and space, or name another with --report-dir")
    }
    file.append(JournalFile.head(terms))
  }

  /// Adds events that happened just now.
  func add(_ events: [RunEvent]) {
    let now = Self.now
    file.append(events.flatMap { JournalFile.line($0, at: now) })
  }

  /// Adds the end of the run; why the journal is not whole, if it is not.
  func end(seconds: Double) -> String? {
    file.append(JournalFile.end(seconds: seconds, at: Self.now))
    return file.fault?.description
  }

  private static var now: Timestamp { Timestamp(milliseconds: Surroundings.wallClock()) }
}
