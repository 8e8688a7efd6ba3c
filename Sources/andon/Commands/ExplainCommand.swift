// The command line of `andon explain`.

internal import ArgumentParser

/// `andon explain`.
struct ExplainCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why something is red, and what to do about it.",
    discussion: """
      A log from elsewhere is explained by what its lines say, with the rules that andon knows; a \
      log alone proves nothing.

      Example: andon explain --log build.log --exit-code 137
      """)

  @Option(help: ArgumentHelp("A log from elsewhere, such as a pasted CI log.", valueName: "file"))
  var log: String?

  @Option(
    name: .customLong("exit-code"),
    help: ArgumentHelp("The exit code of the command that wrote it.", valueName: "code"))
  var code: Int?

  @Flag(help: "Prints the causes as JSON.")
  var json = false

  func validate() throws {
    if log == nil { throw ValidationError("name a log with --log") }
    if let code, !(0...255).contains(code) {
      throw ValidationError("--exit-code takes 0 to 255")
    }
  }

  func exitCode() -> Int { Explaining.log(log ?? "", exitCode: code, asJSON: json) }
}
