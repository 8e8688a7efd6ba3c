// A pipeline into a plan: every limit filled in, every command a list of words.
// Pure: the machine, the caller and the history are values.

package import AndonModel

/// The machine, and the options of the caller.
package struct PlanRequest: Sendable {
  /// Slots when neither the caller nor the pipeline names a number.
  package var processors: Int
  /// Slots by the caller, over the pipeline's.
  package var jobs: Int?
  /// Bytes of memory when the pipeline names none; nil when the amount is not known.
  package var memory: Int?
  /// Whether bash is installed.
  package var hasBash: Bool
  /// The stages that the caller asked for.
  package var selection = Selection.everything
  /// The exit code of yellow by the caller, over the pipeline's.
  package var yellowExit: Int?
  /// The CI system, whose exit code of yellow is the default.
  package var host = Host.plain

  /// A request for all stages.
  package init(processors: Int, jobs: Int?, memory: Int?, hasBash: Bool) {
    self.processors = processors
    self.jobs = jobs
    self.memory = memory
    self.hasBash = hasBash
  }
}

/// Makes plans.
package enum Planner {
  /// The plan of a pipeline.
  ///
  /// Needs of a pipeline that was read always name a stage. A selected name that no stage has is a
  /// usage error. `lint` are the findings about the file; `mask` hides secrets in texts for
  /// reports. Baselines are added by `completed`.
  package static func plan(
    _ pipeline: Pipeline, _ request: PlanRequest, lint: [Finding] = [],
    mask: (String) -> String = { $0 }
  ) throws(AndonError) -> Plan {
    var plan = Plan(
      stages: try stages(pipeline, request, mask),
      jobs: request.jobs ?? pipeline.jobs ?? max(1, request.processors))
    plan.objectives = pipeline.objectives.map { $0.masked(mask) }
    plan.memory = pipeline.memory ?? request.memory
    plan.budget = pipeline.budget
    plan.maxLogSize = pipeline.maxLogSize
    plan.yellowExit = request.yellowExit ?? pipeline.yellowExit ?? request.host.yellowExit
    plan.lint = lint
    return plan
  }

  /// A plan with everything that earlier runs say: baselines, noise, usual lines, predictions, and
  /// limits that no run comes near.
  package static func completed(_ plan: Plan, by history: HistoryAnswers) -> Plan {
    var plan = plan
    plan.objectives = plan.objectives.map(history.filled)
    plan.predictions = history.predictions
    plan.lint += plan.objectives.compactMap {
      LooseLimit.finding($0, history.used[$0.id] ?? [])
    }
    for index in plan.stages.indices {
      plan.stages[index].knownRules = history.knownRules[plan.stages[index].id] ?? []
    }
    return plan
  }

  private static func stages(
    _ pipeline: Pipeline, _ request: PlanRequest, _ mask: (String) -> String
  ) throws(AndonError) -> [PlannedStage] {
    let index = Dictionary(
      uniqueKeysWithValues: pipeline.stages.enumerated().map { ($1.id, $0) })
    let judged = pipeline.objectives.flatMap(\.indicators)
    let memory = Set(judged.filter { $0.name == .builtIn(.peakMemory) }.map(\.stage))
    let benchmarks = benchmarks(judged)
    let selected = try request.selection.selected(of: pipeline.stages)
    return zip(pipeline.stages, selected).map { stage, isSelected in
      let words = { (line: CommandLine) in arguments(line, shell: stage.shell, request) }
      var planned = PlannedStage(stage, arguments: words(stage.run))
      planned.isSelected = isSelected
      planned.prepare = stage.prepare.map(words)
      planned.command = mask(stage.run.text)
      planned.needs = stage.needs.compactMap { index[$0] }
      planned.environment = pipeline.environment + stage.environment
      planned.benchmarks = benchmarks[stage.id] ?? []
      planned.countsMemory = memory.contains(stage.id)
      return planned
    }
  }

  // The indicators of benchmarks that objectives name, by stage, each once.
  private static func benchmarks(_ judged: [IndicatorReference]) -> [StageID: [String]] {
    var all: [StageID: [String]] = [:]
    for reference in judged {
      guard case .metric(let name) = reference.name,
        name.hasPrefix(CollectedIndicator.benchmarkPrefix),
        all[reference.stage]?.contains(name) != true
      else { continue }
      all[reference.stage, default: []].append(name)
    }
    return all
  }

  private static func arguments(
    _ line: CommandLine, shell: [String]?, _ request: PlanRequest
  ) -> [String] {
    switch line {
    case .words(let words):
      return words
    case .text(let text):
      if let shell { return shell + [text] }
      if let words = ShellWords.simple(text) { return words }
      return request.hasBash ? ["bash", "-eo", "pipefail", "-c", text] : ["sh", "-e", "-c", text]
    }
  }
}
