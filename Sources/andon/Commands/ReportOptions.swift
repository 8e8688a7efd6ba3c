// The options of all commands that write reports.

internal import AndonReport
internal import ArgumentParser

/// How reports are written.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "standard, or extended: with file, line and properties of each JUnit case.",
      valueName: "profile"))
  var junitProfile = JUnitProfile.standard
}

extension JUnitProfile: ExpressibleByArgument {}
