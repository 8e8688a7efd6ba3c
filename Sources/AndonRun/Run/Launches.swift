// What is launched for a stage: words, environment, folder, log, limits.
// Pure; nothing is started here.

internal import AndonModel
internal import AndonSystem

/// Makes the launches of a run.
struct Launches {
  private let setting: RunSetting
  private let environment: Environment
  private let budget: RunBudget?

  /// Takes the surroundings of a run and the end of its budget.
  init(_ setting: RunSetting, _ budget: RunBudget?) {
    self.setting = setting
    self.budget = budget
    environment = Environment(setting.environment)
  }

  /// The launch of a stage's command.
  func launch(_ run: StageRun) -> Launch {
    let planned = run.planned
    let own = [
      Variable("ANDON", "1"), Variable("ANDON_STAGE", planned.id.text),
      Variable("ANDON_ATTEMPT", "\(run.number)"),
    ]
    var launch = Launch(
      arguments: run.command == .prepare ? planned.prepare ?? [] : planned.arguments,
      environment: environment.words(over: planned.environment + own),
      folder: folder(planned))
    launch.countsMemory = run.command == .attempt && planned.countsMemory
    return launch
  }

  /// The folder of a stage, absolute.
  func folder(_ planned: PlannedStage) -> String {
    Paths.absolute(planned.folder, in: setting.folder)
  }

  /// The log of a stage's command, relative to the report folder.
  func log(_ run: StageRun) -> String {
    let part = run.command == .prepare ? ".prepare" : ""
    return "logs/\(run.planned.id).\(run.number)\(part).log"
  }

  /// The limits of a stage's command: `prepare` has the hard deadline anew and no soft one, nor has
  /// an attempt that takes the place of one that was too slow.
  func limits(_ run: StageRun, at now: Instant) -> TreeControl.Limits {
    let planned = run.planned
    let hasClimbed = run.attempts.contains { $0.role == .rung }
    var limits = TreeControl.Limits(deadlines: planned.deadlines)
    if run.command == .prepare || hasClimbed { limits.deadlines.soft = nil }
    if case .once(_, .rerun) = planned.attempts, limits.deadlines.soft != nil {
      limits.climbs = true
    }
    if run.command == .attempt { limits.asks = planned.evidenceSignal }
    limits.budget = budget?.limit(grace: planned.deadlines.grace, from: now)
    return limits
  }
}
