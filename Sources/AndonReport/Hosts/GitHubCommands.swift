// Workflow commands of GitHub Actions, and what a step leaves in files.
// actions/runner: ActionCommand.cs, FileCommandManager.cs; ci-consumers.md, section 4.

package import AndonModel
internal import AndonText

/// Writes what GitHub's runner reads.
package enum GitHubCommands {
  // The runner cuts a longer message.
  private static let maxMessageLength = 4000

  /// An annotation at the place of a problem.
  static func annotation(_ problem: ReportResult) -> String {
    let kind =
      switch problem.weight {
      case .error: "error"
      case .warning: "warning"
      case .note, .some(.none), nil: "notice"
      }
    let place = problem.place
    let parts = [
      "file=\(property(place.file))", "line=\(place.line)", "endLine=\(place.line)",
      "col=\(place.column)", "endColumn=\(place.column + 1)",
      "title=\(property("\(problem.code.name): \(problem.name)"))",
    ]
    let message = SafeText.cut(problem.message, toBytes: maxMessageLength)
    return "::\(kind) \(parts.joined(separator: ","))::\(data(message))\n"
  }

  /// Lines in a group that opens by a click; nothing in them is a command.
  ///
  /// The token must not be known to whoever wrote the lines.
  static func group(_ title: ConsoleText, _ lines: ConsoleText, token: String) -> HostCommands {
    HostCommands(
      "::group::\(data(title.content))\n::stop-commands::\(token)\n\(lines.lines)"
        + "::\(token)::\n::endgroup::\n")
  }

  /// Outputs of a step, for the file that `GITHUB_OUTPUT` names.
  ///
  /// The delimiter must be random: no line of a value may be equal to it.
  package static func outputs(_ outputs: [RunOutput], delimiter: String) -> String {
    outputs.map { "\($0.name)<<\(delimiter)\n\($0.value)\n\(delimiter)\n" }.joined()
  }

  /// The run as Markdown, for the file that `GITHUB_STEP_SUMMARY` names and that holds so many
  /// bytes already; nil when there is no room.
  ///
  /// A comment that was begun there earlier ends before it.
  package static func summary(_ record: RunRecord, after size: Int) -> String? {
    let start = size == 0 ? "" : "\n<!-- -->\n\n"
    let room = SummaryReport.most - size - start.utf8.count
    return room < minSummary ? nil : start + SummaryReport.write(record, most: room)
  }

  // Headline and totals.
  private static let minSummary = 2000

  private static func data(_ text: String) -> String {
    Escape.text(SafeText.withoutCommands(text), ["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  private static func property(_ text: String) -> String {
    Escape.text(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
  }
}
