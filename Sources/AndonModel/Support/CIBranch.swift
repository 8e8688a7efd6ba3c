// What a CI system has checked out. Most check out a commit without a branch, and say in variables
// whether it is of a branch, a tag or a pull request. The branch of a pull request may be one of a
// fork, and may have the name of a branch of this repository: it is never taken for that.

/// What a CI system says that it has checked out.
package enum CIBranch: Equatable, Sendable {
  case branch(String)
  case tag
  /// A pull request, by its number where that is known.
  case pullRequest(String?)

  // The variables of one system, each in the order in which it is looked at.
  private struct System {
    /// Any of them is there in a run of the system.
    let marks: [String]
    /// The number of a pull request.
    let requests: [String]
    let tags: [String]
    let branches: [String]
  }

  private static let systems = [
    // It is on the branch that it has merged pull requests into, and may run in another system.
    System(
      marks: ["PROW_JOB_ID"], requests: ["PULL_NUMBER"], tags: [], branches: ["PULL_BASE_REF"]),
    System(
      marks: ["GITHUB_ACTIONS"], requests: [], tags: [],
      branches: ["GITHUB_REF", "GITHUB_REF_NAME"]),
    System(
      marks: ["GITLAB_CI"], requests: ["CI_MERGE_REQUEST_IID", "CI_EXTERNAL_PULL_REQUEST_IID"],
      tags: ["CI_COMMIT_TAG"], branches: ["CI_COMMIT_BRANCH"]),
    System(
      marks: ["JENKINS_URL"],
      requests: [
        "CHANGE_ID", "ghprbPullId", "gitlabMergeRequestIid", "GERRIT_CHANGE_NUMBER",
        "pullRequestId", "BITBUCKET_PULL_REQUEST_ID",
      ],
      tags: ["TAG_NAME"], branches: ["BRANCH_NAME", "GIT_LOCAL_BRANCH", "GIT_BRANCH"]),
    System(
      marks: ["BUILDKITE"], requests: ["BUILDKITE_PULL_REQUEST"], tags: ["BUILDKITE_TAG"],
      branches: ["BUILDKITE_BRANCH"]),
    System(
      marks: ["TF_BUILD"],
      requests: ["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "SYSTEM_PULLREQUEST_PULLREQUESTID"],
      tags: [], branches: ["BUILD_SOURCEBRANCH"]),
    System(
      marks: ["CIRCLECI"], requests: ["CIRCLE_PR_NUMBER"], tags: ["CIRCLE_TAG"],
      branches: ["CIRCLE_BRANCH"]),
    System(
      marks: ["BITBUCKET_BUILD_NUMBER"], requests: ["BITBUCKET_PR_ID"], tags: ["BITBUCKET_TAG"],
      branches: ["BITBUCKET_BRANCH"]),
    System(
      marks: ["DRONE"], requests: ["DRONE_PULL_REQUEST"], tags: ["DRONE_TAG"],
      branches: ["DRONE_BRANCH"]),
    System(
      marks: ["CI_PIPELINE_EVENT", "CI_BUILD_EVENT"], requests: ["CI_COMMIT_PULL_REQUEST"],
      tags: ["CI_COMMIT_TAG"], branches: ["CI_COMMIT_BRANCH"]),
    System(
      marks: ["bamboo_buildKey", "bamboo_planKey"], requests: ["bamboo_repository_pr_key"],
      tags: [], branches: ["bamboo_planRepository_branchName", "bamboo_planRepository_branch"]),
    System(
      marks: ["APPVEYOR"], requests: ["APPVEYOR_PULL_REQUEST_NUMBER"],
      tags: ["APPVEYOR_REPO_TAG"], branches: ["APPVEYOR_REPO_BRANCH"]),
    System(
      marks: ["TRAVIS"], requests: ["TRAVIS_PULL_REQUEST"], tags: ["TRAVIS_TAG"],
      branches: ["TRAVIS_BRANCH"]),
    System(
      marks: ["CF_BUILD_ID"], requests: ["CF_PULL_REQUEST_NUMBER", "CF_PULL_REQUEST_ID"],
      tags: ["CF_RELEASE_TAG"], branches: ["CF_BRANCH"]),
    System(
      marks: ["SEMAPHORE"], requests: ["SEMAPHORE_GIT_PR_NUMBER"],
      tags: ["SEMAPHORE_GIT_TAG_NAME"], branches: ["SEMAPHORE_GIT_BRANCH"]),
    System(
      marks: ["CIRRUS_CI"], requests: ["CIRRUS_PR"], tags: ["CIRRUS_TAG"],
      branches: ["CIRRUS_BRANCH"]),
    System(
      marks: ["BITRISE_IO"], requests: ["BITRISE_PULL_REQUEST", "PULL_REQUEST_ID"],
      tags: ["BITRISE_GIT_TAG"], branches: ["BITRISE_GIT_BRANCH"]),
    System(
      marks: ["CODEBUILD_BUILD_ID"], requests: [], tags: [],
      branches: ["CODEBUILD_WEBHOOK_HEAD_REF"]),
    System(
      marks: ["CM_BUILD_ID"], requests: ["CM_PULL_REQUEST_NUMBER"], tags: ["CM_TAG"],
      branches: ["CM_BRANCH"]),
    System(marks: ["BUILD_SUBMITTER"], requests: [], tags: [], branches: ["GIT_REF"]),
  ]

  // Variables of which one of these values says that it is a pull request, where its number is not
  // stated.
  private static let events: [(variable: String, values: [String])] = [
    ("GITHUB_EVENT_NAME", ["pull_request", "pull_request_target"]),
    ("JOB_TYPE", ["presubmit", "batch"]), ("CM_PULL_REQUEST", ["true"]),
    (
      "CODEBUILD_WEBHOOK_EVENT",
      ["CREATED", "UPDATED", "REOPENED", "MERGED", "CLOSED"].map { "PULL_REQUEST_\($0)" }
    ),
    ("BUILD_REASON", ["PullRequest"]), ("DRONE_BUILD_EVENT", ["pull_request"]),
    ("CI_PIPELINE_EVENT", ["pull_request", "pull_request_closed"]),
    ("CI_BUILD_EVENT", ["pull_request"]), ("TRAVIS_EVENT_TYPE", ["pull_request"]),
    ("CI_PIPELINE_SOURCE", ["merge_request_event", "external_pull_request_event"]),
  ]

  /// What the system of those variables has checked out; nil where none says it.
  ///
  /// Where git is on a branch, variables of a system that shows no other sign of itself may be
  /// remains of a shell.
  package init?(isOnBranch: Bool = false, _ variable: (String) -> String?) {
    func value(_ name: String) -> String? {
      variable(name).flatMap { ["", "false", "0", "null"].contains($0) ? nil : $0 }
    }
    let marked = Self.systems.first { $0.marks.contains { value($0) != nil } }
    let named = Self.systems.first { ($0.branches + $0.requests).contains { value($0) != nil } }
    guard let system = marked ?? (isOnBranch ? nil : named) else { return nil }
    let isRequest = Self.events.contains { event in
      value(event.variable).map(event.values.contains) ?? false
    }
    if let number = system.requests.compactMap(value).first {
      self = .pullRequest(number)
    } else if let ref = system.branches.compactMap(value).first {
      self.init(ref: ref)
      if case .pullRequest = self { return }
      if isRequest { self = .pullRequest(nil) }
      let isTag =
        system.tags.contains { value($0) != nil } || value("GITHUB_REF_TYPE") == "tag"
      if case .branch = self, isTag { self = .tag }
    } else if isRequest {
      self = .pullRequest(nil)
    } else if system.tags.contains(where: { value($0) != nil }) {
      self = .tag
    } else {
      return nil
    }
  }

  // `refs/heads/NAME`, `refs/tags/NAME`, `refs/pull/12/merge`, `pull/12`, `origin/NAME` or `NAME`.
  private init(ref: String) {
    let parts = ref.split(separator: "/", omittingEmptySubsequences: false)
    let name = { (count: Int) in parts.dropFirst(count).joined(separator: "/") }
    if ref.hasPrefix("refs/heads/") {
      self = .branch(name(2))
    } else if ref.hasPrefix("refs/tags/") {
      self = .tag
    } else if parts.count > 2, parts[0] == "refs" {
      self = .pullRequest(String(parts[2]))
    } else if parts.count == 2, let number = parts.first(where: { Int($0) != nil }),
      parts[0] == "pull" || parts[1] == "merge"
    {
      self = .pullRequest(String(number))
    } else {
      self = .branch(parts.count > 1 && parts[0] == "origin" ? name(1) : ref)
    }
  }

  /// The name under which a history keeps the run; nil where it belongs to none.
  ///
  /// `pull/12` for a pull request.
  package var branch: String? {
    switch self {
    case .branch(let name): name
    case .tag, .pullRequest(nil): nil
    case .pullRequest(.some(let number)): "pull/\(number)"
    }
  }
}
