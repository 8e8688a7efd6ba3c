// One stage on its way: `prepare` first, then the attempt itself.
// Holds what is known so far; what to do is asked of TreeControl.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// A stage that has been started and has not come to its end.
struct StageRun {
  /// Which of the stage's commands is running.
  enum Command: Equatable {
    case prepare
    case attempt
  }

  /// How the present command came to its end.
  struct End {
    /// What the machine said last; nil when nothing ran.
    var tree: TreeEnd?
    /// How it ended.
    var outcome: Outcome
    /// Something of it could not be ended.
    var isAbandoned = false
  }

  /// The stage's position in the plan.
  let stage: Int
  /// When the stage could have started.
  let readySince: Instant
  /// When it was started.
  let startedAt: Instant
  /// The process tree of the present command.
  var tree: TreeID
  /// The present command.
  var command: Command
  /// The limits of the present command, and what was done about them.
  var control: TreeControl
  /// Reads the stage's metrics from its output.
  var metrics: MetricScanner
  /// Processes that were about to be ended after their leader.
  var left: [LiveProcess] = []

  /// The stage's record, when its last command has come to its end.
  ///
  /// `offset` is the calendar's time at the clock's `zero`.
  func record(
    _ planned: PlannedStage, _ end: End, log: String, zero: Instant, offset: Timestamp
  ) -> StageRecord {
    // A stage whose `prepare` came to no good end never ran.
    let hasRun = command == .attempt
    let outcome = hasRun ? end.outcome : PrepareFailure.outcome(of: end.outcome)
    let queued = startedAt.seconds(since: readySince)
    var attempt = AttemptRecord(
      number: 1, role: .measured, outcome: outcome,
      startedAt: offset.advanced(bySeconds: control.startedAt.seconds(since: zero)), log: log)
    attempt.queued = queued
    attempt.logTruncated = end.tree?.logFault != nil
    attempt.indicators =
      AttemptMeasurement(
        outcome: outcome, wall: control.wall, queued: queued, end: hasRun ? end.tree : nil,
        rules: planned.metrics, metrics: metrics
      ).measurements
    var record = StageRecord(
      id: planned.id, required: planned.required, state: StageState(of: outcome))
    record.softCrossed = hasRun && control.crossedSoft
    record.attempts = [attempt]
    record.indicators = StageMeasurement.measurements(of: record.attempts)
    let how = control.wasKilled ? "ended by SIGKILL" : "ended by SIGTERM"
    record.left = left.map { process in
      LeftProcess(
        pid: Int(process.pid), command: SafeText.line(process.command),
        how: end.isAbandoned ? "would not die" : how)
    }
    return record
  }
}
