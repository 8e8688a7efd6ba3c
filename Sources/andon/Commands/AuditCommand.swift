// The command line of `andon audit`.

internal import AndonApp
internal import ArgumentParser

/// `andon audit`.
struct AuditCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Finds where a hand-written report contradicts itself.",
    discussion: """
      Reads tables with a status in each row, sections with Target, Measured and Status, and what \
      the text says of counts, shares and multiples. Exit codes: 0 without contradictions, 20 with.

      Example: andon audit docs/slo-report.md
      """)

  @Argument(help: ArgumentHelp("A report in Markdown.", valueName: "file"))
  var report: String

  @Flag(help: "Prints one JSON document.")
  var json = false

  func exitCode() -> Int { AuditFlow.run(report, asJSON: json) }
}
