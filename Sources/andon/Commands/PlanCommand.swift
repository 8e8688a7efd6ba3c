// The command line of `andon plan`.

internal import AndonApp
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

  @OptionGroup var pipeline: PipelineOptions

  @Option(help: ArgumentHelp("A verdict.json whose times are taken.", valueName: "file"))
  var from: String?

  @Option(help: ArgumentHelp("text, json, dot or mermaid.", valueName: "format"))
  var format = "text"

  @Flag(help: "Prints JSON: the same as --format json.")
  var json = false

  func validate() throws {
    if PlanFormat(rawValue: format) == nil {
      throw ValidationError("--format takes one of text, json, dot, mermaid")
    }
  }

  func exitCode() -> Int {
    let wanted = json ? .json : PlanFormat(rawValue: format) ?? .text
    return PlanFlow.run(
      config: pipeline.config, pipeline.selection, jobs: pipeline.jobs, from: from, wanted)
  }
}
