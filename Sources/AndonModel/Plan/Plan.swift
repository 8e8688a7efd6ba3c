// The stages with every limit filled in, and everything that a run is judged by.
// Nothing is left to decide. The head of a journal holds the part that judging needs.

/// One stage, ready to be run.
///
/// A plan refers to its stages by their index.
package struct PlannedStage: Equatable, Sendable {
  /// The stage as it is configured.
  package var stage: Stage
  /// False for a stage that was not asked for: it does not run and has no color.
  package var isSelected = true
  /// Indices of the stages that must succeed before.
  package var needs: [Int] = []
  /// The words to execute; none in a plan that was read from a journal.
  package var arguments: [String]
  /// The words to execute before every attempt.
  package var prepare: [String]?
  /// The command for reports, with secrets masked; nil for a stage that was measured elsewhere.
  package var command: String?
  /// Variables over andon's own environment, later ones winning.
  package var environment: [Variable] = []
  /// The indicators of benchmarks that objectives name.
  package var benchmarks: [String] = []
  /// Whether its memory is judged, so that it is counted even where that makes its start slower.
  package var countsMemory = false
  /// Log patterns that the logs of its green runs match as well: no evidence for a cause.
  package var knownRules: [String] = []

  /// A stage without needs.
  package init(_ stage: Stage, arguments: [String]) {
    self.stage = stage
    self.arguments = arguments
  }

  /// The name of the stage.
  package var id: StageID { stage.id }

  /// Whether andon reads files that it leaves: results, metrics, outputs.
  package var readsFiles: Bool {
    !stage.collect.isEmpty || !stage.outputs.isEmpty
      || stage.metrics.contains(where: \.source.isFile)
  }
}

/// The plan of a run.
package struct Plan: Equatable, Sendable {
  /// The stages, in the order of the file.
  package var stages: [PlannedStage]
  /// The objectives with their baselines: those of `slo` in the order of stages, then the others.
  package var objectives: [Objective] = []
  /// Slots: at least 1.
  package var jobs: Int
  /// Bytes of memory to be given to stages; nil when the amount is not known.
  package var memory: Int?
  /// Seconds that the whole run may take.
  package var budget: Double?
  /// The largest log in bytes; nil for no limit.
  package var maxLogSize: Int?
  /// The exit code of yellow.
  package var yellowExit = 0
  /// Findings about the pipeline file.
  package var lint: [Finding] = []
  /// Predictions of earlier runs that no run has checked yet.
  package var predictions: [Prediction] = []

  /// A plan without further limits.
  package init(stages: [PlannedStage], jobs: Int) {
    self.stages = stages
    self.jobs = jobs
  }

  /// Whether andon-outputs is needed to read what stages leave.
  package var startsOutputs: Bool {
    stages.contains { $0.isSelected && ($0.stage.reproducible != nil || $0.readsFiles) }
  }
}
