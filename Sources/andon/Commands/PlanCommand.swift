// The command line of `andon plan`.

internal import AndonReport
internal import ArgumentParser

/// `andon plan`.
struct PlanCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what a run would do: order, limits, and the critical path.",
    discussion: """
      Times are those of an earlier run (--from), else what a stage may take at the most.

      Example: andon plan --format mermaid
      """)

  @Option(help: ArgumentHelp("The pipeline file.", valueName: "file"))
  var config: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only these stages, what they need, and those that run always.", valueName: "stage"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Stages that may run at once, over the pipeline's.", valueName: "n"))
  var jobs: Int?

  @Option(help: ArgumentHelp("A verdict.json whose times are taken.", valueName: "file"))
  var from: String?

  @Option(help: ArgumentHelp("text, json, dot or mermaid.", valueName: "format"))
  var format = "text"

  @Flag(help: "Prints JSON: the same as --format json.")
  var json = false

  func validate() throws {
    if let jobs, !(1...4096).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 4096")
    }
    if PlanFormat(rawValue: format) == nil {
      throw ValidationError("--format takes one of text, json, dot, mermaid")
    }
  }

  func exitCode() -> Int {
    let wanted = json ? .json : PlanFormat(rawValue: format) ?? .text
    return PlanView.run(config: config, only: only, jobs: jobs, from: from, format: wanted)
  }
}
