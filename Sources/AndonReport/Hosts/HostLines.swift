// Lines at the end of a run that a CI system acts on: annotations, problems, figures. They are how
// yellow is said where a host has no yellow exit. Escapes and limits: ci-consumers.md, section 4.

package import AndonModel

/// Lines for the hosts that read some.
package enum HostLines {
  /// The lines for a run, each with its end; empty for a host that reads none.
  package static func end(_ record: RunRecord) -> HostCommands { HostCommands(text(record)) }

  private static func text(_ record: RunRecord) -> String {
    switch record.run.host {
    case .github: shown(record).map(GitHubCommands.annotation).joined()
    case .azure:
      shown(record).map(AzureCommands.issue).joined()
        + (record.verdict == .yellow ? AzureCommands.withIssues(record.headline) : "")
    case .teamcity:
      shown(record).map { TeamCityMessages.problem($0, of: record.verdict) }.joined()
        + TeamCityMessages.figures(record)
    case .plain, .gitlab, .jenkins, .buildkite, .circleci, .buildbot: ""
    }
  }

  // GitHub shows ten of each kind a step.
  private static let mostOfKind = 10

  private static func shown(_ record: RunRecord) -> [ReportResult] {
    let problems = ReportResults(of: record).problems
    let place = ReportResults.fallback(record)
    return [ReportResult.Level.error, .warning, .note].flatMap { level in
      Shortened.shortened(problems.filter { $0.weight == level }, place, most: mostOfKind)
    }
  }
}
