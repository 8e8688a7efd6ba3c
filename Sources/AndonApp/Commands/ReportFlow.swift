// `andon report`: a record that was read, into any report. Runs nothing and measures nothing.

internal import AndonJudge
internal import AndonModel
package import AndonReport
internal import AndonSystem

/// The steps of `andon report`.
package enum ReportFlow {
  /// What the record is read from.
  package enum Source {
    case verdict(String)
    case journal(String)

    /// The file's path.
    var path: String {
      switch self {
      case .verdict(let path), .journal(let path): path
      }
    }
  }

  /// Prints one report, or writes all of them; the exit code.
  ///
  /// It is 0 when that could be done, whatever the verdict.
  package static func run(
    _ source: Source, _ format: ReportFormat?, folder: String?, _ profile: JUnitProfile
  ) -> Int {
    do {
      let surroundings = try ProcessEnvironment()
      let record = try read(source, surroundings)
      if let format {
        try print(record, format, profile, surroundings)
        return 0
      }
      let name = folder ?? Paths.parent(of: source.path)
      // The exit code is 0 whatever the verdict, unless a report cannot be written.
      let done = FinishedRun(read: record, .verdict(.green, yellow: 0))
      let reports = try ReportDirectory(name: name, profile, surroundings).claim(in: nil)
      let written = reports.publish(done)
      StandardStream.output.show(LiveConsole.end(written.record, folder: name, surroundings))
      return written.exit.code
    } catch {
      return ErrorReporter.exit(for: error, config: nil).code
    }
  }

  /// The record that a file holds.
  static func read(_ source: Source, _ surroundings: ProcessEnvironment) throws -> RunRecord {
    let hint = "name a verdict.json with --from, or a journal.jsonl with --journal"
    do {
      let bytes = try Files.read(Paths.absolute(source.path, in: surroundings.folder))
      switch source {
      case .verdict: return try checked(VerdictFile.read(bytes))
      case .journal: return record(try JournalFile.read(bytes))
      }
    } catch let fault as VerdictFile.StoredFormatError {
      throw AndonError(.configuration, "\(source.path): \(fault.message)", hint: hint)
    } catch let error as SystemError {
      throw AndonError(.configuration, error.description, hint: hint)
    }
  }

  // A verdict that its rows do not lead to is nobody's.
  private static func checked(_ record: RunRecord) throws(AndonError) -> RunRecord {
    let ending: RunResult.Ending = record.complete ? .whole : .cutOff
    let decision = RunJudge.decide(record.stages, record.objectives, ending)
    if decision.verdict == record.verdict { return record }
    throw AndonError(
      .configuration,
      "the record says \(record.verdict.rawValue), and its rows lead to "
        + decision.verdict.rawValue,
      hint: "take the verdict.json that a run wrote")
  }

  private static func record(_ journal: JournalFile.JournalContent) -> RunRecord {
    let judged = RunJudge.judge(journal.plan, journal.result)
    let diagnosed = Diagnosis.diagnose(journal.plan, journal.result, judged)
    let problems = journal.isTruncated ? [truncated] : []
    return FinishedRun(journal.plan, journal.result, judged, diagnosed, problems: problems).record
  }

  private static var truncated: Finding {
    Finding(
      .truncatedJournal, .notice, .warning,
      "the last line of the journal is truncated, so it is left out")
  }

  private static func print(
    _ record: RunRecord, _ format: ReportFormat, _ profile: JUnitProfile,
    _ surroundings: ProcessEnvironment
  ) throws {
    guard let file = format.file else {
      return StandardStream.output.show(LiveConsole.end(record, folder: nil, surroundings))
    }
    try file.write(record, profile) { StandardStream.output.write(bytes: $0) }
  }
}
