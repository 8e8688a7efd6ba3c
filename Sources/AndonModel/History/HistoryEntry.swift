// What a history keeps of one run.

/// One run in a history.
package struct HistoryEntry: Equatable, Sendable {
  /// Unique to the run.
  package var id: String
  /// When it started.
  package var startedAt: Timestamp
  /// How long it took, in seconds.
  package var seconds: Double
  /// The pipeline's name.
  package var pipeline: String
  /// The commit of the repository.
  package var commit: String?
  /// The branch that the commit was on.
  package var branch: String?
  /// The newest commit that it shares with the branch that it is held against.
  package var mergeBase: String?
  /// The configured class of machine.
  package var machineClass: String?
  /// What figures depend on: runs of two fingerprints cannot be compared.
  package var fingerprint: String
  /// The run's decision.
  package var verdict: Verdict
  /// Its figures.
  package var figures: [HistoryValues] = []
  /// Its judged objectives.
  package var judgments: [HistoryJudgment] = []
  /// What lines of its logs matched.
  package var logMatches: [HistoryMatch] = []
  /// Its advice.
  package var advice: [HistoryAdvice] = []
  /// What it shows of the advice of earlier runs.
  package var predictionResults: [PredictionResult] = []

  /// A run without figures.
  package init(
    id: String, startedAt: Timestamp, seconds: Double, pipeline: String, fingerprint: String,
    verdict: Verdict
  ) {
    self.id = id
    self.startedAt = startedAt
    self.seconds = seconds
    self.pipeline = pipeline
    self.fingerprint = fingerprint
    self.verdict = verdict
    commit = nil
    branch = nil
    mergeBase = nil
    machineClass = nil
  }

  /// The entry of a recorded run.
  package init(of record: RunRecord) {
    self.init(
      record.run, record.verdict, record.stages, record.objectives, record.causes,
      record.predictionResults)
  }

  /// The entry of a run: the values of stages that succeeded and met their expectation.
  package init(
    _ run: RunIdentity, _ verdict: Verdict, _ stages: [StageRecord],
    _ objectives: [ObjectiveRecord], _ causes: [Cause], _ predictionResults: [PredictionResult]
  ) {
    self.init(
      id: run.id, startedAt: run.startedAt, seconds: run.seconds, pipeline: run.pipeline,
      fingerprint: run.machine.fingerprint, verdict: verdict)
    commit = run.commit
    branch = run.branch
    mergeBase = run.mergeBase
    machineClass = run.machineClass
    // What was measured again to confirm it counts as it was confirmed.
    let confirmed = Set(
      objectives.filter { $0.comparison?.first != nil }.map(\.indicator))
    for stage in stages where stage.state == .succeeded && stage.reason == nil {
      add(stage, confirmed)
    }
    logMatches = stages.flatMap { stage in
      stage.logMatches.map { HistoryMatch(stage: stage.id, rule: $0) }
    }
    addAdvice(run.id, causes)
    self.predictionResults = predictionResults
    judgments = objectives.map {
      HistoryJudgment(
        objective: $0.id, answer: $0.judgment.name, reason: $0.judgment.reason?.rawValue,
        isWaived: $0.isWaived)
    }
  }

  // Of several causes of one kind the first advice about an objective counts.
  private mutating func addAdvice(_ run: String, _ causes: [Cause]) {
    for cause in causes {
      for advice in cause.advice {
        guard let objective = advice.objective, let low = advice.low,
          !self.advice.contains(where: {
            $0.prediction.objective == objective && $0.prediction.kind == cause.kind
          })
        else { continue }
        self.advice.append(
          HistoryAdvice(
            Prediction(
              run: run, objective: objective, kind: cause.kind, change: advice.change,
              low: low, high: advice.high, unit: advice.unit)))
      }
    }
  }

  private mutating func add(_ stage: StageRecord, _ confirmed: Set<IndicatorReference>) {
    let attempts = stage.attempts.comparable
    let again = stage.attempts.filter { $0.role == .confirmation }
    for row in attempts.last?.indicators.rows ?? [] {
      let isConfirmed = confirmed.contains(IndicatorReference(stage: stage.id, name: row.name))
      let values = (isConfirmed ? again : attempts).compactMap { attempt -> Double? in
        if case .exact(let value) = attempt.indicators[row.name]?.reading { value } else { nil }
      }
      if values.isEmpty { continue }
      figures.append(
        HistoryValues(
          IndicatorReference(stage: stage.id, name: row.name), unit: row.quantity.unit.series,
          values: values))
    }
  }
}

extension [AttemptRecord] {
  /// Those whose figures are held against those of other runs: a retry stands for what failed
  /// before it.
  package var comparable: [AttemptRecord] {
    if let retry = last(where: { $0.role == .retry }) { return [retry] }
    return filter { $0.role == .measured }
  }
}
