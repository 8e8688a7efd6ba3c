// The way of a pipeline file from text to exit code, one call a step:
//   config -> plan -> run -> measure -> judge -> diagnose -> report -> exit
// Each step takes values and gives values; this is the only file that sees all of them. The three
// steps that a journal goes through as well are in Conclusion.

internal import AndonConfig
internal import AndonImport
internal import AndonJudge
internal import AndonModel
internal import AndonReport
internal import AndonRun
internal import AndonSystem
internal import AndonText

/// The steps in their order.
enum Flow {
  /// Carries out a run; the exit code.
  static func run(_ request: RunRequest) -> Int {
    do {
      return try steps(request).code
    } catch {
      let exit = Complaint.exit(for: error, config: request.config)
      EarlierReports.replace(exit, .init(request))
      return exit.code
    }
  }

  private static func steps(_ request: RunRequest) throws -> Exit {
    let surroundings = try Surroundings()
    let repository = Repository(around: surroundings.folder)
    let facts = MachineFacts()

    // config: text into a pipeline, or all of its faults; what is odd about it is told
    let (pipeline, source) = try configure(request, surroundings, repository)
    let causes = try CauseSources(pipeline.causes, in: surroundings.folder)
    let today = CalendarDay(of: Timestamp(milliseconds: surroundings.startedAt))
    let lint = Lint.findings(pipeline, today: today)
    let masker = Masker(hiding: Secrets.values(of: pipeline, surroundings.environment))
    try Warnings.tell(lint, source, masker, isStrict: request.isStrict)

    // plan: every limit filled in
    var offer = Planner.Offer(facts, surroundings, jobs: request.jobs)
    offer.selection = request.selection
    let plan = try Planner.plan(pipeline, offer)

    // From here on the report folder shows no earlier run.
    let machine = try machine(
      surroundings, facts, withOutputs: plan.startsOutputs, isIsolated: request.isIsolated)
    var run = RunFacts(surroundings: surroundings, repository: repository, facts: facts)
      .identity(pipeline, plan, on: machine, host: request.host, category: request.category, source)
    let folder = ReportFolder(
      name: request.reportFolder ?? pipeline.reportFolder, request.profile, surroundings)
    let claim = try folder.claim(in: repository)
    try folder.open(claim, Provisional.record(run, .verdict(.unknown, yellow: 0)))

    // run and measure: outcomes and figures of every attempt
    var history = PastRuns(pipeline, named: request.history, surroundings)
    let terms = history.terms(
      pipeline, &run, yellowExit: request.yellowExit,
      lint: lint + notices(source, surroundings, repository)
    ).masked(masker.masked)
    history.close()
    let hostFiles = HostEnd.Before(plan, surroundings)
    let (result, traces, interruption, fault) = try carryOut(
      plan, on: machine, terms, folder, claim, masker, causes, surroundings,
      VariationFacts(for: plan, surroundings, repository))

    // judge, diagnose, exit: figures against objectives, what is wrong, one code for the caller
    var end = Conclusion(terms, result)
    history.keep(end.record)
    end.add(history.findings)
    for fault in [fault, folder.fault(claim)] { if let fault { end.add(fault) } }

    // report: the record as files, read back, and as text; the receipt over all of it
    let receipts = ReceiptKeeping(
      traces: traces, pipeline: source?.path, folder: folder, surroundings: surroundings)
    return report(end, receipts, claim, &history, hostFiles, interruption)
  }

  // Findings about the places of files.
  private static func notices(
    _ source: PipelineSource?, _ surroundings: Surroundings, _ repository: Repository?
  ) -> [Finding] {
    [
      source?.outside(surroundings, repository),
      Installation(surroundings: surroundings, repository: repository).finding,
    ].compactMap { $0 }
  }

  private static func configure(
    _ request: RunRequest, _ surroundings: Surroundings, _ repository: Repository?
  ) throws -> (pipeline: Pipeline, source: PipelineSource?) {
    if !request.command.isEmpty {
      let pipeline = try CommandPipeline.make(
        request.command, soft: request.soft, hard: request.hard, grace: request.grace,
        folderName: Paths.name(of: surroundings.folder))
      return (pipeline, nil)
    }
    let source = try PipelineSource(config: request.config, surroundings)
    return (try source.pipeline(surroundings, repository), source)
  }

