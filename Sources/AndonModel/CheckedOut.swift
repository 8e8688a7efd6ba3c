// The branch that a CI system has checked out. Most check out a commit without one, and tell the
// branch in a variable; of a pull request it is the one that is to be merged.

/// Knows those variables.
package enum CheckedOut {
  private static let variables = [
    "GITHUB_HEAD_REF", "GITHUB_REF_NAME", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "CI_COMMIT_BRANCH", "CHANGE_BRANCH", "BRANCH_NAME", "BUILDKITE_BRANCH",
    "SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH", "CIRCLE_BRANCH",
  ]

  /// The branch; nil where no CI system names one.
  package static func branch(_ variable: (String) -> String?) -> String? {
    guard let name = variables.lazy.compactMap(variable).first(where: { !$0.isEmpty }) else {
      return nil
    }
    let prefix = "refs/heads/"
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }
}
