// The command line of `andon verify`.

internal import AndonApp
internal import ArgumentParser

/// `andon verify`.
struct VerifyCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compares what a run made and reported with its receipt.",
    discussion: """
      Digests verdict.json, the outputs, the reports, the logs and the pipeline file anew and \
      names each that is missing or not what it was. Exit codes: 0 when all is as it was, 20 when \
      not, 30 when files could not be read when the receipt was made, 78 without a receipt. An \
      unsigned receipt proves integrity, not origin.

      Example: andon verify andon-out
      """)

  @Argument(help: ArgumentHelp("The report folder; andon-out unless given.", valueName: "folder"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      "The folder that names of outputs count from; the working folder unless given.",
      valueName: "folder"))
  var root: String?

  @Flag(help: "Prints one JSON document.")
  var json = false

  func exitCode() -> Int { VerifyFlow.run(folder, root: root, asJSON: json) }
}