  // Seconds from a signal to the end of a run: a grace period of at most 2 s, and what follows.
  private static let patience = 4.0

  /// The machine that stages run on; `isAlone` where this process has no other children.
  static func machine(
    _ surroundings: Surroundings, _ facts: MachineFacts, withOutputs: Bool, isAlone: Bool = true,
    isIsolated: Bool = false
  ) throws(AndonError) -> LinuxMachine {
    do throws(SystemError) {
      let programs = try OwnPrograms(
        in: surroundings.programFolder, withOutputs: withOutputs)
      return try LinuxMachine(
        programs, most: isIsolated ? .namespace : .cgroup, isAlone: isAlone,
        processors: facts.processors, patience: isAlone ? patience : 60)
    } catch {
      let hint =
        isIsolated
        ? "--isolate needs the right to make namespaces: run as root or allow user namespaces"
        : "andon-keeper and andon-outputs belong beside andon: install all of them"
      throw AndonError(.internalFault, error.description, hint: hint)
    }
  }

  private static func carryOut(
    _ plan: Plan, on machine: LinuxMachine, _ terms: RunTerms, _ folder: ReportFolder,
    _ claim: FolderLock, _ masker: Masker, _ causes: CauseSources, _ surroundings: Surroundings,
    _ variations: VariationFacts
  ) throws -> (
    result: RunResult, traces: [StageTraces], since: Interruption, journalFault: String?
  ) {
    let journal = try Journal(terms, in: claim.directory)
    let console = LiveConsole(folder, claim.directory, host: terms.run.host, masker, surroundings)
    defer { console.finish() }
    let objectives = Dictionary(grouping: terms.objectives, by: \.indicator.stage)
    var setting = RunSetting(
      environment: surroundings.environment, folder: surroundings.folder,
      reportFolder: folder.path, startedAt: terms.run.startedAt, pulse: console.pulse,
      masker: masker,
      next: { stage, attempts in
        AttemptJudge.next(
          after: attempts, stage.attempts, exits: stage.expectation.exits,
          objectives: objectives[stage.id] ?? [])
      },
      causes: causes.rules)
    setting.variations = variations
    var (result, traces) = try Dispatcher.run(plan, on: machine, setting) { events in
      journal.add(events)
      console.show(events)
    }
    let isClean = machine.close()
    let check = TraceCheck(
      traces: traces, reports: claim.state == .unchanged ? claim.directory : nil,
      base: surroundings.folder)
    let interruption = Interruption()
    let changed = check.changed(interruption)
    journal.add(changed.map { .changed($0.key, $0.value) })
    for index in result.stages.indices {
      // Where a stage stands is known to the pipeline only.
      result.stages[index].take(terms.stages[index])
      result.stages[index].changed += changed[result.stages[index].id] ?? []
    }
    let left = isClean ? nil : "processes of stages could not be ended: they are left"
    return (result, traces, interruption, journal.end(seconds: result.seconds) ?? left)
  }

  // The exit that is left when all reports are written, read back and shown.
  private static func report(
    _ end: Conclusion, _ receipts: ReceiptKeeping, _ claim: FolderLock, _ history: inout PastRuns,
    _ hostFiles: HostEnd.Before, _ interruption: Interruption
  ) -> Exit {
    let (folder, surroundings) = (receipts.folder, receipts.surroundings)
    LinuxMachine.restoreFileSizeLimit()
    var record = end.record
    var final = folder.publish(&record, end.exit, into: claim, interruption)
    receipts.keep(record, claim, &history, &final, interruption)
    // A signal that came before all was there: what is there says so.
    if let signal = interruption.signal {
      final = folder.abandon(&record, by: UnixSignal(signal), final, claim)
    }
    LinuxMachine.settle(final.code)
    StandardStream.output.show(LiveConsole.end(record, folder: folder.name, surroundings))
    HostEnd(
      record: record, folder: folder, claim: claim, surroundings: surroundings, before: hostFiles
    ).tell()
    return final
  }
}

extension Planner.Offer {
  /// What this machine offers, and the caller's slots.
  init(_ facts: MachineFacts, _ surroundings: Surroundings, jobs: Int?) {
    self.init(
      processors: facts.processors, jobs: jobs, memory: facts.memory,
      hasBash: surroundings.hasProgram("bash"))
  }
}
