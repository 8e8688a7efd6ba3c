// A run record as a JUnit report. States judgments, not colours; design, section 5, and
// ci-consumers.md, section 5. Nobody has a warning there: it is a passed case with a line of
// output.

internal import AndonModel

extension JUnitDocument {
  /// The report of a run.
  ///
  /// Red and unknown always show as at least one failure or error.
  init(of record: RunRecord, _ profile: JUnitProfile = .standard) {
    let explanations = Explanations(record)
    let rows = Dictionary(grouping: record.objectives) { $0.indicator.stage }
    let tails = Dictionary(
      record.findings.compactMap { finding in
        finding.role == .cause || finding.code == .softDeadline
          ? finding.stage.map { ($0, finding.evidence) } : nil
      }
    ) { first, _ in first }
    name = record.run.pipeline.isEmpty ? "andon" : record.run.pipeline
    suites = record.stages.map { stage in
      Suite(
        name: stage.id.text, hostname: record.run.machine.hostname,
        startedAt: stage.attempts.first?.startedAt ?? record.run.startedAt,
        file: record.run.configFile, figures: stage.indicators,
        cases: [Self.stageCase(stage, explanations, tail: tails[stage.id] ?? [])]
          + (rows[stage.id] ?? []).map { Self.objectiveCase($0, explanations) })
    }
    let counts = counts
    let mustAlarm = record.verdict == .red || record.verdict == .unknown
    if suites.isEmpty || (mustAlarm && counts.failures + counts.errors == 0) {
      suites.append(Self.runSuite(record, isAlarm: mustAlarm))
    }
    if profile == .standard { removeExtensions() }
  }

  private mutating func removeExtensions() {
    for suite in suites.indices {
      for item in suites[suite].cases.indices {
        suites[suite].cases[item].place = nil
        suites[suite].cases[item].properties = []
      }
    }
  }

  private static func stageCase(
    _ stage: StageRecord, _ explanations: Explanations, tail: [String]
  ) -> Case {
    let wall = stage.indicators[.builtIn(.wall)]?.reading.value ?? 0
    var item = Case(
      className: "andon.\(stage.id)", name: "stage", seconds: wall, outcome: .passed)
    let message = Wording.sentence(stage)
    let why = explanations.cause(of: stage).map(CauseText.lines) ?? []
    switch stage.state {
    case .succeeded where stage.reason == .precondition && stage.required:
      item.outcome = .error(.notMeasured, message: message)
    case .succeeded:
      if stage.reason == .precondition || stage.flaky { item.warnings.append(message) }
      if stage.softCrossed {
        item.warnings.append("it went over its soft deadline")
        item.output = why + tail
      }
      item.warnings += stage.left.map { "left behind: \($0.command) (\($0.termination))" }
    case .failed, .stopped, .couldNotStart:
      let kind = kind(of: stage.state)
      item.outcome =
        stage.required ? .error(kind, message: message) : .failure(kind, message: message)
      item.output = why + tail
    case .skipped where stage.reason == .notSelected:
      item.outcome = .skipped(message: message)
    case .skipped, .cancelled, .lost:
      item.outcome =
        stage.required && !explanations.explain(stage)
        ? .error(.notMeasured, message: message) : .skipped(message: message)
    }
    item.earlier = earlier(stage)
    item.place = stage.place
    item.properties = [
      Property(name: "andon.state", value: stage.state.rawValue),
      Property(name: "andon.attempts", value: "\(stage.attempts.count)"),
    ]
    return item
  }

  // Attempts that were started again because of how they ended.
  private static func earlier(_ stage: StageRecord) -> [Earlier] {
    zip(stage.attempts, stage.attempts.dropFirst()).compactMap { attempt, next in
      guard attempt.role == .rerun || next.role == .retry else { return nil }
      return Earlier(
        kind: kind(of: attempt.outcome),
        message: "attempt \(attempt.number) \(attempt.outcome.phrase)")
    }
  }

  private static func objectiveCase(
    _ row: ObjectiveRecord, _ explanations: Explanations
  ) -> Case {
    var item = Case(
      className: "andon.\(row.indicator.stage)", name: row.id, seconds: 0, outcome: .passed)
    let message = Wording.sentence(row)
    let why = explanations.cause(of: row).map(CauseText.lines) ?? []
    switch row.judgment {
    case .pass: break
    case .warn: (item.warnings, item.output) = ([message], why)
    case .fail where row.isWaived: item.outcome = .skipped(message: message)
    case .fail: (item.outcome, item.output) = (.failure(.sloBreach, message: message), why)
    case .unknown(.notSelected): item.outcome = .skipped(message: message)
    case .unknown:
      item.outcome =
        row.required && !explanations.explain(row)
        ? .error(.notMeasured, message: message) : .skipped(message: message)
    }
    item.place = row.place
    item.properties = [
      Property(name: "andon.judgment", value: row.judgment.name),
      Property(name: "andon.indicator", value: row.indicator.description),
      Property(name: "andon.severity", value: row.severity.rawValue),
      Property(name: "andon.measured", value: Wording.measured(row)),
      Property(name: "andon.limits", value: Wording.limits(row)),
    ]
    return item
  }

  // No stage can have the suite's name.
  private static func runSuite(_ record: RunRecord, isAlarm: Bool) -> Suite {
    let message = "\(record.verdict.rawValue): \(record.headline)"
    let outcome: Outcome = isAlarm ? .error(.notMeasured, message: message) : .passed
    return Suite(
      name: "andon run", hostname: record.run.machine.hostname, startedAt: record.run.startedAt,
      file: record.run.configFile, figures: Measurements(),
      cases: [Case(className: "andon", name: "run", seconds: 0, outcome: outcome)])
  }

  private static func kind(of state: StageState) -> JUnitProblem {
    switch state {
    case .succeeded, .cancelled, .skipped, .lost: .notMeasured
    case .failed: .stageFailed
    case .stopped: .hardTimeout
    case .couldNotStart: .couldNotStart
    }
  }

  private static func kind(of outcome: AndonModel.Outcome) -> JUnitProblem {
    switch outcome {
    case .exited, .signalled: .stageFailed
    case .stopped(.rerun, _, _): .softTimeout
    case .stopped: .hardTimeout
    case .couldNotStart: .couldNotStart
    case .cancelled, .lost: .notMeasured
    }
  }
}
