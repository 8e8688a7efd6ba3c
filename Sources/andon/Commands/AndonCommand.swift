// The command line of andon itself. What a command does is in a file of its name one folder up.

internal import AndonApp
internal import AndonModel
internal import AndonSystem
internal import AndonText
internal import ArgumentParser

/// A command of andon's that gives its own exit code.
protocol ExitingCommand: ParsableCommand {
  /// Carries it out; the exit code.
  func exitCode() -> Int
}

/// A command that only holds others: without one of them nothing is done, which is not a success.
protocol CommandGroup: ParsableCommand {}

extension ParsableCommand {
  /// The lines of a text, which may repeat arguments.
  fileprivate static func lines(_ text: String) -> ConsoleText {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      ConsoleText("\($0)\n")
    }.joined()
  }
}

extension CommandGroup {
  /// Prints the help on standard error; the exit code of a usage error.
  func refuse() -> Int {
    let help = AndonCommand.helpMessage(for: Self.self)
    StandardStream.error.show(Self.lines(help))
    return Exit.usage.code
  }
}

/// `andon` itself.
struct AndonCommand: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "andon",
    abstract: "Runs a pipeline, judges its objectives, and says whether to stop the line.",
    discussion: """
      Exit codes: 0 green, 10 yellow (0 on hosts without a yellow exit), 20 red, 30 unknown, \
      64 usage, 70 internal fault, 74 results could not be written, 78 configuration, 128+n \
      stopped by a Unix signal.

      Completions: andon --generate-completion-script bash (or zsh, fish) prints a script.

      Example: andon run
      """,
    version: ToolIdentity.current.version,
    subcommands: [
      RunCommand.self, CheckCommand.self, PlanCommand.self, JudgeCommand.self, ReportCommand.self,
      ImportCommand.self, CompareCommand.self, HistoryCommand.self, ExplainCommand.self,
      AuditCommand.self, VerifyCommand.self,
    ])

  /// Parses and carries out arguments; the exit code.
  static func run(_ arguments: [String]) -> Int {
    if let missing = Requirements.missing() {
      let hint = "mount /proc; in a sandbox, allow andon to read it"
      return ErrorReporter.exit(
        for: AndonError(.internalFault, missing.description, hint: hint), config: nil
      ).code
    }
    if !Arguments.areText { return refuse("Error: an argument is not UTF-8", arguments) }
    do {
      var command = try run(from: arguments) ?? parseAsRoot(arguments)
      if let command = command as? any ExitingCommand { return command.exitCode() }
      if let group = command as? any CommandGroup { return group.refuse() }
      try command.run()
      return 0
    } catch {
      return end(error, arguments)
    }
  }

  // `andon run`, parsed alone: to parse `andon` as well takes three times as long. Nil for help and
  // for faulty arguments, whose messages are made for the whole line.
  private static func run(from arguments: [String]) -> (any ParsableCommand)? {
    guard arguments.first == "run" else { return nil }
    RunPreparation.begin()
    return try? RunCommand.parseAsRoot(Array(arguments.dropFirst())) as? RunCommand
  }

  // Help and versions end here as well, with 0.
  private static func end(_ error: any Error, _ arguments: [String]) -> Int {
    let code = exitCode(for: error)
    let text = fullMessage(for: error)
    // Help, version and completions are andon's own words: a script must stay as it is.
    if code.isSuccess {
      StandardStream.output.write(bytes: Array((text.isEmpty ? "" : text + "\n").utf8))
      return 0
    }
    return refuse(text, arguments)
  }

  // A usage error, whose text may repeat arguments.
  private static func refuse(_ text: String, _ arguments: [String]) -> Int {
    StandardStream.error.show(lines(text))
    if arguments.first == "run" { StaleReports.replace(.usage, .init()) }
    return Exit.usage.code
  }
}
