// The way of a pipeline file from text to exit code, one call a step:
//   config -> plan -> run -> measure -> judge -> diagnose -> report -> exit
// Each step takes values and gives values; this is the only file that sees all of them.

internal import AndonConfig
internal import AndonJudge
internal import AndonModel
internal import AndonReport
internal import AndonRun
internal import AndonSystem

/// The steps in their order.
enum Flow {
  /// Carries out a run; the exit code.
  static func run(_ request: RunRequest) -> Int {
    do {
      return try steps(request).code
    } catch {
      let exit = Complaint.exit(for: error, config: request.config)
      EarlierReports.replace(exit, config: request.config)
      return exit.code
    }
  }

  private static func steps(_ request: RunRequest) throws -> Exit {
    let surroundings = try Surroundings()
    let repository = Repository(around: surroundings.folder)
    let facts = MachineFacts()

    // config: text into a pipeline, or all of its faults
    let (pipeline, digest) = try configure(request, surroundings, repository)

    // plan: every limit filled in
    let plan = Planner.plan(
      pipeline,
      .init(
        processors: facts.processors, jobs: request.jobs,
        hasBash: surroundings.hasProgram("bash")))

    // run and measure: outcomes and figures of every attempt
    let run = RunFacts(surroundings: surroundings, repository: repository, facts: facts)
      .identity(pipeline, plan, host: request.host, configSha256: digest)
    let folder = ReportFolder(of: pipeline, surroundings)
    let result = try carryOut(plan, run, folder, surroundings)

    // judge: figures against objectives
    let stages = placed(result.stages, pipeline)
    let objectives = RunJudge.judge(pipeline, stages)
    let decision = RunJudge.decide(stages, objectives, isCancelled: result.interruption != nil)

    // diagnose: what is wrong, causes first
    let findings = Diagnosis.findings(stages, evidence(plan, result))

    // exit: one code for the caller
    let yellow = request.yellowExit ?? pipeline.yellowExit ?? run.host.yellowExit
    let exit = exit(decision.verdict, yellow: yellow, result)

    // report: the record as files, read back, and as text
    var record = RunRecord(
      tool: ToolIdentity(version: andonVersion), run: run, verdict: decision.verdict,
      exitCode: exit.code, headline: decision.headline)
    record.run.seconds = result.seconds
    record.complete = result.interruption == nil
    record.reasons = decision.reasons
    record.stages = stages
    record.objectives = objectives
    record.findings = findings
    return report(record, exit, folder, surroundings)
  }

  private static func configure(
    _ request: RunRequest, _ surroundings: Surroundings, _ repository: Repository?
  ) throws -> (pipeline: Pipeline, digest: String?) {
    if !request.command.isEmpty {
      let pipeline = try CommandPipeline.make(
        request.command, soft: request.soft, hard: request.hard, grace: request.grace,
        folderName: Paths.name(of: surroundings.folder))
      return (pipeline, nil)
    }
    let source = try PipelineSource(config: request.config, surroundings)
    return (try source.pipeline(surroundings, repository), Files.sha256(source.bytes))
  }

  // From here on a report folder never shows an earlier run.
  private static func carryOut(
    _ plan: Plan, _ run: RunIdentity, _ folder: ReportFolder, _ surroundings: Surroundings
  ) throws -> RunResult {
    let machine: LinuxMachine
    do throws(SystemError) {
      machine = try LinuxMachine(keeper: surroundings.programFolder + "/andon-keeper")
    } catch {
      throw AndonError(
        .internalFault, error.description, hint: "andon-keeper belongs beside andon: install both")
    }
    try folder.open(Provisional.record(run, .verdict(.unknown, yellow: 0)))
    let console = LiveConsole(folder: folder.name, surroundings)
    defer { console.finish() }
    return try Dispatcher.run(
      plan, on: machine,
      .init(
        environment: surroundings.environment, folder: surroundings.folder,
        reportFolder: folder.path, startedAt: run.startedAt, pulse: console.pulse),
      watch: console.show)
  }

  // Precedence: 128+n, then results that are not whole, then the verdict.
  private static func exit(_ verdict: Verdict, yellow: Int, _ result: RunResult) -> Exit {
    if let signal = result.interruption { return .stopped(by: signal) }
    return result.logFaults.isEmpty ? .verdict(verdict, yellow: yellow) : .resultsNotWritten
  }

  private static func evidence(_ plan: Plan, _ result: RunResult) -> Diagnosis.Evidence {
    Diagnosis.Evidence(
      tails: result.tails,
      deadlines: Dictionary(uniqueKeysWithValues: plan.stages.map { ($0.id, $0.deadlines) }),
      exhaustedPatterns: result.exhaustedPatterns, logFaults: result.logFaults,
      interruption: result.interruption)
  }

  // The exit that is left when all reports are written, read back and shown.
  private static func report(
    _ record: RunRecord, _ exit: Exit, _ folder: ReportFolder, _ surroundings: Surroundings
  ) -> Exit {
    var record = record
    let final = folder.publish(&record, exit)
    // The reports are there: from here on a signal may end andon as any other program.
    LinuxMachine.restoreSignals()
    let console = ConsoleReport(
      folder: folder.name, hasColour: LiveConsole.wantsColour(.output, surroundings))
    StandardStream.output.write(
      console.end(record) + Annotations.lines(record, host: record.run.host))
    return final
  }

  // Where a stage stands is known to the pipeline only.
  private static func placed(_ stages: [StageRecord], _ pipeline: Pipeline) -> [StageRecord] {
    zip(stages, pipeline.stages).map { record, stage in
      var record = record
      record.place = stage.place
      return record
    }
  }
}
