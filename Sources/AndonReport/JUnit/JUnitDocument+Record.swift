// A run record as a JUnit report. States judgments, not colours; design, section 5, and
// ci-consumers.md, section 5. Nobody has a warning there: it is a passed case with a line of
// output.

internal import AndonModel

extension JUnitDocument {
  /// The report of a run.
  ///
  /// Red and unknown always show as at least one failure or error.
  init(of record: RunRecord) {
    let explanations = Explanations(record)
    let rows = Dictionary(grouping: record.objectives) { $0.indicator.stage }
    let tails = Dictionary(
      record.findings.compactMap { finding in
        finding.role == .cause || finding.rule == .softDeadline
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
  }

  private static func stageCase(
    _ stage: StageRecord, _ explanations: Explanations, tail: [String]
  ) -> Case {
    let wall = stage.indicators[.builtIn(.wall)]?.reading.value ?? 0
    var item = Case(
      className: "andon.\(stage.id)", name: "stage", seconds: wall, outcome: .passed)
    let message = Wording.sentence(stage)
    switch stage.state {
    case .succeeded where stage.reason == .precondition && stage.required:
      item.outcome = .error(type: "ExpectationUnmet", message: message)
    case .succeeded:
      if stage.reason == .precondition { item.output.append("warning: \(message)") }
      if stage.flaky { item.output.append("warning: \(message)") }
      if stage.softCrossed {
        item.output += ["warning: it went over its soft deadline"] + tail
      }
      for process in stage.left {
        item.output.append("warning: left behind: \(process.command) (\(process.how))")
      }
    case .failed, .stopped, .couldNotStart:
      let type = stage.reason == .budget ? "BudgetUsedUp" : type(of: stage.state)
      item.outcome =
        stage.required
        ? .error(type: type, message: message) : .failure(type: type, message: message)
      item.output = tail
    case .skipped where stage.reason == .notSelected:
      item.outcome = .skipped(message: message)
    case .skipped, .cancelled, .lost:
      item.outcome =
        stage.required && !explanations.explain(stage)
        ? .error(type: type(of: stage.state), message: message) : .skipped(message: message)
    }
    return item
  }

  private static func objectiveCase(
    _ row: ObjectiveRecord, _ explanations: Explanations
  ) -> Case {
    var item = Case(
      className: "andon.\(row.indicator.stage)", name: row.id, seconds: 0, outcome: .passed)
    let message = Wording.sentence(row)
    switch row.judgment {
    case .pass: break
    case .warn: item.output = ["warning: \(message)"]
    case .fail where row.isWaived: item.outcome = .skipped(message: message)
    case .fail: item.outcome = .failure(type: "SloBreach", message: message)
    case .unknown(.notSelected): item.outcome = .skipped(message: message)
    case .unknown:
      item.outcome =
        row.required && !explanations.explain(row)
        ? .error(type: "SloUnknown", message: message) : .skipped(message: message)
    }
    return item
  }

  private static func runSuite(_ record: RunRecord, isAlarm: Bool) -> Suite {
    let message = "\(record.verdict.rawValue): \(record.headline)"
    let outcome: Outcome = isAlarm ? .error(type: "NoVerdict", message: message) : .passed
    return Suite(
      name: "andon", hostname: record.run.machine.hostname, startedAt: record.run.startedAt,
      file: record.run.configFile, figures: Measurements(),
      cases: [Case(className: "andon", name: "run", seconds: 0, outcome: outcome)])
  }

  // CamelCase of two words and more: what GitLab's casts leave alone.
  private static func type(of state: StageState) -> String {
    switch state {
    case .succeeded: "StageSucceeded"
    case .failed: "StageFailed"
    case .stopped: "HardTimeout"
    case .couldNotStart: "CouldNotStart"
    case .cancelled: "StageCancelled"
    case .skipped: "StageSkipped"
    case .lost: "StageLost"
    }
  }
}
