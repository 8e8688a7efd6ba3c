// The command lines of `andon history`.

internal import AndonApp
internal import AndonHistory
internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText
internal import ArgumentParser

/// `andon history`.
struct HistoryCommand: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Lists, exports, imports and prunes the run history.",
    discussion: """
      A history is one file, .andon/history.sqlite unless the pipeline or --history names another. \
      Baselines of relative objectives come from it.

      Example: andon history trend suite.cpu --branch main
      """,
    subcommands: [
      ListCommand.self, ShowCommand.self, TrendCommand.self, ImportCommand.self,
      ExportCommand.self, PruneCommand.self, MergeCommand.self, PredictionsCommand.self,
    ])

  /// Which history is meant.
  struct Place: ParsableArguments {
    @Option(help: ArgumentHelp("The history.", valueName: "file"))
    var history: String?

    @Option(help: ArgumentHelp("The pipeline file that names it.", valueName: "file"))
    var config: String?

    /// Carries out a step; the exit code.
    func run(canWrite: Bool = false, _ step: (HistoryStore) throws -> ConsoleText) -> Int {
      HistoryFlow.run(history, config: config, canWrite: canWrite, step)
    }
  }

  /// `andon history list`.
  struct ListCommand: ExitingCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the newest runs.",
      discussion: "Example: andon history list --branch main")

    @OptionGroup var place: Place
    @Option(help: ArgumentHelp("Runs of this branch alone.", valueName: "name"))
    var branch: String?
    @Option(help: ArgumentHelp("Maximum number of runs.", valueName: "n"))
    var limit = 20
    @Flag(help: "Prints JSON lines.")
    var json = false

    func exitCode() -> Int {
      place.run { try HistoryFlow.list($0, limit, branch: branch, asJSON: json) }
    }
  }

  /// `andon history show`.
  struct ShowCommand: ExitingCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Shows one run with its figures.",
      discussion: "Example: andon history show 5e4ef722")

    @OptionGroup var place: Place
    @Argument(help: ArgumentHelp("The beginning of the run's id.", valueName: "run"))
    var run: String
    @Flag(help: "Prints a JSON line.")
    var json = false

    func exitCode() -> Int {
      place.run { try HistoryFlow.show($0, run, asJSON: json) }
    }
  }

  /// `andon history trend`.
  struct TrendCommand: ExitingCommand {
    static let configuration = CommandConfiguration(
      commandName: "trend", abstract: "Plots an indicator over time, with its changes of level.",
      discussion: "Example: andon history trend suite.cpu --branch main")

    @OptionGroup var place: Place
    @Argument(help: ArgumentHelp("STAGE.INDICATOR.", valueName: "indicator"))
    var indicator: String
    @Option(help: ArgumentHelp("Runs of this branch alone.", valueName: "name"))
    var branch: String?
    @Option(help: ArgumentHelp("Maximum number of runs.", valueName: "n"))
    var limit = 1000

    func validate() throws {
      if IndicatorReference(indicator) == nil {
        throw ValidationError("`\(indicator)` is not STAGE.INDICATOR")
      }
    }

    func exitCode() -> Int {
      place.run { store in
        guard let reference = IndicatorReference(indicator) else { return "" }
        return try HistoryFlow.trend(store, reference, branch: branch, most: limit)
      }
    }
  }

  /// `andon history predictions`.
  struct PredictionsCommand: ExitingCommand {
    static let configuration = CommandConfiguration(
      commandName: "predictions",
      abstract: "Lists predictions of earlier runs and their results.",
      discussion: "Example: andon history predictions --limit 50")

    @OptionGroup var place: Place
    @Option(help: ArgumentHelp("The most rows.", valueName: "n"))
    var limit = 20

    func exitCode() -> Int {
      place.run { HistoryText.predictionResults(try $0.predictionResults(limit)) }
    }
  }

  /// `andon history import`.
  struct ImportCommand: ExitingCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Adds runs of exported files, or of a verdict.json.",
      discussion: "Example: andon history import runs.jsonl andon-out/verdict.json")

    @OptionGroup var place: Place
    @Argument(help: ArgumentHelp("JSON lines, or a verdict.json.", valueName: "file"))
    var files: [String]

    func exitCode() -> Int {
      place.run(canWrite: true) { try HistoryFlow.add(files, to: $0) }
    }
  }

  /// `andon history export`.
  struct ExportCommand: ExitingCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Prints all runs as JSON lines, the oldest first.",
      discussion: "Example: andon history export > runs.jsonl")

    @OptionGroup var place: Place

    func exitCode() -> Int { place.run { try HistoryFlow.export($0) } }
  }

  /// `andon history prune`.
  struct PruneCommand: ExitingCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune", abstract: "Removes old runs and gives their space back.",
      discussion: "Example: andon history prune --keep 500")

    @OptionGroup var place: Place
    @Option(help: ArgumentHelp("Runs kept of each branch of each pipeline.", valueName: "n"))
    var keep: Int?
    @Option(help: ArgumentHelp("Removes what is older than this many days.", valueName: "n"))
    var days: Int?

    func validate() throws {
      if keep == nil, days == nil { throw ValidationError("one of --keep and --days is needed") }
      if keep ?? 0 < 0 || days ?? 0 < 0 { throw ValidationError("nothing is less than nothing") }
    }

    func exitCode() -> Int {
      place.run(canWrite: true) { store in
        let now = Timestamp(milliseconds: ProcessEnvironment.wallClock())
        let since = days.map { now.advanced(bySeconds: -86_400 * Double($0)) }
        return "\(try store.prune(.init(runs: keep, since: since))) runs removed\n"
      }
    }
  }

  /// `andon history merge`.
  struct MergeCommand: ExitingCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge", abstract: "Adds the runs of other histories, each once.",
      discussion: "Example: andon history merge shard-1.sqlite shard-2.sqlite")

    @OptionGroup var place: Place
    @Argument(help: ArgumentHelp("Other histories.", valueName: "file"))
    var files: [String]

    func exitCode() -> Int {
      place.run(canWrite: true) { try HistoryFlow.merge(files, into: $0) }
    }
  }
}
