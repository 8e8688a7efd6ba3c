// What tells apart the jobs of one pipeline, such as the legs of a matrix: each has alerts of its
// own.

/// Names jobs.
package enum JobCategory {
  private static let variables: [(host: Host, names: [String])] = [
    (.github, ["GITHUB_JOB", "RUNNER_OS", "RUNNER_ARCH"]),
    // Holds the values of a matrix.
    (.gitlab, ["CI_JOB_NAME"]), (.buildkite, ["BUILDKITE_STEP_KEY", "BUILDKITE_PARALLEL_JOB"]),
    (.azure, ["AGENT_JOBNAME"]), (.circleci, ["CIRCLE_JOB", "CIRCLE_NODE_INDEX"]),
    (.teamcity, ["TEAMCITY_BUILDCONF_NAME"]), (.jenkins, ["JOB_NAME"]),
  ]

  /// The job that a host names in its variables; nil where it names none.
  package static func name(_ host: Host, _ variable: (String) -> String?) -> String? {
    let names = variables.first { $0.host == host }?.names ?? []
    let values = names.compactMap(variable).filter { !$0.isEmpty }
    return values.isEmpty ? nil : values.joined(separator: "-")
  }
}
