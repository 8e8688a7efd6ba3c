// What is configured: the pipeline file as values.
// Defaults that depend on the machine are filled in by the plan, not here.

/// Where something stands in the pipeline file.
///
/// Lines and columns count from 1, in characters.
package struct SourcePlace: Equatable, Sendable, Codable {
  /// The file: relative to the repository, without one to the working folder.
  package var file: String
  /// The line, from 1.
  package var line: Int
  /// The column, from 1.
  package var column: Int

  /// Names a place.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

/// A variable of the environment.
package struct Variable: Equatable, Sendable {
  /// Its name, without `=`.
  package let name: String
  /// Its value.
  package let value: String

  /// Joins name and value.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// From when on an attempt is slow, and from when on it is stopped.
///
/// In seconds.
package struct Deadlines: Equatable, Sendable {
  /// From here on the attempt is slow; nil when nothing was asked for.
  package var soft: Double?
  /// From here on it is stopped.
  package var hard: Double
  /// Between the polite and the final signal.
  package var grace: Double

  /// Takes times in seconds.
  package init(soft: Double?, hard: Double, grace: Double) {
    self.soft = soft
    self.hard = hard
    self.grace = grace
  }
}

/// A number that a stage prints.
package struct MetricRule: Equatable, Sendable {
  /// Which of several matches counts.
  package enum Choice: String, CaseIterable, Sendable {
    case first
    case last
    case min
    case max
    case sum
  }

  /// The metric's name, which becomes an indicator of the stage.
  package let name: String
  /// A PCRE2 pattern; its first group, else the whole match, holds the number.
  package let pattern: String
  /// The unit that values are stored in.
  package let unit: MeasureUnit
  /// What a printed number is multiplied with to be in that unit.
  package let scale: Double
  /// Which of several matches counts.
  package let choice: Choice

  /// Joins the parts of a metric.
  package init(
    name: String, pattern: String, unit: MeasureUnit, scale: Double = 1, choice: Choice = .last
  ) {
    self.name = name
    self.pattern = pattern
    self.unit = unit
    self.scale = scale
    self.choice = choice
  }
}

/// What is executed.
package enum CommandLine: Equatable, Sendable {
  /// Executed as it is.
  case words([String])
  /// Executed directly where it is simple, else through a shell.
  case text(String)
}

/// One node of the pipeline.
package struct Stage: Equatable, Sendable {
  /// Its name.
  package var id: StageID
  /// Where its name stands; nil for a command given as arguments.
  package var place: SourcePlace?
  /// What it executes.
  package var run: CommandLine
  /// What is executed before every attempt, unmeasured.
  package var prepare: CommandLine?
  /// The shell for texts; nil for the default.
  package var shell: [String]?
  /// The stages that must succeed before.
  package var needs: [StageID]
  /// Runs whatever became of its needs.
  package var always: Bool
  /// Whether its failure is red.
  package var required: Bool
  /// Variables over those of the pipeline.
  package var environment: [Variable]
  /// The working folder below the one that andon was started in.
  package var folder: String?
  /// Stages that share a lock never overlap.
  package var locks: [String]
  /// The limits of one attempt.
  package var deadlines: Deadlines
  /// Numbers to be read from the output.
  package var metrics: [MetricRule]

  /// A stage with all defaults that do not depend on the machine.
  package init(id: StageID, run: CommandLine, deadlines: Deadlines) {
    self.id = id
    self.run = run
    self.deadlines = deadlines
    place = nil
    prepare = nil
    shell = nil
    needs = []
    always = false
    required = true
    environment = []
    folder = nil
    locks = []
    metrics = []
  }

  /// The unit of one of its indicators; nil when it has no such indicator.
  package func unit(of name: IndicatorName) -> MeasureUnit? {
    switch name {
    case .builtIn(let indicator): indicator.unit
    case .metric(let name): metrics.first { $0.name == name }?.unit
    }
  }
}

/// A promise about one indicator.
///
/// At least one of `fail` and `warn` is there.
package struct Objective: Equatable, Sendable {
  /// Its name, unique in the pipeline.
  package var id: String
  /// What it looks at.
  package var indicator: IndicatorReference
  /// The condition under which it fails.
  package var fail: Comparison?
  /// The condition under which it warns.
  package var warn: Comparison?
  /// How much it matters.
  package var severity: Severity
  /// The colour of its failure.
  package var onFail: OnFail
  /// Whether its failure or its unknown colours the verdict fully.
  package var required: Bool
  /// Where it stands; nil when it does not come from a file.
  package var place: SourcePlace?

  /// An objective with the defaults of the design.
  package init(id: String, indicator: IndicatorReference, fail: Comparison?, warn: Comparison?) {
    self.id = id
    self.indicator = indicator
    self.fail = fail
    self.warn = warn
    severity = .high
    onFail = .red
    required = true
    place = nil
  }
}

/// A pipeline file, read and found right.
package struct Pipeline: Equatable, Sendable {
  /// The name of the pipeline.
  package var name: String
  /// The file as it is named in reports; nil for a command given as arguments.
  package var file: String?
  /// Variables for every stage.
  package var environment: [Variable]
  /// Stages that may run at once; nil: as many as there are processors.
  package var jobs: Int?
  /// The class of machine that figures may be compared with.
  package var machineClass: String?
  /// Where reports go, relative to the working folder.
  package var reportFolder: String
  /// The exit code of yellow; nil: as the host says.
  package var yellowExit: Int?
  /// The stages, in the order of the file.
  package var stages: [Stage]
  /// Those of `slo` in the order of stages, then those of `objectives`.
  package var objectives: [Objective]

  /// The folder for reports when nothing else is said.
  package static let defaultReportFolder = "andon-out"

  /// An empty pipeline of that name.
  package init(name: String) {
    self.name = name
    file = nil
    environment = []
    jobs = nil
    machineClass = nil
    reportFolder = Self.defaultReportFolder
    yellowExit = nil
    stages = []
    objectives = []
  }
}
