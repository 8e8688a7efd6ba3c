// What happens while a plan is carried out, for whoever watches: the console, the journal.

/// One thing that happened.
package enum RunEvent: Sendable {
  /// An attempt has started.
  case started(StageID, attempt: Int, role: AttemptRole, varied: [Variation] = [])
  /// An attempt went over its soft deadline, in seconds; it is stopped and started again if it
  /// climbs.
  case slow(StageID, soft: Double, restarts: Bool)
  /// An attempt is being stopped at its hard deadline or for the run's budget, in seconds.
  case stopping(StageID, Outcome.StopReason, limit: Double)
  /// A stage was looked at.
  case looked(StageID, StageSnapshot)
  /// An attempt has come to its end.
  case attempted(StageID, AttemptRecord)
  /// The course of an attempt's memory, in the order of time.
  case memory(StageID, attempt: Int, [MemorySample])
  /// A stage has come to its end.
  case ended(StageRecord, StageEvidence)
  /// Files of a stage, by their names, were changed after its end.
  case changed(StageID, [String])
  /// A signal to andon ends the run.
  case interrupted(UnixSignal)
  /// The budget of the run, in seconds, is used up: nothing more starts.
  case overBudget(Double)
  /// Since the start of the run the machine was asleep for some seconds, or the calendar's clock
  /// was set forward by some (negative: back).
  case drifted(asleep: Double, set: Double)
  /// Time has passed; the stages that run, each with the seconds since its start.
  case tick([(stage: StageID, seconds: Double)], finished: Int, total: Int)
}
