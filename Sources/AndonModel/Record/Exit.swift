// The numbers that andon gives to its caller. Design, section 7: never 1, never 124 or 137.

/// Why andon ends, and with which code.
package enum Exit: Equatable, Sendable {
  /// A verdict was reached; the code of yellow depends on the host.
  case verdict(Verdict, yellow: Int)
  case usage
  case internalFault
  case resultsNotWritten
  case configuration
  case stopped(by: UnixSignal)

  /// The code for the caller.
  package var code: Int {
    switch self {
    case .verdict(.green, _): 0
    case .verdict(.yellow, let yellow): yellow
    case .verdict(.red, _): 20
    case .verdict(.unknown, _): 30
    case .usage: 64
    case .internalFault: 70
    case .resultsNotWritten: 74
    case .configuration: 78
    case .stopped(let signal): 128 + Int(signal.number)
    }
  }
}

/// The CI system that reads andon.
package enum Host: String, CaseIterable, Sendable {
  case plain
  case github
  case gitlab
  case jenkins
  case buildkite
  case azure
  case teamcity
  case circleci
  case buildbot

  /// The exit code of yellow: 0 where the host has no yellow exit; most of these are told by
  /// annotations.
  package var yellowExit: Int {
    switch self {
    case .github, .azure, .teamcity, .circleci: 0
    case .plain, .gitlab, .jenkins, .buildkite, .buildbot: 10
    }
  }

  /// Whether the output of stages is shown on its console, in parts that open by a click.
  package var foldsOutput: Bool {
    switch self {
    case .github, .gitlab: true
    case .plain, .jenkins, .buildkite, .azure, .teamcity, .circleci, .buildbot: false
    }
  }

  /// Recognises the host by the variables that it sets.
  package init(environment: (String) -> String?) {
    let marks: [(String, Host)] = [
      ("GITHUB_ACTIONS", .github), ("GITLAB_CI", .gitlab), ("TEAMCITY_VERSION", .teamcity),
      ("BUILDKITE", .buildkite), ("TF_BUILD", .azure), ("CIRCLECI", .circleci),
      ("JENKINS_URL", .jenkins),
    ]
    self = marks.first { environment($0.0)?.isEmpty == false }?.1 ?? .plain
  }
}
