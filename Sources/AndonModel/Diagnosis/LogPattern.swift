// What is known of causes before anything has gone wrong: rules for what is printed.

/// A kind of cause, such as `lock-contention`.
///
/// andon has its own; a project's catalogue may name others.
package struct CauseClass: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// Its name in files.
  package let rawValue: String

  /// Names a kind.
  package init(rawValue: String) { self.rawValue = rawValue }

  private init(_ name: String) { rawValue = name }

  /// The reader of a pipe ended before its writer.
  package static let brokenPipe = Self("broken-pipe")
  /// Something was not built; no cause is known.
  package static let buildFailure = Self("build-failure")
  /// Clocks differ, or one jumped.
  package static let clockSkew = Self("clock-skew")
  /// A file is not what it should be.
  package static let corruptArtifact = Self("corrupt-artifact")
  /// Versions do not go together.
  package static let dependencyConflict = Self("dependency-conflict")
  /// A file system has no space, or no inodes, left.
  package static let diskFull = Self("disk-full")
  /// A process, or the machine, has no more files to open.
  package static let descriptors = Self("fd-exhaustion")
  /// A test passes only sometimes.
  package static let flakyTest = Self("flaky-test")
  /// Somebody else holds a lock.
  package static let lockContention = Self("lock-contention")
  /// What was asked for cannot be done so.
  package static let misconfiguration = Self("misconfiguration")
  /// Something that is needed is not there.
  package static let missingDependency = Self("missing-dependency")
  /// An address does not answer.
  package static let network = Self("network")
  /// There was no more memory.
  package static let outOfMemory = Self("out-of-memory")
  /// It is not allowed.
  package static let permission = Self("permission")
  /// A port or a name is taken.
  package static let portConflict = Self("port-conflict")
  /// No more processes or threads may be started.
  package static let processLimit = Self("process-limit")
  /// A service answers no more for a while.
  package static let rateLimit = Self("rate-limit")
  /// The machine that it ran on went away.
  package static let runnerLost = Self("runner-lost")
  /// A tool says that a limit was broken.
  package static let sloBreach = Self("slo-breach")
  /// A test failed; no cause is known.
  package static let testFailure = Self("test-failure")
  /// A tool gave up waiting.
  package static let timeout = Self("timeout")
  /// A certificate was not accepted.
  package static let tls = Self("tls")
  /// A program crashed.
  package static let crash = Self("toolchain-crash")
  // What no line tells, and only looking at the processes does.
  /// A process waits for input that nobody gives.
  package static let inputWait = Self("input-wait")
  /// Nothing runs, and nothing is waited for but time.
  package static let idleWait = Self("idle-wait")
  /// A process works without an end, a line, or a byte on a disk.
  package static let busyLoop = Self("busy-loop")
  /// Processes were ready to run, and others had the processors.
  package static let processorStarvation = Self("cpu-starvation")
  /// Processes waited for a disk.
  package static let diskStall = Self("io-stall")
  /// Processes that were alive together hold more memory than was allowed.
  package static let memoryDemand = Self("memory-demand")
  /// Processes that a stage left behind.
  package static let leftOver = Self("left-over-processes")
  /// andon ended a server together with the stage that started it.
  package static let endedServer = Self("ended-server")
  /// A whole is allowed less than its part.
  package static let contradictoryLimits = Self("contradictory-limits")
  /// What is made from the same input is not always the same.
  package static let nonDeterminism = Self("non-determinism")

  /// All that andon knows.
  package static let known: [CauseClass] = [
    .brokenPipe, .buildFailure, .clockSkew, .corruptArtifact, .dependencyConflict, .diskFull,
    .descriptors,
    .flakyTest, .lockContention, .misconfiguration, .missingDependency, .network, .outOfMemory,
    .permission, .portConflict, .processLimit, .rateLimit, .runnerLost, .sloBreach, .testFailure,
    .timeout,
    .tls, .crash, .inputWait, .idleWait, .busyLoop, .processorStarvation, .diskStall,
    .memoryDemand, .leftOver, .contradictoryLimits, .nonDeterminism,
  ]

  /// Its name.
  package var description: String { rawValue }

  /// Whether it says only that something failed: any other kind explains it.
  package var isSymptom: Bool {
    self == .buildFailure || self == .testFailure || self == .sloBreach
  }

  /// Whether a command that succeeded can have suffered from it all the same.
  package var harmsSuccess: Bool {
    self == .lockContention || self == .clockSkew || self == .flakyTest
  }
}

/// A rule for what is printed: what a line means.
package struct LogPattern: Equatable, Sendable {
  /// Its name, unique in its catalogue.
  package var id: String
  /// What it says.
  package var kind: CauseClass
  /// How specific it is, 0 to 100.
  package var weight: Int
  /// The pattern of such lines.
  package var regex: String
  /// What such a line means, in one sentence.
  package var why: String
  /// What to do about it.
  package var remedy: String
  /// Kinds that such a line is only an echo of, where one of them was told of before it.
  package var follows: [CauseClass] = []

  /// Joins the parts of a rule.
  package init(
    id: String, kind: CauseClass, weight: Int, regex: String, why: String, remedy: String
  ) {
    self.id = id
    self.kind = kind
    self.weight = weight
    self.regex = regex
    self.why = why
    self.remedy = remedy
  }
}

/// A line of a log that a rule matched, and how often others did.
package struct LogMatch: Equatable, Sendable {
  /// The rule; its pattern may be empty, as it has done its work.
  package var rule: LogPattern
  /// The line that matched first, from 1.
  package var line: Int
  /// How many lines matched.
  package var count: Int
  /// The line, made safe.
  package var text: String
  /// The lines before it, made safe.
  package var before: [String]
  /// The lines after it, made safe.
  package var after: [String]
  /// Whether the last line that matched, or those after it, say that it is tried again or went
  /// well.
  package var isOvercome = false

  /// A first match.
  package init(rule: LogPattern, line: Int, text: String) {
    self.rule = rule
    self.line = line
    count = 1
    self.text = text
    before = []
    after = []
  }
}

/// What the rules found in one log.
package struct LogDiagnosis: Equatable, Sendable {
  /// The log, as reports name it.
  package var log: String
  /// Its lines.
  package var lines: Int
  /// What matched, in the order of the first matches.
  package var logMatches: [LogMatch]

  /// Joins a log with what was found in it.
  package init(log: String, lines: Int, logMatches: [LogMatch]) {
    self.log = log
    self.lines = lines
    self.logMatches = logMatches
  }
}
