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
  /// Processes that had to be ended after their leader, by process id.
  private var left: [Int32: LeftProcess] = [:]

  /// A stage that has just been started.
  init(
    _ stage: Int, readySince: Instant, startedAt: Instant, command: Command,
    metrics: MetricScanner, _ launched: (tree: TreeID, control: TreeControl)
  ) {
    self.stage = stage
    self.readySince = readySince
    self.startedAt = startedAt
    self.command = command
    self.metrics = metrics
    (tree, control) = launched
  }

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
        outcome: outcome, wall: hasRun ? control.wall : .missing(reason: "it never ran"),
        queued: queued, end: hasRun ? end.tree : nil,
        rules: planned.metrics, metrics: metrics
      ).measurements
    var record = StageRecord(
      id: planned.id, required: planned.required, state: StageState(of: outcome))
    record.softCrossed = hasRun && control.crossedSoft
    record.attempts = [attempt]
    record.indicators = StageMeasurement.measurements(of: record.attempts)
    record.left = left.sorted { $0.key < $1.key }.map(\.value)
    return record
  }

  /// Notes processes that are about to be ended after their leader, or that cannot be ended.
  mutating func note(_ processes: [LiveProcess], _ how: String) {
    for process in processes {
      left[process.pid] = LeftProcess(
        pid: Int(process.pid), command: SafeText.line(process.command), how: how)
    }
  }
}
