// The command line of `andon judge`.

internal import AndonApp
internal import ArgumentParser

/// `andon judge`.
struct JudgeCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Judges measurements by a pipeline file, or questions line by line; runs nothing.",
    discussion: """
      The exit code is that of the new verdict. Reports are written only where --dir says so.

      Measurements are a verdict.json, or numbers from elsewhere: {"startedAt": \
      "2026-11-24T09:00:00Z", "measurements": [{"indicator": "suite.wall", "unit": "s", "values": \
      [12.3, 12.1]}]}.

      With --jsonl every line of standard input is one question to a rule for noisy numbers, and \
      every line of output its answer: kinds static, relative, paired, history and family.

      Example: andon judge --pipeline andon.yaml --measurements andon-out/verdict.json
      """)

  @Option(help: ArgumentHelp("The pipeline file whose limits hold.", valueName: "file"))
  var pipeline: String?

  @Option(help: ArgumentHelp("What was measured.", valueName: "file"))
  var measurements: String?

  @Flag(help: "Answers questions, one JSON object a line.")
  var jsonl = false

  @Option(help: ArgumentHelp("A folder for all reports of the new verdict.", valueName: "dir"))
  var dir: String?

  @Flag(help: "Prints the new verdict.json.")
  var json = false

  @Option(help: ArgumentHelp("The exit code of yellow, 0 to 63.", valueName: "n"))
  var exitYellow: Int?

  @OptionGroup var reports: ReportOptions

  func validate() throws {
    try YellowExit.validate(exitYellow)
    if jsonl {
      guard pipeline == nil, measurements == nil, dir == nil, !json else {
        throw ValidationError("--jsonl judges by nothing but its lines: leave the others out")
      }
    } else if pipeline == nil || measurements == nil {
      throw ValidationError("either --jsonl, or both --pipeline and --measurements")
    }
  }

  func exitCode() -> Int {
    guard let pipeline, let measurements else { return JudgeStream.run() }
    var request = JudgeFlow.Request(pipeline: pipeline, from: measurements)
    request.folder = dir
    request.asJSON = json
    request.profile = reports.junitProfile
    request.yellowExit = exitYellow
    return JudgeFlow.run(request)
  }
}
