// The command line of `andon check`.

internal import AndonApp
internal import ArgumentParser

/// `andon check`.
struct CheckCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads a pipeline file and shows all of its faults and warnings, or \"ok\".",
    discussion: """
      Warnings change no exit code unless --strict is given. A stage allows one of them with \
      `lint: { allow: [AND036] }`.

      Example: andon check --config ci/andon.yaml
      """)

  @Option(help: ArgumentHelp("The pipeline file.", valueName: "file"))
  var config: String?

  @Flag(help: "Prints the faults and warnings as JSON.")
  var json = false

  @Flag(help: "Makes warnings faults, with exit code 78.")
  var strict = false

  func exitCode() -> Int { CheckFlow.run(config: config, asJSON: json, isStrict: strict) }
}
