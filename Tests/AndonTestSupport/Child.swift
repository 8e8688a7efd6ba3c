// Runs a program for a test and collects what it leaves. By posix_spawn, not by what is under test.

internal import AndonSystem
internal import Glibc

/// A program that a test has started.
package struct Child {
  /// What is left of a program that has ended.
  package struct End: Equatable, Sendable {
    /// Its exit code; nil when a signal ended it.
    package var exitCode: Int32?
    /// The signal that ended it.
    package var signal: Int32?
    /// What it wrote to standard output.
    package var output: String
    /// What it wrote to standard error.
    package var error: String

    /// Throws where the program failed.
    package func check() throws {
      if exitCode != 0 { throw Failure(text: error + output) }
    }
  }

  /// A program that a test relies on failed.
  package struct Failure: Error {
    /// Its output.
    package let text: String
  }

  /// Its process id.
  package let pid: Int32
  private let files: TemporaryDirectory

  /// Starts a program with the environment of the tests and `variables` over it.
  package init(
    _ words: [String], in folder: String, _ variables: [String: String] = [:]
  ) throws {
    files = try TemporaryDirectory()
    let surroundings = try ProcessEnvironment()
    let environment =
      surroundings.environment.map { String(decoding: $0, as: UTF8.self) }.filter { word in
        let name = String(word.prefix { $0 != "=" })
        // What a CI host sets, or an andon that runs the tests, must not decide what a test sees.
        return variables[name] == nil && !Self.hostVariables.contains(name)
      } + variables.map { "\($0.key)=\($0.value)" }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (number, name) in [(Int32(1), "output"), (2, "error")] {
      unsafe posix_spawn_file_actions_addopen(
        &actions, number, "\(files.path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    // Whoever runs the tests may have signals blocked: a program could not be ended.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    // env(1) changes the folder and becomes the program.
    var pointers = unsafe (["env", "-C", folder] + words).map { unsafe strdup($0) } + [nil]
    var variablePointers = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (unsafe pointers + variablePointers).forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let error = unsafe posix_spawnp(
      &pid, "env", &actions, &attributes, &pointers, &variablePointers)
    if error != 0 { throw SystemError(error, "start \(words[0])") }
    self.pid = pid
  }

  /// Starts a program and waits for its end.
  package static func run(
    _ words: [String], in folder: String, _ variables: [String: String] = [:]
  ) throws -> End {
    try Child(words, in: folder, variables).end()
  }

  /// Sends it a signal.
  package func send(_ signal: Int32) { kill(pid, signal) }

  /// Waits for its end.
  package func end() throws -> End {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 {
      if errno != EINTR { throw SystemError(errno, "wait for \(pid)") }
    }
    let signal = status & 0x7F
    return End(
      exitCode: signal == 0 ? status >> 8 & 0xFF : nil, signal: signal == 0 ? nil : signal,
      output: try files.read("output"), error: try files.read("error"))
  }

  private static let hostVariables: Set = [
    "GITHUB_ACTIONS", "GITLAB_CI", "TEAMCITY_VERSION", "BUILDKITE", "TF_BUILD", "JENKINS_URL",
    "CIRCLECI", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH",
    "GITHUB_STATE",
    "NO_COLOR", "CLICOLOR_FORCE", "ANDON", "ANDON_STAGE", "ANDON_ATTEMPT",
  ]
}
