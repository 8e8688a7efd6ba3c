// The command line of `andon report`.

internal import AndonApp
internal import AndonReport
internal import ArgumentParser

/// `andon report`.
struct ReportCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Turns a verdict.json, or the journal of a run, into reports.",
    discussion: """
      With --format one report goes to standard output. Without it all reports are written into \
      --dir, or beside the file that was read. Of a run that was killed, the journal holds what \
      happened until then.

      Example: andon report --from andon-out/verdict.json --format junit
      Example: andon report --journal andon-out/journal.jsonl --format summary
      """)

  @Option(help: ArgumentHelp("A verdict.json.", valueName: "file"))
  var from: String?

  @Option(help: ArgumentHelp("A journal.jsonl.", valueName: "file"))
  var journal: String?

  @Option(
    help: ArgumentHelp(
      "One of \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "format"))
  var format: String?

  @Option(help: ArgumentHelp("A folder for all reports.", valueName: "dir"))
  var dir: String?

  @OptionGroup var reports: ReportOptions

  func validate() throws {
    if (from == nil) == (journal == nil) {
      throw ValidationError("one of --from and --journal is needed, and not both")
    }
    if format != nil, dir != nil {
      throw ValidationError("--format prints one report, --dir writes all: choose one of them")
    }
    if let format, ReportFormat(rawValue: format) == nil {
      let known = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--format takes one of \(known)")
    }
  }

  func exitCode() -> Int {
    let source: ReportFlow.Source =
      if let journal { .journal(journal) } else { .verdict(from ?? "") }
    return ReportFlow.run(
      source, format.flatMap(ReportFormat.init), folder: dir, reports.junitProfile)
  }
}
