// What will be done: stages with every limit filled in, nothing left to decide.

/// One stage, ready to be carried out.
///
/// Stages are known by their position in the plan.
package struct PlannedStage: Equatable, Sendable {
  /// Its name.
  package var id: StageID
  /// False for a stage that was not asked for: it does not run and has no colour.
  package var isSelected: Bool
  /// Whether its failure is red.
  package var required: Bool
  /// Runs whatever became of its needs.
  package var always: Bool
  /// Positions of the stages that must succeed before.
  package var needs: [Int]
  /// Names of the locks that it holds while it runs.
  package var locks: [String]
  /// Bytes of memory that it holds while it runs; nil for one that asks for none.
  package var memory: Int?
  /// The words to execute.
  package var arguments: [String]
  /// The words to execute before every attempt.
  package var prepare: [String]?
  /// Variables over andon's own environment, later ones winning.
  package var environment: [Variable]
  /// The working folder, relative to andon's own; empty for that itself.
  package var folder: String
  /// Whether it may write to the files by which a step acts on its CI system.
  package var seesHostFiles: Bool
  /// The limits of one attempt.
  package var deadlines: Deadlines
  /// How often it is started.
  package var attempts: AttemptPolicy
  /// What its attempts must show.
  package var expectation: Expectation
  /// Numbers to be read from its output and its files.
  package var metrics: [MetricRule]
  /// Globs of the files that it makes, relative to its folder.
  package var outputs: [String]
  /// Whether it says what it makes; none, where `outputs` is empty.
  package var namesOutputs: Bool
  /// How often it runs so that its outputs can be compared; nil where they are not.
  package var reproducible: Reproducible?
  /// Results of other tools that it leaves.
  package var collect: [CollectRule]
  /// The indicators of benchmarks that objectives look at.
  package var benchmarks: [String]
  /// A signal for its processes that catch it, before they are stopped.
  package var evidenceSignal: UnixSignal?
  /// Whether its memory is judged, so that it is counted even where that makes its start slower.
  package var countsMemory: Bool

  /// A stage without needs, locks, metrics or surroundings of its own.
  package init(id: StageID, arguments: [String], deadlines: Deadlines) {
    self.id = id
    self.arguments = arguments
    self.deadlines = deadlines
    isSelected = true
    required = true
    always = false
    needs = []
    locks = []
    memory = nil
    prepare = nil
    environment = []
    folder = ""
    seesHostFiles = false
    attempts = .single
    expectation = .success
    metrics = []
    outputs = []
    namesOutputs = false
    reproducible = nil
    collect = []
    benchmarks = []
    evidenceSignal = nil
    countsMemory = false
  }
}

/// The stages in the order of the file, and what they share.
package struct Plan: Equatable, Sendable {
  /// The stages.
  package var stages: [PlannedStage]
  /// The slots: at least 1.
  package var jobs: Int
  /// Bytes of memory to be given to stages; nil when it is not known how much there is.
  package var memory: Int?
  /// Seconds that the whole run may take.
  package var budget: Double?
  /// Bytes that a log may take; nil: all that there is.
  package var largestLog: Int?

  /// Joins stages and slots, without further limits.
  package init(stages: [PlannedStage], jobs: Int) {
    self.stages = stages
    self.jobs = jobs
    memory = nil
    budget = nil
    largestLog = nil
  }

  /// Whether andon-outputs is needed: for what stages leave.
  package var startsOutputs: Bool {
    stages.contains { stage in
      stage.isSelected && (stage.reproducible != nil || stage.readsFiles)
    }
  }
}

extension PlannedStage {
  /// Whether files that it leaves are read: results, metrics, outputs.
  package var readsFiles: Bool {
    !collect.isEmpty || !outputs.isEmpty || metrics.contains { $0.source.isFile }
  }
}
