// The command line of `andon run`.

internal import AndonApp
internal import AndonModel
internal import ArgumentParser

/// `andon run`.
struct RunCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", _superCommandName: "andon",
    abstract: "Runs a pipeline file or a single command.",
    discussion: """
      Without --config the pipeline is the first of andon.yaml, andon.yml, ci/andon.yaml, \
      .ci/andon.yaml and .github/andon.yaml below the working folder.

      Example: andon run --soft 30s --hard 2m -- make test
      """)

  @OptionGroup var pipeline: PipelineOptions
  @OptionGroup var reports: ReportOptions

  @Option(help: ArgumentHelp("The report folder, over the pipeline's.", valueName: "dir"))
  var reportDir: String?

  @Option(
    help: ArgumentHelp("The history file, over the pipeline's.", valueName: "file"))
  var history: String?

  @Flag(help: "Refuses a pipeline file with warnings, with exit code 78.")
  var strict = false

  @Flag(
    help: ArgumentHelp(
      "Runs stages in a PID namespace: they see and signal no process outside, and the kernel ends "
        + "them with andon. Their process ids are not those of the machine."))
  var isolate = false

  @Option(
    help: ArgumentHelp(
      "CI system to emit annotations for: auto, "
        + Host.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "host"))
  var host = "auto"

  @Option(
    help: ArgumentHelp(
      "The job of a matrix that this run is, such as linux-arm64: code scanning keeps the alerts "
        + "of each apart (default: what the host says of its job).", valueName: "name"))
  var category: String?

  @Option(help: ArgumentHelp("The exit code of yellow, 0 to 63.", valueName: "n"))
  var exitYellow: Int?

  @Option(
    help: ArgumentHelp("With -- CMD: the soft deadline, such as 30s.", valueName: "time"))
  var soft: String?

  @Option(
    help: ArgumentHelp(
      "With -- CMD: the hard deadline, such as 2m (default: 120s).", valueName: "time"))
  var hard: String?

  @Option(
    help: ArgumentHelp(
      "With -- CMD: the time between TERM and KILL (default: 10s).", valueName: "time"))
  var grace: String?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("A command to run without a pipeline file.", valueName: "cmd"))
  var command: [String] = []

  func validate() throws {
    try YellowExit.validate(exitYellow)
    if host != "auto", Host(rawValue: host) == nil {
      let known = Host.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--host takes one of auto, \(known)")
    }
    if category?.isEmpty == true { throw ValidationError("--category is empty") }
    if reportDir?.isEmpty == true { throw ValidationError("--report-dir names no folder") }
    if command.isEmpty, soft != nil || hard != nil || grace != nil {
      throw ValidationError("--soft, --hard and --grace go with -- CMD; a file has its own limits")
    }
    if !command.isEmpty, pipeline.config != nil || !pipeline.only.isEmpty || strict {
      throw ValidationError("--config, --only and --strict go with a file, not with -- CMD")
    }
    if command.first?.isEmpty == true { throw ValidationError("-- CMD names no program") }
  }

  /// The arguments as a request.
  private var request: RunRequest {
    var request = RunRequest()
    request.config = pipeline.config
    request.command = command
    (request.soft, request.hard, request.grace) = (soft, hard, grace)
    request.selection = pipeline.selection
    request.isStrict = strict
    request.isIsolated = isolate
    request.jobs = pipeline.jobs
    request.host = Host(rawValue: host)
    request.category = category
    request.reportFolder = reportDir
    request.profile = reports.junitProfile
    request.history = history
    request.yellowExit = exitYellow
    return request
  }

  func exitCode() -> Int { RunFlow.run(request) }
}
