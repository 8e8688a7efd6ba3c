// The command line of `andon import`.

internal import AndonApp
internal import AndonModel
internal import ArgumentParser

/// `andon import`.
struct ImportCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Reads results of other tools and shows what they hold.",
    discussion: """
      A file's format is known by its content. One that is malformed, cut off, or of no known \
      format is refused with the reason, and the exit code is 20.

      Formats: \(ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")).

      Example: andon import target/criterion/*/new/estimates.json
      Example: andon import --json junit.xml coverage.xml
      """)

  @Argument(help: ArgumentHelp("Files of other tools.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("Reads all of them as this format.", valueName: "name"))
  var format: String?

  @Flag(help: "Prints one JSON document.")
  var json = false

  func validate() throws {
    if let format, ImportFormat(rawValue: format) == nil {
      let known = ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--format takes one of \(known)")
    }
  }

  func exitCode() -> Int {
    ImportFlow.run(files, as: format.flatMap(ImportFormat.init), asJSON: json)
  }
}
