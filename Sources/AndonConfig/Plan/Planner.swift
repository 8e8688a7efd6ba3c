// A pipeline into a plan: every limit filled in, every command a list of words.
// Pure: what the machine offers is handed in.

package import AndonModel

/// Makes plans.
package enum Planner {
  /// What the machine and the caller say.
  package struct Offer: Sendable {
    /// Slots when the pipeline names none.
    package var processors: Int
    /// Slots by the caller, over the pipeline's.
    package var jobs: Int?
    /// Bytes of memory when the pipeline names none; nil where it is not known.
    package var memory: Int?
    /// Whether there is a bash.
    package var hasBash: Bool
    /// What was asked for.
    package var selection = Selection.everything

    /// Joins what the machine and the caller say.
    package init(processors: Int, jobs: Int?, memory: Int?, hasBash: Bool) {
      self.processors = processors
      self.jobs = jobs
      self.memory = memory
      self.hasBash = hasBash
    }
  }

  /// The plan of a pipeline.
  ///
  /// Needs of a pipeline that was read always name a stage. A selected name that no stage has is a
  /// usage error.
  package static func plan(_ pipeline: Pipeline, _ offer: Offer) throws(AndonError) -> Plan {
    let index = Dictionary(
      uniqueKeysWithValues: pipeline.stages.enumerated().map { ($1.id, $0) })
    let looked = pipeline.objectives.flatMap(\.indicators)
    let judged = Set(looked.filter { $0.name == .builtIn(.peakMemory) }.map(\.stage))
    let benchmarks = benchmarks(looked)
    let selected = try offer.selection.selected(of: pipeline.stages)
    let stages = zip(pipeline.stages, selected).map { stage, isSelected in
      let words = { (line: CommandLine) in arguments(line, shell: stage.shell, offer) }
      var planned = PlannedStage(
        id: stage.id, arguments: words(stage.run), deadlines: stage.deadlines)
      planned.isSelected = isSelected
      planned.prepare = stage.prepare.map(words)
      planned.required = stage.required
      planned.always = stage.always
      planned.needs = stage.needs.compactMap { index[$0] }
      planned.locks = stage.locks
      planned.memory = stage.memory
      planned.environment = pipeline.environment + stage.environment
      planned.folder = stage.folder ?? ""
      planned.seesHostFiles = stage.seesHostFiles
      planned.attempts = stage.attempts
      planned.expectation = stage.expectation
      planned.metrics = stage.metrics
      planned.outputs = stage.outputs
      planned.namesOutputs = stage.namesOutputs
      planned.reproducible = stage.reproducible
      planned.collect = stage.collect
      planned.benchmarks = benchmarks[stage.id] ?? []
      planned.evidenceSignal = stage.evidenceSignal
      planned.countsMemory = judged.contains(stage.id)
      return planned
    }
    var plan = Plan(stages: stages, jobs: offer.jobs ?? pipeline.jobs ?? max(1, offer.processors))
    plan.memory = pipeline.memory ?? offer.memory
    plan.budget = pipeline.budget
    plan.largestLog = pipeline.largestLog
    return plan
  }

  // The indicators of benchmarks that are looked at, by stage, each once.
  private static func benchmarks(_ looked: [IndicatorReference]) -> [StageID: [String]] {
    var all: [StageID: [String]] = [:]
    for reference in looked {
      guard case .metric(let name) = reference.name,
        name.hasPrefix(CollectedIndicator.benchmarkPrefix),
        all[reference.stage]?.contains(name) != true
      else { continue }
      all[reference.stage, default: []].append(name)
    }
    return all
  }

  private static func arguments(
    _ line: CommandLine, shell: [String]?, _ offer: Offer
  ) -> [String] {
    switch line {
    case .words(let words):
      return words
    case .text(let text):
      if let shell { return shell + [text] }
      if let words = ShellWords.simple(text) { return words }
      return offer.hasBash ? ["bash", "-eo", "pipefail", "-c", text] : ["sh", "-e", "-c", text]
    }
  }
}
