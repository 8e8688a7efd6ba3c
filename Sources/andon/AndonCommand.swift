// The command line: names, options, help. What a command does is in Flow and Check.

internal import AndonModel
internal import AndonSystem
internal import ArgumentParser

/// `andon` itself.
struct AndonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "andon",
    abstract: "Runs a pipeline, judges its objectives, and says whether to stop the line.",
    discussion: """
      Exit codes: 0 green, 10 yellow (0 on hosts without a yellow exit), 20 red, 30 unknown, \
      64 usage, 70 internal fault, 74 results could not be written, 78 configuration, 128+n \
      stopped by a Unix signal.

      Example: andon run
      """,
    version: andonVersion,
    subcommands: [RunCommand.self, CheckCommand.self])

  /// Parses and carries out arguments; the exit code.
  static func run(_ arguments: [String]) -> Int {
    do {
      let command = try parseAsRoot(arguments)
      switch command {
      case let command as RunCommand: return Flow.run(command.request)
      case let command as CheckCommand: return Check.run(command.config)
      default:
        var other = command
        try other.run()
        return 0
      }
    } catch {
      return end(error, arguments)
    }
  }

  // Help and versions end here as well, with 0.
  private static func end(_ error: any Error, _ arguments: [String]) -> Int {
    let code = exitCode(for: error)
    let text = fullMessage(for: error)
    (code.isSuccess ? StandardStream.output : .error).write(text.isEmpty ? "" : text + "\n")
    if code.isSuccess { return 0 }
    if arguments.first == "run" { EarlierReports.replace(.usage, config: nil) }
    return Exit.usage.code
  }
}

/// `andon run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Carries out a pipeline file, or one command, and leaves a verdict.",
    discussion: """
      Without --config the pipeline is the first of andon.yaml, andon.yml, ci/andon.yaml, \
      .ci/andon.yaml and .github/andon.yaml below the working folder.

      Example: andon run --soft 30s --hard 2m -- make test
      """)

  @Option(help: ArgumentHelp("The pipeline file.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("Stages that may run at once, over the pipeline's.", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Who reads the result: auto, plain, github, gitlab, jenkins, buildkite, azure, teamcity.",
      valueName: "host"))
  var host = "auto"

  @Option(help: ArgumentHelp("The exit code of yellow, 0 to 63.", valueName: "n"))
  var exitYellow: Int?

  @Option(
    help: ArgumentHelp("With -- CMD: from then on it is slow, such as 30s.", valueName: "time"))
  var soft: String?

  @Option(
    help: ArgumentHelp(
      "With -- CMD: from then on it is stopped, such as 2m (default: 120s).", valueName: "time"))
  var hard: String?

  @Option(
    help: ArgumentHelp(
      "With -- CMD: between the polite and the final signal (default: 10s).", valueName: "time"))
  var grace: String?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("A command to run without a pipeline file.", valueName: "cmd"))
  var command: [String] = []

  func validate() throws {
    if let jobs, !(1...4096).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 4096")
    }
    if let exitYellow, !(0...63).contains(exitYellow) {
      throw ValidationError("--exit-yellow takes a number from 0 to 63")
    }
    if host != "auto", Host(rawValue: host) == nil {
      let known = Host.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--host takes one of auto, \(known)")
    }
    if command.isEmpty, soft != nil || hard != nil || grace != nil {
      throw ValidationError("--soft, --hard and --grace go with -- CMD; a file has its own limits")
    }
    if !command.isEmpty, config != nil {
      throw ValidationError("--config and -- CMD exclude each other")
    }
    if command.first?.isEmpty == true { throw ValidationError("-- CMD names no program") }
  }

  /// The arguments as a request.
  var request: RunRequest {
    RunRequest(
      config: config, command: command, soft: soft, hard: hard, grace: grace, jobs: jobs,
      host: Host(rawValue: host), yellowExit: exitYellow)
  }
}

/// `andon check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads a pipeline file and shows all of its faults, or \"fine\".",
    discussion: "Example: andon check --config ci/andon.yaml")

  @Option(help: ArgumentHelp("The pipeline file.", valueName: "file"))
  var config: String?
}
