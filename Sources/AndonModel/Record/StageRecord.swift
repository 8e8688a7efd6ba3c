// What is known of a stage after the run.

/// What an attempt was for.
package enum AttemptRole: String, Sendable {
  case warmup
  case measured
  case retry
  case rerun = "rung"
  case variation
  /// Decides again what was no pass.
  case confirmation
}

/// One start of a stage's process.
package struct AttemptRecord: Equatable, Sendable {
  /// Its number, from 1.
  package var number: Int
  /// What it was for.
  package var role: AttemptRole
  /// How it ended.
  package var outcome: Outcome
  /// When it started.
  package var startedAt: Timestamp
  /// Seconds that it waited for a slot and for locks.
  package var queued: Double
  /// Its log, relative to the report folder.
  package var log: String
  /// Whether the log lacks a part of the output.
  package var logTruncated: Bool
  /// Whether it went over its soft deadline.
  package var softCrossed: Bool
  /// Whether its output was as expected; nil when nothing was expected, or it was cut off.
  package var expectMet: Bool?
  /// Its figures.
  package var indicators: Measurements
  /// Who held the memory when it was most; nil where nobody was seen.
  package var peak: MemorySample?
  /// Processes that the kernel killed for want of memory; nil where it does not count them.
  package var memoryKills: Int?
  /// What was changed around it.
  package var varied: [Variation]

  /// Joins what is known of an attempt.
  package init(
    number: Int, role: AttemptRole, outcome: Outcome, startedAt: Timestamp, log: String
  ) {
    self.number = number
    self.role = role
    self.outcome = outcome
    self.startedAt = startedAt
    self.log = log
    queued = 0
    logTruncated = false
    softCrossed = false
    expectMet = nil
    indicators = Measurements()
    peak = nil
    memoryKills = nil
    varied = []
  }
}

/// A process that had to be ended after its stage's leader.
package struct LeakedProcess: Equatable, Sendable {
  /// Its process id.
  package var pid: Int
  /// Its command line, made safe.
  package var command: String
  /// That even the final signal did not end it.
  package static let unkillable = "would not die"

  /// How it ended: `ended by SIGTERM`, `ended by SIGKILL`, `would not die`.
  package var termination: String
  /// How it had got away from its leader: `group`, `own-group`, `own-session`, `orphan`.
  package var detachment: String?
  /// The function of the kernel that it waited in; nil where it ran or that is not known.
  package var waitChannel: String?
  /// Whether it was started by the stage's `prepare`, and ended before the command itself began.
  package var isOfPrepare = false

  /// Joins what is known of the process.
  package init(pid: Int, command: String, termination: String, detachment: String? = nil) {
    self.pid = pid
    self.command = command
    self.termination = termination
    self.detachment = detachment
    waitChannel = nil
  }
}

/// What became of one stage.
package struct StageRecord: Equatable, Sendable {
  /// Its name.
  package var id: StageID
  /// Whether its failure is red.
  package var required: Bool
  /// What became of it.
  package var state: StageState
  /// It passed only after a retry.
  package var flaky: Bool
  /// An attempt that counts went over its soft deadline.
  package var softCrossed: Bool
  /// Why it shows nothing, or less than it should: it never ran, or its expectation was not met.
  ///
  /// Nil for a stage that ran to an end of its own.
  package var reason: UnknownReason?
  /// The needs that kept it from running.
  package var blockedBy: [StageID]
  /// The one stage that all of it goes back to.
  package var root: StageID?
  /// The attempts that it is judged by; none for a stage that never started.
  package var attempts: [AttemptRecord]
  /// Later runs in changed surroundings, whose outputs are held against those of the last attempt.
  package var variations: [AttemptRecord]
  /// Processes that had to be ended after the leader.
  package var left: [LeakedProcess]
  /// Names of its outputs and logs that were changed or removed after it had ended.
  package var changed: [String]
  /// Its figures: what is judged.
  package var indicators: Measurements
  /// Where its name stands; nil for a command given as arguments.
  package var place: FileLocation?
  /// What it runs, as it is written; nil where that is not known.
  package var command: String?
  /// The rules of causes that lines of its logs matched, by name.
  package var logMatches: [String]
  /// What came of comparing its outputs; nil where they were not.
  package var reproduction: ReproducibilityResult?

  /// A stage of which nothing is known but its state.
  package init(id: StageID, required: Bool, state: StageState) {
    self.id = id
    self.required = required
    self.state = state
    flaky = false
    softCrossed = false
    reason = nil
    blockedBy = []
    root = nil
    attempts = []
    variations = []
    left = []
    changed = []
    indicators = Measurements()
    place = nil
    command = nil
    logMatches = []
    reproduction = nil
  }

  /// A stage of a plan in its final state, without attempts.
  package init(_ planned: PlannedStage, _ state: StageState) {
    self.init(id: planned.id, required: planned.stage.required, state: state)
    place = planned.stage.place
    command = planned.command
  }

  /// Whether those that need it may run.
  package var satisfiesNeeds: Bool { state == .succeeded && reason == nil }

  /// Whether something beyond the stage ended it, so that it might have gone on.
  package var isCutOff: Bool {
    switch reason {
    case .budget, .cancelled, .lost: true
    case .blocked, .stageFailed, .notMeasured, .censored, .tooFewSamples, .precondition, .tainted,
      .notSelected, .none:
      false
    }
  }

  /// Whether an attempt was stopped at its soft deadline and another one took its place.
  package var wasRerun: Bool { attempts.contains { $0.role == .rerun } }
}
