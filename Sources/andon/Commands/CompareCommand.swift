// The command line of `andon compare`.

internal import AndonApp
internal import AndonModel
internal import ArgumentParser

/// `andon compare`.
struct CompareCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Runs base and head in pairs and decides whether the head is worse.",
    discussion: """
      Pairs run in the order A B B A and end as soon as the answer is known: after 6, 8, 12, 20 or \
      30 of them. Exit codes: 0 pass, 10 warn, 20 fail, 30 inconclusive.

      Two commits are checked out as work trees beside the repository, which are removed again. \
      What the stage needs runs once in each.

      Example: andon compare main HEAD --stage suite
      Example: andon compare --base-run './old in.txt' --head-run './new in.txt' --margin 5
      """)

  @Argument(help: ArgumentHelp("The commit to compare with.", valueName: "base"))
  var base: String?

  @Argument(help: ArgumentHelp("The commit that is compared.", valueName: "head"))
  var head: String?

  @Option(help: ArgumentHelp("The stage that is run in both.", valueName: "stage"))
  var stage: String?

  @Option(help: ArgumentHelp("A command instead of a base commit.", valueName: "cmd"))
  var baseRun: String?

  @Option(help: ArgumentHelp("A command instead of a head commit.", valueName: "cmd"))
  var headRun: String?

  @Option(help: ArgumentHelp("The pipeline file.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("What is compared.", valueName: "indicator"))
  var indicator = "cpu"

  @Option(help: ArgumentHelp("Per cent by which the head may be worse.", valueName: "n"))
  var margin = 10.0

  @Flag(help: "Higher values of the indicator are better.")
  var higherIsBetter = false

  @Option(help: ArgumentHelp("The most pairs, 1 to 30.", valueName: "n"))
  var pairs = 30

  @Flag(help: "Prints one JSON document.")
  var json = false

  func validate() throws {
    if sides == nil {
      throw ValidationError(
        "either BASE HEAD --stage STAGE, or --base-run and --head-run, and not both")
    }
    if [baseRun, headRun].contains(where: { $0?.allSatisfy(\.isWhitespace) == true }) {
      throw ValidationError("--base-run and --head-run take a command, and one of them is empty")
    }
    guard (1...30).contains(pairs) else { throw ValidationError("--pairs takes 1 to 30") }
    guard margin >= 0, margin < (higherIsBetter ? 100 : 1e6) else {
      throw ValidationError("--margin must not be negative (with --higher-is-better: below 100)")
    }
  }

  private var sides: CompareFlow.Sides? {
    switch (base, head, stage, baseRun, headRun) {
    case (.some(let base), .some(let head), .some(let stage), nil, nil):
      .commits(base: base, head: head, stage: StageID(stage))
    case (nil, nil, nil, .some(let base), .some(let head)): .commands(base: base, head: head)
    default: nil
    }
  }

  func exitCode() -> Int {
    guard let sides else { return Exit.usage.code }
    var request = CompareFlow.Request(
      sides, IndicatorName(indicator),
      Margin(margin: margin / 100, higherIsBetter ? .higher : .lower))
    request.config = config
    request.pairs = pairs
    request.asJSON = json
    return CompareFlow.run(request)
  }
}
