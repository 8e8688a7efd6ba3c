// What will be done: stages with every limit filled in, nothing left to decide.

/// One stage, ready to be carried out.
///
/// Stages are known by their position in the plan.
package struct PlannedStage: Equatable, Sendable {
  /// Its name.
  package var id: StageID
  /// Whether its failure is red.
  package var required: Bool
  /// Runs whatever became of its needs.
  package var always: Bool
  /// Positions of the stages that must succeed before.
  package var needs: [Int]
  /// Names of the locks that it holds while it runs.
  package var locks: [String]
  /// The words to execute.
  package var arguments: [String]
  /// The words to execute before every attempt.
  package var prepare: [String]?
  /// Variables over andon's own environment, later ones winning.
  package var environment: [Variable]
  /// The working folder, relative to andon's own; empty for that itself.
  package var folder: String
  /// The limits of one attempt.
  package var deadlines: Deadlines
  /// Numbers to be read from the output.
  package var metrics: [MetricRule]

  /// A stage without needs, locks, metrics or surroundings of its own.
  package init(id: StageID, arguments: [String], deadlines: Deadlines) {
    self.id = id
    self.arguments = arguments
    self.deadlines = deadlines
    required = true
    always = false
    needs = []
    locks = []
    prepare = nil
    environment = []
    folder = ""
    metrics = []
  }
}

/// The stages in the order of the file, and how many may run at once.
package struct Plan: Equatable, Sendable {
  /// The stages.
  package var stages: [PlannedStage]
  /// The slots: at least 1.
  package var jobs: Int

  /// Joins stages and slots.
  package init(stages: [PlannedStage], jobs: Int) {
    self.stages = stages
    self.jobs = jobs
  }
}
