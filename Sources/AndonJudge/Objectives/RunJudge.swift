// All rows into the run's one decision. Pure.
// Design, section 2: the first line that holds decides, red before unknown before yellow.

package import AndonModel

/// Judges a whole run.
package enum RunJudge {
  /// The rows of a run's objectives and its decision.
  package static func judge(_ plan: Plan, _ result: RunResult) -> JudgedRun {
    let objectives = judge(
      plan.objectives, result.stages, startedAt: result.run.startedAt)
    return decide(result.stages, objectives, result.ending)
  }

  /// The rows of all objectives, in their order; `startedAt` is the run's start.
  package static func judge(
    _ objectives: [Objective], _ stages: [StageRecord], startedAt: Timestamp
  ) -> [ObjectiveRecord] {
    let records = Dictionary(stages.map { ($0.id, $0) }) { first, _ in first }
    let today = CalendarDay(of: startedAt)
    let relative = relative(objectives, records)
    return zip(objectives, relative).map { objective, relative in
      let id = objective.indicator.stage
      let stage = records[id] ?? StageRecord(id: id, required: true, state: .lost)
      var seen = ObjectiveJudge.Circumstances(
        stage: stage, given: objective.given.map { PreconditionJudge.answer($0, records) },
        today: today)
      seen.relative = relative
      return ObjectiveJudge.judge(objective, seen)
    }
  }

  // What earlier runs say, of all objectives together: among many tests some fail by chance.
  private static func relative(
    _ objectives: [Objective], _ stages: [StageID: StageRecord]
  ) -> [RelativeJudge.Answer?] {
    var answers = objectives.map { objective in
      objective.relative.map { terms in
        let stage = stages[objective.indicator.stage]
        var answer = RelativeJudge.answer(
          terms, objective.indicator.name, stage?.attempts ?? [])
        // A figure that means nothing is none among many.
        let isMet = objective.given.map { PreconditionJudge.answer($0, stages) == .holds } ?? true
        let isSound = stage?.state == .succeeded && stage?.reason == nil
        if !isMet || !isSound { answer.p = nil }
        return answer
      }
    }
    let sure = Set(FalseDiscovery.rejected(answers.map { $0?.p }))
    for index in answers.indices where answers[index]?.judgment == .fail && !sure.contains(index) {
      answers[index]?.judgment = .warn
      answers[index]?.downgrade = .multipleComparisons
    }
    return answers
  }

  /// The decision over all rows.
  ///
  /// A run that was cut short is red when that is proven, else unknown.
  package static func decide(
    _ stages: [StageRecord], _ objectives: [ObjectiveRecord], _ ending: RunResult.Ending
  ) -> JudgedRun {
    var reasons = reasons(stages, objectives)
    let wasJudged = objectives.contains { $0.judgment.reason == nil }
    // A stage that was lost or cancelled shows nothing: it must not turn "nothing ran" green.
    let ran = stages.contains { $0.state == .succeeded || $0.state.isBroken }
    if !ending.isComplete || (!wasJudged && !ran) {
      reasons.append(VerdictReason(.unknown, .run, "run"))
    }
    let order: [VerdictColor] = [.red, .unknown, .yellow]
    let sorted = order.flatMap { colour in reasons.filter { $0.colour == colour } }
    let verdict: Verdict =
      switch sorted.first?.colour {
      case .red: .red
      case .unknown: .unknown
      case .yellow: .yellow
      case .some(.none), nil: .green
      }
    return JudgedRun(
      objectives: objectives, verdict: verdict, reasons: sorted,
      headline: Headline.text(stages, objectives, ending))
  }

  private static func reasons(
    _ stages: [StageRecord], _ objectives: [ObjectiveRecord]
  ) -> [VerdictReason] {
    objectives.filter { $0.colour != .none }.map { VerdictReason($0.colour, .objective, $0.id) }
      + stages.compactMap { stage in
        let colour = colour(of: stage)
        return colour == .none ? nil : VerdictReason(colour, .stage, stage.id.text)
      }
  }

  /// What a stage itself contributes to the verdict, apart from its objectives.
  package static func colour(of stage: StageRecord) -> VerdictColor {
    switch stage.state {
    case .failed, .stopped, .couldNotStart: stage.required ? .red : .yellow
    case .skipped where stage.reason == .notSelected: .none
    // Its outcome is not known: the stage is at best yellow, as a failure would be.
    case .lost: stage.required ? .unknown : .yellow
    case .skipped, .cancelled: stage.required ? .unknown : stage.softCrossed ? .yellow : .none
    case .succeeded where stage.reason == .precondition: stage.required ? .unknown : .yellow
    case .succeeded:
      stage.softCrossed || stage.flaky || !stage.changed.isEmpty ? .yellow : .none
    }
  }
}
