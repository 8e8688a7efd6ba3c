// The options of all commands that plan a pipeline file.

internal import AndonConfig
internal import AndonModel
internal import ArgumentParser

/// Which pipeline, which part of it, and how many stages at once.
struct PipelineOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The pipeline file.", valueName: "file"))
  var config: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only these stages, what they need, and those that run always.", valueName: "stage"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Stages that may run at once, over the pipeline's.", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...4096).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 4096")
    }
  }

  /// The stages that are wanted.
  var selection: Selection {
    only.isEmpty ? .everything : .only(only.map { StageID($0) })
  }
}
