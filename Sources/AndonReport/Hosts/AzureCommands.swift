// Logging commands of Azure Pipelines. azure-pipelines-task-lib: taskcommand.ts.

internal import AndonModel
internal import AndonText

/// Writes what Azure's agent reads.
enum AzureCommands {
  /// An issue of the build at the place of a problem; Azure knows no notices.
  static func issue(_ problem: ReportResult) -> String {
    let kind = problem.weight == .error ? "error" : "warning"
    let place = problem.place
    let parts = [
      "type=\(kind)", "sourcepath=\(property(place.file))", "linenumber=\(place.line)",
      "columnnumber=\(place.column)", "code=\(problem.code.rawValue)",
    ]
    return "##vso[task.logissue \(parts.joined(separator: ";"));]\(data(problem.message))\n"
  }

  /// What makes a step that exits with 0 yellow.
  static func withIssues(_ headline: String) -> String {
    "##vso[task.complete result=SucceededWithIssues;]\(data(headline))\n"
  }

  private static func data(_ text: String) -> String {
    Escape.text(SafeText.withoutCommands(text), ["%": "%AZP25", "\r": "%0D", "\n": "%0A"])
  }

  private static func property(_ text: String) -> String {
    Escape.text(text, ["%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"])
  }
}
