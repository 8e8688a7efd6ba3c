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
      return try runOrThrow(request)
    } catch let error as AndonError {
      complain(error)
      replaceEarlierReports(code: error.exit, config: request.config)
      return error.exit.code
    } catch let faults as ConfigFaults {
      complain(faults, of: request.config)
      replaceEarlierReports(code: .configuration, config: request.config)
      return Exit.configuration.code
    } catch {
      complain(
        AndonError(.internalFault, "\(error)", hint: "report this as a fault of andon"))
      return Exit.internalFault.code
    }
  }

  private static func runOrThrow(_ request: RunRequest) throws -> Int {
    let surroundings = try Surroundings()
    let repository = Repository(around: surroundings.folder)
    let facts = MachineFacts()

    // config
    let (pipeline, digest) = try configure(request, surroundings, repository)

    // plan
    let plan = Planner.plan(
      pipeline,
      Planner.Offer(
        processors: facts.processors, jobs: request.jobs,
        hasBash: surroundings.hasProgram("bash")))

    let identity = RunFacts(
      request: request, surroundings: surroundings, repository: repository, facts: facts
    ).identity(pipeline, plan, configSha256: digest)
    let folder = ReportFolder(
      path: Paths.absolute(pipeline.reportFolder, in: surroundings.folder))
    let machine = try LinuxMachine(keeper: surroundings.programFolder + "/andon-keeper")
    try folder.open(Provisional.record(identity, .verdict(.unknown, yellow: 0)))

    // run and measure
    let console = LiveConsole(surroundings)
    let result = try Dispatcher.run(
      plan, on: machine,
      .init(
        environment: surroundings.environment, folder: surroundings.folder,
        reportFolder: folder.path, startedAt: identity.startedAt, pulse: console.pulse),
      watch: console.show)
    console.finish()

    // judge
    let stages = placed(result.stages, pipeline)
    let objectives = RunJudge.judge(pipeline, stages)
    let decision = RunJudge.decide(
      stages, objectives, isCancelled: result.interruption != nil)

    // diagnose
    let findings = Diagnosis.findings(
      stages,
      Diagnosis.Evidence(
        tails: result.tails,
        deadlines: Dictionary(uniqueKeysWithValues: plan.stages.map { ($0.id, $0.deadlines) }),
        exhaustedPatterns: result.exhaustedPatterns, logFaults: result.logFaults,
        interruption: result.interruption))

    // report
    let yellow = request.yellowExit ?? pipeline.yellowExit ?? identity.host.yellowExit
    var exit = Exit.verdict(decision.verdict, yellow: yellow)
    if !result.logFaults.isEmpty { exit = .resultsNotWritten }
    if let signal = result.interruption { exit = .stopped(by: signal) }
    var record = RunRecord(
      tool: ToolIdentity(version: andonVersion), run: identity, verdict: decision.verdict,
      exitCode: exit.code, headline: decision.headline)
    record.run.seconds = result.seconds
    record.complete = result.interruption == nil
    record.reasons = decision.reasons
    record.stages = stages
    record.objectives = objectives
    record.findings = findings
    exit = publish(&record, exit, in: folder)
    let report = ConsoleReport(hasColour: LiveConsole.wantsColour(.output, surroundings))
    StandardStream.output.write(
      report.end(record, folder: pipeline.reportFolder)
        + Annotations.lines(record, host: identity.host))

    // exit
    return exit.code
  }

  /// Reads a pipeline file and shows its faults, or "fine"; the exit code.
  static func check(_ config: String?) -> Int {
    do {
      let surroundings = try Surroundings()
      let source = try PipelineSource(config: config, surroundings)
      do throws(ConfigFaults) {
        _ = try source.pipeline(surroundings, Repository(around: surroundings.folder))
        StandardStream.output.write("fine\n")
        return 0
      } catch {
        StandardStream.output.write(error.rendered(file: source.path))
        return Exit.configuration.code
      }
    } catch let error as AndonError {
      complain(error)
      return error.exit.code
    } catch {
      complain(
        AndonError(.internalFault, "\(error)", hint: "report this as a fault of andon"))
      return Exit.internalFault.code
    }
  }

  /// A run that comes to nothing leaves no report of an earlier one behind that could be taken for
  /// its own.
  ///
  /// What cannot be replaced is left: the exit code says enough.
  static func replaceEarlierReports(code: Exit, config: String?) {
    guard let surroundings = try? Surroundings() else { return }
    let repository = Repository(around: surroundings.folder)
    let source = try? PipelineSource(config: config, surroundings)
    let pipeline = try? source?.pipeline(surroundings, repository)
    let known = pipeline ?? Pipeline(name: Paths.name(of: surroundings.folder))
    let request = RunRequest(config: config, command: [])
    let identity = RunFacts(
      request: request, surroundings: surroundings, repository: repository, facts: MachineFacts()
    ).identity(known, Plan(stages: [], jobs: 1), configSha256: nil)
    let folder = ReportFolder(path: Paths.absolute(known.reportFolder, in: surroundings.folder))
    try? folder.replaceEarlier(Provisional.record(identity, code))
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

  // Where a stage stands is known to the pipeline only.
  private static func placed(_ stages: [StageRecord], _ pipeline: Pipeline) -> [StageRecord] {
    zip(stages, pipeline.stages).map { record, stage in
      var record = record
      record.place = stage.place
      return record
    }
  }

  // A file that could not be written, or contradicts the record, changes the exit code; the others
  // are written again, so that they say so too.
  private static func publish(
    _ record: inout RunRecord, _ exit: Exit, in folder: ReportFolder
  ) -> Exit {
    let first = folder.publish(record)
    if first.unwritten.isEmpty, first.contradicting.isEmpty { return exit }
    var worse = first.contradicting.isEmpty ? Exit.resultsNotWritten : .internalFault
    if case .stopped = exit { worse = exit }
    record.exitCode = worse.code
    for problem in first.unwritten + first.contradicting {
      var finding = Finding(.reportFault, .notice, .error, problem)
      finding.id = "f\(record.findings.count + 1)"
      record.findings.append(finding)
    }
    _ = folder.publish(record)
    return worse
  }

  private static func complain(_ error: AndonError) {
    StandardStream.error.write("andon: error: \(error.message)\n  help: \(error.hint)\n")
  }

  private static func complain(_ faults: ConfigFaults, of config: String?) {
    guard let surroundings = try? Surroundings() else { return }
    let path = (try? PipelineSource(config: config, surroundings))?.path ?? "andon.yaml"
    let count = faults.list.count
    StandardStream.error.write(
      faults.rendered(file: path)
        + "\nandon: \(count) fault\(count == 1 ? "" : "s") in \(path); nothing was run\n")
  }
}
