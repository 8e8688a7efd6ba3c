// The questions of a plan to the history: baselines, noise, usual lines, predictions.

internal import AndonConfig
internal import AndonHistory
internal import AndonJudge
internal import AndonModel
internal import AndonSystem

extension RunHistory {
  /// The answers about a plan, for a run; the files are closed afterwards.
  ///
  /// A question that fails is a finding, and its answer is missing.
  mutating func answers(about plan: Plan, for run: RunIdentity) -> HistoryAnswers {
    var answers = HistoryAnswers()
    if file != nil, run.branch == nil, plan.objectives.contains(where: { $0.relative != nil }) {
      findings.append(
        Finding(
          .historyProblem, .notice, .note,
          "the branch of this run is unknown, so it is stored without one and not used as a "
            + "baseline of a branch"))
    }
    for objective in plan.objectives {
      if let terms = objective.relative {
        answers.baselines[objective.id] = baseline(objective, terms, run)
      } else {
        answers.noise[objective.id] = noise(objective, run)
      }
    }
    addUsual(to: &answers, plan, run)
    close()
    return answers
  }

  // The noise of a series that is decided run by run; nil without a history.
  private mutating func noise(_ objective: Objective, _ run: RunIdentity) -> Double? {
    guard objective.sequence != nil, let unit = objective.unit else { return nil }
    var question = HistoryStore.Question(
      objective.indicator, pipeline: run.pipeline, unit: unit, most: BaselineChoice.figures)
    question.machineClass = run.machineClass
    return answer { store throws(HistoryError) in try store.figures(question) }
      .flatMap { BaselineChoice.noise($0, on: run.machine.fingerprint) }
  }

  private mutating func baseline(
    _ objective: Objective, _ terms: RelativeTerms, _ run: RunIdentity
  ) -> Baseline {
    var question = HistoryStore.Question(
      objective.indicator, pipeline: run.pipeline, unit: terms.unit, most: BaselineChoice.figures)
    question.branch = terms.against.branch
    question.machineClass = run.machineClass
    question.objective = objective.id
    question.fingerprint = run.machine.fingerprint
    do throws(HistoryError) {
      let own = try figures(question, terms.against)
      if own.count >= BaselineChoice.least { return BaselineChoice.choose(own, runs: terms.runs) }
      // There may be enough runs of other machines only.
      question.fingerprint = nil
      let all = try figures(question, terms.against)
      return BaselineChoice.choose(own, runs: terms.runs, foreign: all.count - own.count)
    } catch {
      if let other = terms.against.history { add(error, other) }
      return .unavailable(reason: error.reason)
    }
  }

  private mutating func figures(
    _ question: HistoryStore.Question, _ against: BaselineSelector
  ) throws(HistoryError) -> [PastValue] {
    if let other = against.history {
      return try self.other(Paths.absolute(other, in: surroundings.folder)).figures(question)
    }
    return try ask { store throws(HistoryError) in try store.figures(question) }
  }

  // Runs per day, lines that green runs print as well, open predictions, and the use of limits.
  private mutating func addUsual(
    to answers: inout HistoryAnswers, _ plan: Plan, _ run: RunIdentity
  ) {
    let pipeline = run.pipeline
    answers.runsPerDay =
      answer { store throws(HistoryError) in try store.runsPerDay(pipeline) } ?? nil
    answers.knownRules =
      answer { store throws(HistoryError) in try store.knownRules(pipeline) } ?? [:]
    answers.predictions =
      answer { store throws(HistoryError) in try store.openAdvice(pipeline) } ?? []
    for objective in plan.objectives where LooseLimit.applies(to: objective) {
      answers.used[objective.id] = used(by: objective, run)
    }
  }

  // The largest value of each of the newest runs of the same branch; nil without a history.
  private mutating func used(by objective: Objective, _ run: RunIdentity) -> [Double]? {
    var question = HistoryStore.Question(
      objective.indicator, pipeline: run.pipeline, unit: objective.unit, most: LooseLimit.runs)
    question.branch = run.branch
    question.machineClass = run.machineClass
    return answer { store throws(HistoryError) in try store.figures(question) }?
      .compactMap { $0.run.values.max() }
  }
}
