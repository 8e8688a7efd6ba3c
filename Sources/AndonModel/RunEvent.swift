// What happens while a plan is carried out, for whoever watches.

/// One thing that happened.
package enum RunEvent: Sendable {
  /// An attempt has started.
  case started(StageID, attempt: Int)
  /// An attempt went over its soft deadline, in seconds.
  case slow(StageID, soft: Double)
  /// An attempt is being stopped at its hard deadline, in seconds.
  case stopping(StageID, hard: Double)
  /// A stage has come to its end; a broken one with its last lines of output, made safe.
  case ended(StageRecord, tail: [String])
  /// A signal to andon ends the run.
  case interrupted(UnixSignal)
  /// Time has passed; the stages that run, each with the seconds since its start.
  case tick([(stage: StageID, seconds: Double)], finished: Int, total: Int)
}
