// One stage on its way: `prepare` first, then the attempt itself.
// Holds what is known so far; what to do is asked of TreeControl.

internal import AndonModel
internal import AndonSystem

/// A stage that has been started and has not come to its end.
struct StageRun {
  /// Which of the stage's commands is running.
  enum Command: Equatable {
    case prepare
    case attempt
  }

  /// The stage's position in the plan.
  let stage: Int
  /// The process tree of the present command.
  var tree: TreeID
  /// The present command.
  var command: Command
  /// The limits of the present command.
  var control: TreeControl
  /// When the stage could have started.
  let readySince: Instant
  /// When it was started.
  let startedAt: Instant
  /// Reads the stage's metrics from its output.
  var metrics: MetricScanner
  /// Processes that were about to be ended after their leader.
  var left: [LiveProcess] = []
}
