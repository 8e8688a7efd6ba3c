// What CI systems say that they have checked out, by the variables that they set.

import AndonModel
import Testing

@Suite("Checked out") struct CIBranchTests {
  private func found(_ variables: [String: String]) -> CIBranch? {
    CIBranch { variables[$0] }
  }

  @Test(
    "a branch is what a run of a branch is of",
    arguments: [
      [
        "GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/heads/main", "GITHUB_EVENT_NAME": "push",
        "GITHUB_HEAD_REF": "",
      ],
      ["GITHUB_ACTIONS": "true", "GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "branch"],
      ["GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main", "CI_PIPELINE_SOURCE": "push"],
      ["JENKINS_URL": "x", "BRANCH_NAME": "main"],
      ["JENKINS_URL": "x", "GIT_BRANCH": "origin/main"],
      ["BUILDKITE": "true", "BUILDKITE_BRANCH": "main", "BUILDKITE_PULL_REQUEST": "false"],
      ["TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/heads/main"],
      ["CIRCLECI": "true", "CIRCLE_BRANCH": "main"],
      ["BITBUCKET_BUILD_NUMBER": "3", "BITBUCKET_BRANCH": "main"],
      ["DRONE": "true", "DRONE_BRANCH": "main", "DRONE_BUILD_EVENT": "push"],
      ["CI_PIPELINE_EVENT": "push", "CI_COMMIT_BRANCH": "main"],
      ["bamboo_planKey": "P", "bamboo_planRepository_branchName": "main"],
      ["APPVEYOR": "True", "APPVEYOR_REPO_BRANCH": "main", "APPVEYOR_REPO_TAG": "false"],
      [
        "TRAVIS": "true", "TRAVIS_BRANCH": "main", "TRAVIS_PULL_REQUEST": "false", "TRAVIS_TAG": "",
      ],
      ["CF_BUILD_ID": "x", "CF_BRANCH": "main"], ["CIRRUS_CI": "true", "CIRRUS_BRANCH": "main"],
    ])
  func branches(_ variables: [String: String]) {
    #expect(found(variables) == .branch("main"))
  }

  @Test(
    "a pull request is never a run of the branch of the same name",
    arguments: [
      [
        "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_REF": "refs/pull/12/merge", "GITHUB_REF_NAME": "12/merge",
        "GITHUB_HEAD_REF": "main", "GITHUB_BASE_REF": "main",
      ],
      ["GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "12", "CI_COMMIT_REF_NAME": "main"],
      ["JENKINS_URL": "x", "CHANGE_ID": "12", "BRANCH_NAME": "main", "CHANGE_BRANCH": "main"],
      ["BUILDKITE": "true", "BUILDKITE_BRANCH": "main", "BUILDKITE_PULL_REQUEST": "12"],
      ["TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/pull/12/merge"],
      ["CIRCLECI": "true", "CIRCLE_BRANCH": "pull/12"],
      ["CIRCLECI": "true", "CIRCLE_BRANCH": "main", "CIRCLE_PR_NUMBER": "12"],
      ["BITBUCKET_BUILD_NUMBER": "3", "BITBUCKET_BRANCH": "main", "BITBUCKET_PR_ID": "12"],
      ["DRONE": "true", "DRONE_BRANCH": "main", "DRONE_PULL_REQUEST": "12"],
      [
        "CI_PIPELINE_EVENT": "pull_request", "CI_COMMIT_BRANCH": "main",
        "CI_COMMIT_PULL_REQUEST": "12",
      ],
      [
        "bamboo_planKey": "P", "bamboo_planRepository_branchName": "main",
        "bamboo_repository_pr_key": "12",
      ],
      ["APPVEYOR": "True", "APPVEYOR_REPO_BRANCH": "main", "APPVEYOR_PULL_REQUEST_NUMBER": "12"],
      ["TRAVIS": "true", "TRAVIS_BRANCH": "main", "TRAVIS_PULL_REQUEST": "12"],
      ["CF_BUILD_ID": "x", "CF_BRANCH": "main", "CF_PULL_REQUEST_NUMBER": "12"],
    ])
  func requests(_ variables: [String: String]) {
    #expect(found(variables) == .pullRequest("12"))
    #expect(found(variables)?.branch == "pull/12")
  }

  @Test(
    "a pull request whose number is not stated belongs to no branch",
    arguments: [
      [
        "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request_target",
        "GITHUB_REF": "refs/heads/main", "GITHUB_HEAD_REF": "main",
      ],
      ["TF_BUILD": "True", "BUILD_REASON": "PullRequest", "BUILD_SOURCEBRANCH": "refs/heads/main"],
      ["DRONE": "true", "DRONE_BRANCH": "main", "DRONE_BUILD_EVENT": "pull_request"],
    ])
  func unnumbered(_ variables: [String: String]) {
    #expect(found(variables) == .pullRequest(nil) && found(variables)?.branch == nil)
  }

  @Test(
    "a tag is never a run of the branch of the same name",
    arguments: [
      ["GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/tags/main"],
      ["GITHUB_ACTIONS": "true", "GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "tag"],
      ["GITLAB_CI": "true", "CI_COMMIT_TAG": "main"],
      ["JENKINS_URL": "x", "TAG_NAME": "main", "BRANCH_NAME": "main"],
      ["BUILDKITE": "true", "BUILDKITE_BRANCH": "main", "BUILDKITE_TAG": "main"],
      ["TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/tags/main"],
      ["CIRCLECI": "true", "CIRCLE_TAG": "main"],
      ["TRAVIS": "true", "TRAVIS_BRANCH": "main", "TRAVIS_TAG": "main"],
      ["APPVEYOR": "True", "APPVEYOR_REPO_BRANCH": "main", "APPVEYOR_REPO_TAG": "true"],
    ])
  func tags(_ variables: [String: String]) {
    #expect(found(variables) == .tag && found(variables)?.branch == nil)
  }

  @Test("without a CI system nothing is said, and a branch may have any name")
  func others() {
    #expect(found([:]) == nil && found(["GITHUB_REF": ""]) == nil)
    for name in ["feature/merge", "a/b/c", "12", "pull", "refs"] {
      #expect(found(["JENKINS_URL": "x", "BRANCH_NAME": name]) == .branch(name))
    }
  }

  @Test("pull requests that plugins build, and systems that merge them into a branch")
  func mergedRequests() {
    for plugin in ["GERRIT_CHANGE_NUMBER", "pullRequestId", "BITBUCKET_PULL_REQUEST_ID"] {
      let variables = ["JENKINS_URL": "u", "GIT_BRANCH": "origin/main", plugin: "12"]
      #expect(found(variables) == .pullRequest("12"), "\(plugin)")
    }
    let prow = ["PROW_JOB_ID": "a", "PULL_BASE_REF": "main"]
    let number = ["JOB_TYPE": "presubmit", "PULL_NUMBER": "7"]
    #expect(found(prow.merging(number) { $1 }) == .pullRequest("7"))
    #expect(found(prow.merging(["JOB_TYPE": "batch"]) { $1 }) == .pullRequest(nil))
    #expect(found(prow.merging(["JOB_TYPE": "postsubmit"]) { $1 }) == .branch("main"))
    let build = ["CODEBUILD_BUILD_ID": "a", "CODEBUILD_WEBHOOK_HEAD_REF": "refs/heads/main"]
    #expect(found(build) == .branch("main"))
    let event = ["CODEBUILD_WEBHOOK_EVENT": "PULL_REQUEST_UPDATED"]
    #expect(found(build.merging(event) { $1 }) == .pullRequest(nil))
    #expect(found(["CM_BUILD_ID": "a", "CM_BRANCH": "main"]) == .branch("main"))
    #expect(found(["BUILD_SUBMITTER": "git", "GIT_REF": "refs/heads/main"]) == .branch("main"))
    let local = ["JENKINS_URL": "u", "GIT_BRANCH": "upstream/main", "GIT_LOCAL_BRANCH": "main"]
    #expect(found(local) == .branch("main"))
  }

  @Test("where git is on a branch, a variable of a shell is not believed")
  func remains() {
    let variables = ["GIT_BRANCH": "main"]
    #expect(CIBranch(isOnBranch: true) { variables[$0] } == nil)
    #expect(found(variables) == .branch("main"))
  }

  @Test("jobs have names of their own, and branches of one job the same")
  func categories() {
    func name(_ host: Host, _ variables: [String: String]) -> String? {
      JobCategory.name(host, { variables[$0] })
    }
    let step = ["BUILDKITE_STEP_KEY": "k", "BUILDKITE_LABEL": "test 3.11"]
    #expect(name(.buildkite, step) == "k-test 3.11")
    let azure = ["SYSTEM_STAGENAME": "s", "SYSTEM_PHASENAME": "p", "AGENT_JOBNAME": "j"]
    #expect(name(.azure, azure) == "s-p-j")
    #expect(name(.jenkins, ["JOB_NAME": "org/app/PR-12", "BRANCH_NAME": "PR-12"]) == "org/app")
    #expect(name(.jenkins, ["JOB_NAME": "org/app"]) == "org/app")
  }
}
