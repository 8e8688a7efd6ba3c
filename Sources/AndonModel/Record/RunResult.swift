// What carrying out a plan leaves behind, in values: of a run that has just ended, or out of the
// journal of one.

/// What a stage left beside its record.
package struct StageEvidence: Equatable, Sendable {
  /// A log that could not be written whole, and why.
  package struct LogFault: Equatable, Sendable {
    /// The log, relative to the report folder.
    package var log: String
    /// Why.
    package var reason: String

    /// Joins a log and what went wrong with it.
    package init(log: String, reason: String) {
      self.log = log
      self.reason = reason
    }
  }

  /// Something that was used up.
  package struct Shortage: Equatable, Sendable {
    /// Of what there was no more.
    package enum Resource: String, Sendable {
      /// Space, or inodes, of a file system.
      case disk
      /// Files that a process may have open.
      case files
    }

    /// Of what there was no more.
    package var resource: Resource
    /// What was seen, in words.
    package var text: String

    /// Joins a resource with what was seen of it.
    package init(_ resource: Resource, _ text: String) {
      self.resource = resource
      self.text = text
    }
  }

  /// A port that somebody listened on.
  package struct TakenPort: Equatable, Sendable {
    /// Its number.
    package var port: Int
    /// Who listened.
    package var holder: LockHolder<String>

    /// Joins a port with its holder.
    package init(port: Int, holder: LockHolder<String>) {
      self.port = port
      self.holder = holder
    }
  }

  /// The last lines of output of a broken stage, made safe.
  package var tail: [String] = []
  /// What it was doing when it was slow, or had to be ended.
  package var snapshots: [StageSnapshot] = []
  /// Who waited for which file lock, when that first took long.
  package var locks: [BlockedLock<String>] = []
  /// Metrics, or `expect`, whose pattern ran into its limit.
  package var exhaustedPatterns: [String] = []
  /// What an attempt that failed could have no more of.
  package var shortages: [Shortage] = []
  /// Tests that failed, by the results that it collects; of many the first ones.
  package var brokenTests: [FailedTest] = []
  /// How many failed.
  package var brokenTestCount = 0
  /// Ports that an attempt that failed could not have, and who had them.
  package var takenPorts: [TakenPort] = []
  /// What rules found in its logs; those in which they found something.
  package var readings: [LogDiagnosis] = []
  /// Logs that could not be written whole.
  package var logFaults: [LogFault] = []
  /// What is odd about results of other tools.
  package var collected: [ImportFinding] = []

  /// Nothing beside the record.
  package init() {}

  /// All but the snapshots, which are told of when they are taken.
  package var withoutSnapshots: StageEvidence {
    var evidence = self
    evidence.snapshots = []
    return evidence
  }
}

/// Everything that was seen while a plan was carried out.
package struct RunResult: Equatable, Sendable {
  /// The program that ran it.
  package var tool: ToolIdentity
  /// The run, with its duration.
  package var run: RunIdentity
  /// What became of each stage, in the order of the plan.
  package var stages: [StageRecord]
  /// What stages left beside their records.
  package var evidence: [StageID: StageEvidence]
  /// The Unix signal that ended the run early.
  package var interruption: UnixSignal?
  /// Whether the budget of the run ended it early.
  package var isOverBudget: Bool
  /// Seconds that the machine was asleep.
  package var asleep: Double
  /// Seconds that the calendar's clock was set forward (negative: back).
  package var clockSet: Double
  /// False when andon itself did not live to see the end.
  package var isWhole: Bool

  /// A run that has not begun.
  package init(_ run: RunIdentity, by tool: ToolIdentity = .current) {
    self.tool = tool
    self.run = run
    stages = []
    evidence = [:]
    interruption = nil
    isOverBudget = false
    asleep = 0
    clockSet = 0
    isWhole = true
  }

  /// How a run came to its end.
  package enum Ending: Equatable, Sendable {
    /// Everything that was planned was done, or could not be done.
    case whole
    /// The budget ended it.
    case overBudget
    /// A signal to andon ended it.
    case cancelled
    /// andon itself did not live to see the end.
    case cutOff

    /// Whether the run may be judged as a whole.
    package var isComplete: Bool {
      switch self {
      case .whole, .overBudget: true
      case .cancelled, .cutOff: false
      }
    }
  }

  /// How it came to its end.
  package var ending: Ending {
    if !isWhole { return .cutOff }
    if interruption != nil { return .cancelled }
    return isOverBudget ? .overBudget : .whole
  }

  /// Whether some log could not be written whole.
  package var hasLogFaults: Bool { evidence.values.contains { !$0.logFaults.isEmpty } }
}
