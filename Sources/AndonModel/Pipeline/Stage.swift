// One node of the pipeline as it is configured.
// Defaults that depend on the machine are filled in by the plan, not here.

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

/// What is executed.
package enum CommandLine: Equatable, Sendable {
  /// Executed as it is.
  case words([String])
  /// Executed directly where it is simple, else through a shell.
  case text(String)

  /// The command as one line of text.
  package var text: String {
    switch self {
    case .words(let words): words.joined(separator: " ")
    case .text(let text): text
    }
  }
}

/// What an attempt must show for its figures to mean something.
package struct Expectation: Equatable, Sendable {
  /// Exit codes that are no failure.
  package var exits: [Int]
  /// A PCRE2 pattern that some line of output must match.
  package var matches: String?

  /// Nothing beyond a good end: exit code 0.
  package static let success = Expectation(exits: [0], matches: nil)

  /// Joins exit codes and a pattern.
  package init(exits: [Int], matches: String?) {
    self.exits = exits
    self.matches = matches
  }
}

/// One node of the pipeline.
package struct Stage: Equatable, Sendable {
  /// Its name.
  package var id: StageID
  /// A key whose place is kept, for what is said about it.
  package enum Key: String, CaseIterable, Sendable {
    case run, prepare, shell, timeout, memory, outputs, slo
  }

  /// Where its name stands; nil for a command given as arguments.
  package var place: FileLocation?
  // Ten thousand stages have as many of these.
  private var keyPlaces: [KeyPlace] = []

  private struct KeyPlace: Equatable {
    let key: Key
    let line: Int32
    let column: Int32
  }

  /// Notes where a key stands, from 1.
  package mutating func setPlace(of key: Key, line: Int, column: Int) {
    keyPlaces.append(
      KeyPlace(key: key, line: Int32(clamping: line), column: Int32(clamping: column)))
  }

  /// Where the first of some keys that is there stands; the stage's own place for none of them.
  package func place(of keys: Key...) -> FileLocation? {
    guard let place,
      let found = keys.lazy.compactMap({ key in
        keyPlaces.first { $0.key == key }
      }).first
    else { return place }
    return FileLocation(file: place.file, line: Int(found.line), column: Int(found.column))
  }
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
  /// Whether it may write to the files by which a step acts on its CI system, such as the one that
  /// GITHUB_OUTPUT names.
  package var seesHostFiles: Bool
  /// Stages that share a lock never overlap.
  package var locks: [String]
  /// Bytes of memory that it is given; nil when it asks for none.
  package var memory: Int?
  /// The limits of one attempt.
  package var deadlines: Deadlines
  /// Whether its hard deadline was written down, by itself or by the pipeline's defaults.
  package var isHardWritten: Bool
  /// How often it is started.
  package var attempts: AttemptPolicy
  /// What its attempts must show.
  package var expectation: Expectation
  /// Numbers to be read from its output and its files.
  package var metrics: [MetricExtractor]
  /// Globs of the files that it makes, relative to its folder.
  package var outputs: [String]
  /// Whether it says what it makes; none, where `outputs` is empty.
  package var namesOutputs: Bool
  /// How often it runs so that its outputs can be compared; nil where they are not.
  package var reproducible: Reproducible?
  /// Results of other tools that it leaves.
  package var collect: [ResultSource]
  /// A signal that makes its processes say what they are doing, sent to those that catch it before
  /// they are stopped.
  package var evidenceSignal: UnixSignal?
  /// Rules of the lint that its author has looked at and allows.
  package var allowedLint: [FindingCode]

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
    seesHostFiles = false
    locks = []
    memory = nil
    isHardWritten = false
    attempts = .single
    expectation = .success
    metrics = []
    outputs = []
    namesOutputs = false
    reproducible = nil
    collect = []
    evidenceSignal = nil
    allowedLint = []
  }

  /// The unit of one of its indicators; nil when it has no such indicator.
  package func unit(of name: IndicatorName) -> MeasureUnit? {
    switch name {
    case .builtIn(.outputSize) where outputs.isEmpty: nil
    case .builtIn(.identicalOutputs) where reproducible == nil: nil
    case .builtIn(let indicator): indicator.unit
    case .metric(let name): metrics.first { $0.name == name }?.unit ?? collected(name)?.unit
    }
  }

  private func collected(_ name: String) -> CollectedIndicator? {
    guard let indicator = CollectedIndicator(rawValue: name) else { return nil }
    return collect.contains { $0.kind == indicator.kind } ? indicator : nil
  }

  /// Whether an indicator may turn out to be one of its, in a unit that only its limit tells: a
  /// benchmark's.
  package func mayHave(_ name: IndicatorName) -> Bool {
    guard case .metric(let text) = name else { return false }
    return text.hasPrefix(CollectedIndicator.benchmarkPrefix)
      && collect.contains { $0.kind == .benchmark }
  }

  /// The names of its indicators.
  package var indicators: [String] {
    BuiltInIndicator.allCases.map(\.rawValue).filter { unit(of: IndicatorName($0)) != nil }
      + metrics.map(\.name)
      + CollectedIndicator.allCases.map(\.rawValue).filter { collected($0) != nil }
  }
}
