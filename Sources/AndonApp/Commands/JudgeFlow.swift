// `andon judge`: judges recorded measurements by the limits of a pipeline file. Runs nothing.

internal import AndonConfig
internal import AndonImport
internal import AndonJudge
internal import AndonModel
package import AndonReport
internal import AndonRun
internal import AndonSystem
internal import AndonText

/// The steps of `andon judge`.
package enum JudgeFlow {
  /// The options of a judgment.
  package struct Request {
    /// The pipeline file whose limits are used.
    var pipeline: String
    /// The verdict.json, or the measurements, to judge.
    var from: String
    /// A directory for reports; nil for none.
    package var folder: String?
    /// Whether the verdict is printed as JSON.
    package var asJSON = false
    /// How much the JUnit report says.
    package var profile = JUnitProfile.standard
    /// The exit code of yellow, over the pipeline's.
    package var yellowExit: Int?

    /// A request for the verdict as text.
    package init(pipeline: String, from: String) {
      self.pipeline = pipeline
      self.from = from
    }
  }

  /// Judges again and shows the verdict; the exit code is that of the verdict.
  package static func run(_ request: Request) -> Int {
    do {
      let surroundings = try ProcessEnvironment()
      let source = try PipelineSource(config: request.pipeline, surroundings)
      let pipeline = try source.pipeline(surroundings, Repository(around: surroundings.folder))
      let earlier = try measured(request.from, pipeline, surroundings)
      let masker = Masker(hiding: Secrets.values(of: pipeline, surroundings.environment))
      let plan = try plan(of: earlier, pipeline, request, masker)
      let result = RunResult(of: earlier, plan, run(of: earlier, pipeline, source))
      let judged = RunJudge.judge(plan, result)
      let findings = findings(Diagnosis.diagnose(plan, result, judged).findings, result, earlier)
      // Causes and predictions were found when the run was measured.
      let diagnosed = DiagnosedRun(
        findings: findings, causes: earlier.causes, predictionResults: earlier.predictionResults)
      return try report(FinishedRun(plan, result, judged, diagnosed), request, surroundings).code
    } catch {
      return ErrorReporter.exit(for: error, config: request.pipeline).code
    }
  }

  // The measurements of a run, or of another tool.
  private static func measured(
    _ path: String, _ pipeline: Pipeline, _ surroundings: ProcessEnvironment
  ) throws -> RunRecord {
    let bytes = try? Files.read(Paths.absolute(path, in: surroundings.folder))
    let file: MeasurementsFile?
    do throws(MeasurementsFile.MeasurementsError) {
      file = try bytes.flatMap { bytes throws(MeasurementsFile.MeasurementsError) in
        try MeasurementsFile.read(bytes)
      }
    } catch {
      throw AndonError(
        .configuration, "\(path): \(error.message)", hint: "see andon judge --help for its form")
    }
    if let file {
      return try ExternalMeasurements.record(file, pipeline, digest: SHA256(of: bytes ?? []).text)
    }
    return try ReportFlow.read(.verdict(path), surroundings)
  }

  // Findings about the measured run stay; those that depend on the pipeline file are new.
  private static func findings(
    _ judged: [Finding], _ result: RunResult, _ earlier: RunRecord
  ) -> [Finding] {
    let isJudged = { (finding: Finding) in
      finding.code == .ineffectiveWaiver || finding.code.isLint
    }
    let plain = { (finding: Finding) -> Finding in
      var plain = finding
      plain.id = ""
      return plain
    }
    let fresh = judged.filter(isJudged).map(plain)
    if earlier.findings.filter(isJudged).map(plain) == fresh { return earlier.findings }
    let stages = Set(result.stages.map(\.id))
    let kept = earlier.findings.filter { finding in
      !isJudged(finding) && finding.stage.map(stages.contains) ?? true
    }
    return (kept + fresh).numbered
  }

  private static func run(
    of earlier: RunRecord, _ pipeline: Pipeline, _ source: PipelineSource
  ) -> RunIdentity {
    var run = earlier.run
    run.pipeline = pipeline.name
    run.configFile = pipeline.file
    run.configSha256 = SHA256(of: source.bytes).text
    return run
  }

  // The plan of the pipeline, with the answers that the history gave to the measured run.
  private static func plan(
    of earlier: RunRecord, _ pipeline: Pipeline, _ request: Request, _ masker: Masker
  ) throws(AndonError) -> Plan {
    let rows = Dictionary(earlier.objectives.map { ($0.id, $0) }) { first, _ in first }
    var answers = HistoryAnswers()
    for objective in pipeline.objectives {
      let row = rows[objective.id].flatMap { $0.indicator == objective.indicator ? $0 : nil }
      answers.noise[objective.id] = row?.noise
      let asked = row?.comparison.flatMap { comparison in
        comparison.against == objective.relative?.against.text ? comparison.baseline : nil
      }
      answers.baselines[objective.id] =
        asked ?? .unavailable(reason: "the run that was measured asked for no such runs")
    }
    var planned = PlanRequest(processors: 1, jobs: nil, memory: nil, hasBash: false)
    planned.yellowExit = request.yellowExit
    planned.host = earlier.run.host
    // A waiver is judged on the day of the measurement.
    let lint = Lint.findings(pipeline, today: CalendarDay(of: earlier.run.startedAt))
    return Planner.completed(
      try Planner.plan(pipeline, planned, lint: lint, mask: masker.masked), by: answers)
  }

  private static func report(
    _ judged: FinishedRun, _ request: Request, _ surroundings: ProcessEnvironment
  ) throws -> Exit {
    var written = judged
    if let name = request.folder {
      let place = ReportDirectory(name: name, request.profile, surroundings)
      written = try place.claim(in: nil).publish(judged)
    }
    if request.asJSON {
      StandardStream.output.write(bytes: try ReportFile.verdict.write(written.record))
    } else {
      StandardStream.output.show(
        LiveConsole.end(written.record, folder: request.folder, surroundings))
    }
    return written.exit
  }
}

extension RunResult {
  /// The result of an earlier run, for the stages of this plan.
  ///
  /// A stage that the run did not have was not measured.
  fileprivate init(of earlier: RunRecord, _ plan: Plan, _ run: RunIdentity) {
    self.init(run)
    let seen = Dictionary(earlier.stages.map { ($0.id, $0) }) { first, _ in first }
    stages = plan.stages.map { planned in
      guard var record = seen[planned.id] else { return .unmeasured(planned) }
      record.required = planned.stage.required
      record.place = planned.stage.place
      // Several attempts may be combined by another statistic now.
      record.indicators = StageMeasurement.measurements(
        of: record.attempts, planned.stage.attempts, isCutOff: record.isCutOff)
      record.indicators[.builtIn(.identicalOutputs)] = StageMeasurement.identicalOutputs(
        planned.stage.reproducible, record.reproduction)
      return record
    }
    for finding in earlier.findings where finding.role == .cause {
      guard let stage = finding.stage, !finding.evidence.isEmpty else { continue }
      evidence[stage, default: StageEvidence()].tail = finding.evidence
    }
    isOverBudget = earlier.stages.contains { $0.reason == .budget }
    // Design, section 7: 128 and the signal's number.
    if !earlier.complete, earlier.exitCode > 128 {
      interruption = UnixSignal(Int32(earlier.exitCode - 128))
    }
    isWhole = earlier.complete || interruption != nil
  }
}

extension StageRecord {
  fileprivate static func unmeasured(_ planned: PlannedStage) -> StageRecord {
    var record = StageRecord(planned, .skipped)
    record.command = nil
    record.reason = .notMeasured
    return record
  }
}
