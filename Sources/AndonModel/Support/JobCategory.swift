// What tells apart the jobs of one pipeline, such as the legs of a matrix: each has alerts of its
// own.

/// Names jobs.
package enum JobCategory {
  private static let variables: [(host: Host, names: [String])] = [
    (.github, ["GITHUB_JOB", "RUNNER_OS", "RUNNER_ARCH"]),
    // Holds the values of a matrix, as the label of a step of Buildkite does.
    (.gitlab, ["CI_JOB_NAME"]),
    (.buildkite, ["BUILDKITE_STEP_KEY", "BUILDKITE_LABEL", "BUILDKITE_PARALLEL_JOB"]),
    (.azure, ["SYSTEM_STAGENAME", "SYSTEM_PHASENAME", "AGENT_JOBNAME"]),
    (.circleci, ["CIRCLE_JOB", "CIRCLE_NODE_INDEX"]),
    (.teamcity, ["TEAMCITY_BUILDCONF_NAME"]), (.jenkins, ["JOB_NAME"]),
  ]

  /// The job that a host names in its variables; nil where it names none.
  package static func name(_ host: Host, _ variable: (String) -> String?) -> String? {
    let names = variables.first { $0.host == host }?.names ?? []
    var values = names.compactMap(variable).filter { !$0.isEmpty }
    if host == .jenkins, variable("BRANCH_NAME")?.isEmpty == false {
      // A multibranch project has a job for each branch: the last part of its name.
      values = values.map { $0.split(separator: "/").dropLast().joined(separator: "/") }
    }
    return values.isEmpty ? nil : values.joined(separator: "-")
  }
}
