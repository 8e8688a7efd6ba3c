// The command line of `andon explain`.

internal import AndonApp
internal import ArgumentParser

/// `andon explain`.
struct ExplainCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why something is red, and what to do about it.",
    discussion: """
      Of a run it explains an objective, a stage, a finding or a cause: what broke, why, at most \
      five whys deep, and what a change would have led to.

      A log from elsewhere is explained by what its lines say, with the rules that andon knows; a \
      log alone proves nothing.

      Example: andon explain suite.wall
      Example: andon explain --log build.log --exit-code 137
      """)

  @Argument(help: ArgumentHelp("An objective, a stage, a finding or a cause.", valueName: "id"))
  var id: String?

  @Option(help: ArgumentHelp("The verdict.json of the run.", valueName: "file"))
  var from = "andon-out/verdict.json"

  @Option(help: ArgumentHelp("A log from elsewhere, such as a pasted CI log.", valueName: "file"))
  var log: String?

  @Option(
    name: .customLong("exit-code"),
    help: ArgumentHelp("The exit code of the command that wrote it.", valueName: "code"))
  var code: Int?

  @Flag(help: "Prints the causes as JSON.")
  var json = false

  func validate() throws {
    if (log == nil) == (id == nil) {
      throw ValidationError("name what is to be explained, or a log with --log")
    }
    if code != nil, log == nil { throw ValidationError("--exit-code goes with --log") }
    if let code, !(0...255).contains(code) {
      throw ValidationError("--exit-code takes 0 to 255")
    }
  }

  func exitCode() -> Int {
    if let log { return ExplainFlow.log(log, exitCode: code, asJSON: json) }
    return ExplainFlow.row(id ?? "", from: from, asJSON: json)
  }
}
