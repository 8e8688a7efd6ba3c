// `andon judge`: recorded measurements held against the limits of a pipeline file. Runs nothing.

internal import AndonConfig
internal import AndonImport
internal import AndonJudge
internal import AndonModel
internal import AndonReport
internal import AndonRun
internal import AndonSystem
internal import AndonText

/// The steps of `andon judge`.
enum Rejudging {
  /// What the caller asked for.
  struct Request {
    /// The pipeline file whose limits hold.
    var pipeline: String
    /// The verdict.json that was measured.
    var from: String
    /// A folder for reports; nil for none.
    var folder: String?
    /// Whether the verdict is shown as JSON.
    var asJSON: Bool
    /// How much the JUnit report says.
    var profile: JUnitProfile
    /// The exit code of yellow, over the pipeline's.
    var yellowExit: Int?
  }

  /// Judges again and shows the verdict; the exit code is that of the verdict.
  static func run(_ request: Request) -> Int {
    do {
      let surroundings = try Surroundings()
      let source = try PipelineSource(config: request.pipeline, surroundings)
      let pipeline = try source.pipeline(surroundings, Repository(around: surroundings.folder))
      let earlier = try measured(request.from, pipeline, surroundings)
      let masker = Masker(hiding: Secrets.values(of: pipeline, surroundings.environment))
      let terms = terms(of: earlier, pipeline, SHA256(of: source.bytes).text, request.yellowExit)
        .masked(masker.masked)
      var end = Conclusion(terms, RunResult(of: earlier, terms, pipeline))
      end.record.findings = findings(end.record, earlier)
      // Why it took what it took was seen then.
      end.record.causes = earlier.causes
      end.record.ledger = earlier.ledger
      for index in end.record.stages.indices {
        let id = end.record.stages[index].id
        end.record.stages[index].command = earlier.stages.first { $0.id == id }?.command
      }
      return try report(end, request, surroundings).code
    } catch {
      return Complaint.exit(for: error, config: request.pipeline).code
    }
  }

  // What was measured: by a run, or elsewhere.
  private static func measured(
    _ path: String, _ pipeline: Pipeline, _ surroundings: Surroundings
  ) throws -> RunRecord {
    let bytes = try? Files.read(Paths.absolute(path, in: surroundings.folder))
    let file: MeasurementsFile?
    do throws(MeasurementsFile.Fault) {
      file = try bytes.flatMap { bytes throws(MeasurementsFile.Fault) in
        try MeasurementsFile.read(bytes)
      }
    } catch {
      throw AndonError(
        .configuration, "\(path): \(error.message)", hint: "see andon judge --help for its form")
    }
    if let file {
      return try MeasuredElsewhere.record(file, pipeline, digest: SHA256(of: bytes ?? []).text)
    }
    return try Reporting.read(.verdict(path), surroundings)
  }

  // What was seen while it was measured is still so; only what rests on the pipeline file is new.
  private static func findings(_ judged: RunRecord, _ earlier: RunRecord) -> [Finding] {
    let isJudged = { (finding: Finding) in
      finding.code == .ineffectiveWaiver || finding.code.isLint
    }
    let plain = { (finding: Finding) -> Finding in
      var plain = finding
      plain.id = ""
      return plain
    }
    let fresh = judged.findings.filter(isJudged).map(plain)
    if earlier.findings.filter(isJudged).map(plain) == fresh { return earlier.findings }
    let stages = Set(judged.stages.map(\.id))
    let kept = earlier.findings.filter { finding in
      !isJudged(finding) && finding.stage.map(stages.contains) ?? true
    }
    return Diagnosis.numbered(kept + fresh)
  }

  private static func terms(
    of earlier: RunRecord, _ pipeline: Pipeline, _ digest: String?, _ yellow: Int?
  ) -> RunTerms {
    var run = earlier.run
    run.pipeline = pipeline.name
    run.configFile = pipeline.file
    run.configSha256 = digest
    // What a history said is that of the measurement as well.
    let seen = Dictionary(earlier.objectives.map { ($0.id, $0) }) { first, _ in first }
    var judged = pipeline
    for index in judged.objectives.indices {
      let objective = judged.objectives[index]
      let row = seen[objective.id].flatMap { $0.indicator == objective.indicator ? $0 : nil }
      judged.objectives[index].noise = row?.noise
      let asked = row?.comparison.flatMap { comparison in
        comparison.against == objective.relative?.against.text ? comparison.baseline : nil
      }
      judged.objectives[index].relative?.baseline =
        asked ?? .unavailable(reason: "the run that was measured asked for no such runs")
    }
    // Waivers hold for the day of the measurement.
    return RunTerms(
      judged, tool: ToolIdentity(version: andonVersion), run: run,
      yellowExit: yellow, lint: Lint.findings(pipeline, today: CalendarDay(of: run.startedAt)))
  }

  private static func report(
    _ end: Conclusion, _ request: Request, _ surroundings: Surroundings
  ) throws -> Exit {
    var written = ReportWriter.Written(record: end.record, exit: end.exit)
    if let folder = request.folder {
      let folder = ReportFolder(name: folder, request.profile, surroundings)
      written = folder.publish(end.record, end.exit, into: try folder.claim(in: nil))
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
  /// What an earlier run saw of the stages of these terms.
  ///
  /// A stage that it did not have is one of which nothing is known.
  fileprivate init(of earlier: RunRecord, _ terms: RunTerms, _ pipeline: Pipeline) {
    self.init()
    let seen = Dictionary(earlier.stages.map { ($0.id, $0) }) { first, _ in first }
    stages = zip(terms.stages, pipeline.stages).map { stage, configured in
      var record = seen[stage.id] ?? .unmeasured(stage)
      record.required = stage.required
      record.take(stage)
      // Several attempts may be put together by another statistic now.
      record.indicators = StageMeasurement.measurements(
        of: record.attempts, configured.attempts, isCutOff: record.isCutOff)
      record.indicators[.builtIn(.identicalOutputs)] = StageMeasurement.identicalOutputs(
        configured.reproducible, record.reproduction)
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
    seconds = earlier.run.seconds
  }
}

extension StageRecord {
  fileprivate static func unmeasured(_ stage: StageTerms) -> StageRecord {
    var record = StageRecord(id: stage.id, required: stage.required, state: .skipped)
    record.reason = .notMeasured
    return record
  }
}
