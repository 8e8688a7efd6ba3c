// `andon plan`: what a run would do. Runs nothing.

package import AndonConfig
internal import AndonModel
package import AndonReport
internal import AndonSystem
internal import AndonText

/// The steps of `andon plan`.
package enum PlanFlow {
  /// Shows a plan; the exit code.
  ///
  /// `from` names a verdict.json whose times are taken.
  package static func run(
    config: String?, _ selection: Selection, jobs: Int?, from: String?, _ format: PlanFormat
  ) -> Int {
    do {
      let surroundings = try ProcessEnvironment()
      let source = try PipelineSource(config: config, surroundings)
      let pipeline = try source.pipeline(surroundings, Repository(around: surroundings.folder))
      let masker = Masker(hiding: Secrets.values(of: pipeline, surroundings.environment))
      var plan = try Planner.plan(
        pipeline, .init(MachineFacts(), surroundings, jobs: jobs, selection))
      for index in plan.stages.indices {
        plan.stages[index].arguments = plan.stages[index].arguments.map(masker.masked)
        plan.stages[index].prepare = plan.stages[index].prepare?.map(masker.masked)
      }
      let known = try from.map { try times(of: ReportFlow.read(.verdict($0), surroundings)) } ?? [:]
      let outline = PlanSummarizer.outline(plan, of: pipeline, known: known)
      StandardStream.output.write(bytes: format.write(outline))
      return 0
    } catch {
      return ErrorReporter.exit(for: error, config: config).code
    }
  }

  // Of a stage with several attempts the time of all of them counts.
  private static func times(of record: RunRecord) -> [StageID: Double] {
    var times: [StageID: Double] = [:]
    for stage in record.stages where stage.state == .succeeded {
      let walls = stage.attempts.map { $0.indicators[.builtIn(.wall)]?.reading.value }
      if !walls.contains(nil) { times[stage.id] = walls.compactMap { $0 }.reduce(0, +) }
    }
    return times
  }
}
