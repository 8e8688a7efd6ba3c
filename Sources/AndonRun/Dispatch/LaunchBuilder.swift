// What is launched for a stage: words, environment, folder, log, limits.
// Pure; nothing is started here.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// Makes the launches of a run.
struct LaunchBuilder {
  // Seconds that one of andon's own commands gets at least: large outputs take their time.
  private static let patience = 600.0

  // Seconds to look at the files of a stage.
  private static let readingPatience = 120.0

  private let setting: RunnerConfiguration
  private let environment: Environment
  private let budget: RunBudget?

  /// Takes the surroundings of a run and the end of its budget.
  init(_ setting: RunnerConfiguration, _ budget: RunBudget?) {
    self.setting = setting
    self.budget = budget
    environment = Environment(setting.environment)
  }

  /// The launch of a stage's command.
  func launch(_ run: StageRun) -> LaunchRequest {
    let planned = run.planned
    if let words = ownWords(run) {
      // What it shows of outputs is to hold no secret; how they are told is in HiddenBytes.
      let hidden = [Variable("ANDON_MASK", setting.masker.digits)]
      var launch = LaunchRequest(
        arguments: words,
        environment: environment.words(
          over: gitVariables + (run.command == .ownCommand(.compare) ? hidden : [])),
        folder: setting.directory)
      launch.keepsOutputs = true
      return launch
    }
    let change = run.reproduction?.change ?? EnvironmentPatch()
    let folder = run.reproduction?.runFolder ?? folder(planned)
    // Between runs whose outputs are compared nothing differs but what is declared.
    let number = run.reproduction == nil ? run.number : run.attempts.count
    var own = [
      Variable("ANDON", "1"), Variable("ANDON_STAGE", planned.id.text),
      Variable("ANDON_ATTEMPT", "\(number)"),
    ]
    if change.varied.contains(.path) { own.append(Variable("PWD", folder)) }
    let words = run.command == .prepare ? planned.prepare ?? [] : planned.arguments
    var launch = LaunchRequest(
      arguments: change.words + words,
      environment: environment.words(
        over: planned.environment + own + change.variables, hostFiles: planned.stage.seesHostFiles),
      folder: folder)
    launch.countsMemory = run.command == .attempt && planned.countsMemory
    return launch
  }

  // Settings of git as variables: git-config(1), GIT_CONFIG_COUNT.
  private var gitVariables: [Variable] {
    let settings = setting.variations.gitSettings
    if settings.isEmpty { return [] }
    // Behind those of the caller.
    let first = environment.text("GIT_CONFIG_COUNT").flatMap { Int($0) } ?? 0
    return [Variable("GIT_CONFIG_COUNT", "\(first + settings.count)")]
      + settings.enumerated().flatMap { offset, setting in
        let index = first + offset
        return [
          Variable("GIT_CONFIG_KEY_\(index)", setting.name),
          Variable("GIT_CONFIG_VALUE_\(index)", setting.value),
        ]
      }
  }

  // The words of one of andon's own commands; nil where a command is the stage's.
  private func ownWords(_ run: StageRun) -> [String]? {
    let place = place(run.planned)
    switch run.command {
    case .prepare, .attempt: return nil
    case .measuring:
      let before = run.before ?? FileMeasurement.Before()
      return [OwnPrograms.outputsPath, "measure"]
        + FileRequest(run.planned, in: place, since: before).words
    case .digesting:
      return [
        OwnPrograms.outputsPath, "digest", place.base, place.path, setting.reportDirectory, "--",
      ] + run.planned.stage.outputs
    case .ownCommand(let ownCommand): return run.reproduction?.words(ownCommand) ?? []
    }
  }

  /// The folder of a stage, absolute.
  func folder(_ planned: PlannedStage) -> String {
    Paths.absolute(planned.stage.folder ?? "", in: setting.directory)
  }

  /// The folder of a stage, and that of the run.
  func place(_ planned: PlannedStage) -> StageDirectory {
    StageDirectory(base: setting.directory, path: folder(planned))
  }

  /// The folder of a stage, open.
  func directory(_ planned: PlannedStage) throws(SystemError) -> Directory {
    try place(planned).directory()
  }

  /// The log of a stage's command, relative to the report folder.
  func log(_ run: StageRun) -> String {
    switch run.command {
    case .attempt: "logs/\(run.planned.id).\(run.number).log"
    case .prepare: "logs/\(run.planned.id).\(run.number).prepare.log"
    case .measuring: "logs/\(run.planned.id).\(run.number).measure.log"
    case .digesting: "logs/\(run.planned.id).\(run.number - 1).digest.log"
    case .ownCommand(.copy): "logs/\(run.planned.id).\(run.number).copy.log"
    // About the attempt that has just ended.
    case .ownCommand(let command):
      "logs/\(run.planned.id).\(run.number - 1).\(command.rawValue).log"
    }
  }

  /// The limits of a stage's command: `prepare` has the hard deadline anew and no soft one, nor has
  /// an attempt that takes the place of one that was too slow, or whose outputs alone count.
  func limits(_ run: StageRun, at now: Instant) -> TreeControl.Limits {
    let planned = run.planned
    let wasRerun = run.attempts.contains { $0.role == .rerun }
    var limits = TreeControl.Limits(deadlines: planned.stage.deadlines)
    if run.command != .attempt || wasRerun || run.role == .variation {
      limits.deadlines.soft = nil
    }
    switch run.command {
    case .prepare, .attempt: break
    case .measuring, .digesting: limits.deadlines.hard = Self.readingPatience
    case .ownCommand: limits.deadlines.hard = max(limits.deadlines.hard, Self.patience)
    }
    if case .once(_, .rerun) = planned.stage.attempts, limits.deadlines.soft != nil {
      limits.restarts = true
    }
    if run.command == .attempt { limits.asks = planned.stage.evidenceSignal }
    limits.budget = budget?.limit(grace: planned.stage.deadlines.grace, from: now)
    return limits
  }
}
