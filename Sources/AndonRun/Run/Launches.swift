// What is launched for a stage: words, environment, folder, log.
// Pure; nothing is started here.

internal import AndonModel
internal import AndonSystem

/// Makes the launches of a run.
struct Launches {
  private let setting: RunSetting
  private let environment: Environment

  /// Takes the surroundings of a run.
  init(_ setting: RunSetting) {
    self.setting = setting
    environment = Environment(setting.environment)
  }

  /// The launch of a stage's command.
  func launch(_ planned: PlannedStage, _ command: StageRun.Command) -> Launch {
    let own = [
      Variable("ANDON", "1"), Variable("ANDON_STAGE", planned.id.text),
      Variable("ANDON_ATTEMPT", "1"),
    ]
    return Launch(
      arguments: command == .prepare ? planned.prepare ?? [] : planned.arguments,
      environment: environment.words(over: planned.environment + own),
      folder: Paths.absolute(planned.folder, in: setting.folder),
      log: "\(setting.reportFolder)/\(log(planned, command))",
      observesOutput: command == .attempt && !planned.metrics.isEmpty)
  }

  /// The log of a stage's command, relative to the report folder.
  func log(_ planned: PlannedStage, _ command: StageRun.Command) -> String {
    command == .prepare ? "logs/\(planned.id).1.prepare.log" : "logs/\(planned.id).1.log"
  }

  /// The limits of a stage's command: `prepare` has the hard deadline anew, and no soft one.
  func limits(_ planned: PlannedStage, _ command: StageRun.Command) -> Deadlines {
    var limits = planned.deadlines
    if command == .prepare { limits.soft = nil }
    return limits
  }
}
