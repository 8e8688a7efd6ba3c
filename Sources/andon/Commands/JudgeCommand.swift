// The command line of `andon judge`.

internal import ArgumentParser

/// `andon judge`.
struct JudgeCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Judges the measurements of an earlier run by a pipeline file; runs nothing.",
    discussion: """
      The exit code is that of the new verdict. Reports are written only where --dir says so.

      Example: andon judge --pipeline andon.yaml --from andon-out/verdict.json
      """)

  @Option(help: ArgumentHelp("The pipeline file whose limits hold.", valueName: "file"))
  var pipeline: String

  @Option(help: ArgumentHelp("The verdict.json that was measured.", valueName: "file"))
  var from: String

  @Option(help: ArgumentHelp("A folder for all reports of the new verdict.", valueName: "dir"))
  var dir: String?

  @Flag(help: "Prints the new verdict.json.")
  var json = false

  @Option(help: ArgumentHelp("The exit code of yellow, 0 to 63.", valueName: "n"))
  var exitYellow: Int?

  @OptionGroup var reports: ReportOptions

  func validate() throws { try YellowExit.validate(exitYellow) }

  func exitCode() -> Int {
    Rejudging.run(
      .init(
        pipeline: pipeline, from: from, folder: dir, asJSON: json, profile: reports.junitProfile,
        yellowExit: exitYellow))
  }
}
