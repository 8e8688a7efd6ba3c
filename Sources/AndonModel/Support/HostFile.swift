// Files by which a step acts on its CI system: what is written there becomes outputs, environment
// or PATH of later steps. Manuals: GitHub "Workflow commands", Buildkite "BUILDKITE_ENV_FILE",
// CircleCI "BASH_ENV", GitLab "GITLAB_ENV", Bitbucket "BITBUCKET_PIPELINES_VARIABLES_PATH", Cirrus
// "CIRRUS_ENV", Bitrise "ENVMAN_ENVSTORE_PATH". Buildkite's agent takes the same over a socket.

/// The variables that name such files.
package enum HostFile {
  /// Their names.
  ///
  /// Stages do not see them unless they ask for it: a stage that can write there decides what the
  /// job does after andon. bash reads BASH_ENV on every system; CircleCI alone carries it from step
  /// to step.
  package static func variables(onCircleCI: Bool) -> Set<String> {
    onCircleCI ? everywhere.union(["BASH_ENV"]) : everywhere
  }

  private static let everywhere: Set<String> = Set(
    ["GITHUB", "FORGEJO", "GITEA"].flatMap { system in
      ["OUTPUT", "ENV", "PATH", "STATE", "STEP_SUMMARY"].map { "\(system)_\($0)" }
    } + [
      "GITLAB_ENV", "BUILDKITE_ENV_FILE", "BITBUCKET_PIPELINES_VARIABLES_PATH", "DRONE_OUTPUT",
      "DRONE_ENV", "CIRRUS_ENV", "ENVMAN_ENVSTORE_PATH", "BUILDKITE_AGENT_JOB_API_SOCKET",
      "BUILDKITE_AGENT_JOB_API_TOKEN",
    ])
}
