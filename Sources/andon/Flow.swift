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
    let context = try Context()
    let surroundings = context.surroundings

    // config: text into a pipeline, or all of its errors
    let config = try Configuration(request, context)
    let pipeline = config.pipeline

    // plan: every limit filled in
    let plan = try Planner.plan(
      pipeline, .init(context.facts, surroundings, jobs: request.jobs, request.selection))

    // From here on the report folder shows no earlier run.
    let machine = try machine(
      surroundings, context.facts, withOutputs: plan.startsOutputs,
      isIsolated: request.isIsolated)
    var run = context.identity(
      pipeline, plan, on: machine, host: request.host, category: request.category, config.source)
    let folder = ReportFolder(
      name: request.reportFolder ?? pipeline.reportFolder, request.profile, surroundings)
    let claim = try folder.claim(in: context.repository)
    try folder.open(claim, Provisional.record(run))

    // run and measure: outcomes and figures of every attempt
    var history = PastRuns(pipeline, named: request.history, surroundings)
    let terms = history.terms(
      pipeline, &run, yellowExit: request.yellowExit, lint: config.findings
    ).masked(config.masker.masked)
    history.close()
    let hostFiles = HostEnd.Before(plan, surroundings)
    let seen = try carryOut(plan, on: machine, terms, folder, claim, config, context)

    // judge, diagnose, exit: figures against objectives, what is wrong, one code for the caller
    var end = Conclusion(terms, seen.result)
    let previous = history.newestReceipt(end.record.run.pipeline)
    history.keep(end.record)
    end.add(history.findings)
    for fault in [seen.journalFault, folder.fault(claim)].compactMap({ $0 }) { end.add(fault) }

    // report: the record as files, read back, and as text; the receipt over all of it
    let receipts = ReceiptKeeping(
      traces: seen.traces, pipeline: config.source?.path, folder: folder, surroundings: surroundings
    )
    let written = ReportWriter(
      folder: folder, claim: claim, receipts: receipts, interruption: seen.since
    ).write(end, after: previous)
    history.keep(written.receipt, of: written.record.run.id)
    LinuxMachine.settle(written.exit.code)
    announce(written.record, folder, claim, hostFiles, surroundings)
    return written.exit
  }

  // exit: the summary on the console, and the values that the CI system passes to later steps
  private static func announce(
    _ record: RunRecord, _ folder: ReportFolder, _ claim: FolderLock, _ hostFiles: HostEnd.Before,
    _ surroundings: Surroundings
  ) {
    StandardStream.output.show(LiveConsole.end(record, folder: folder.name, surroundings))
    HostEnd(
      record: record, folder: folder, claim: claim, surroundings: surroundings, before: hostFiles
    ).tell()
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
    _ claim: FolderLock, _ config: Configuration, _ context: Context
  ) throws -> (
    result: RunResult, traces: [StageTraces], since: Interruption, journalFault: String?
  ) {
    let (surroundings, masker) = (context.surroundings, config.masker)
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
      causes: config.causes.rules)
    setting.variations = VariationFacts(for: plan, surroundings, context.repository)
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
}

extension Planner.Offer {
  /// The processors, memory and shell of this machine; the caller's slots and selection.
  init(
    _ facts: MachineFacts, _ surroundings: Surroundings, jobs: Int?,
    _ selection: Selection = .everything
  ) {
    self.init(
      processors: facts.processors, jobs: jobs, memory: facts.memory,
      hasBash: surroundings.hasProgram("bash"))
    self.selection = selection
  }
}
