// The way of a pipeline file from text to exit code, one call a step:
//   config -> plan -> run -> measure -> judge -> diagnose -> record -> report -> exit
// Each step takes values and gives values; this is the only file that sees all of them.

internal import AndonConfig
internal import AndonJudge
internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText

/// The steps of `andon run`, in their order.
package enum RunFlow {
  /// Runs a pipeline; the exit code.
  package static func run(_ request: RunRequest) -> Int {
    do {
      return try steps(request).code
    } catch {
      let exit = ErrorReporter.exit(for: error, config: request.config)
      StaleReports.replace(exit, .init(request))
      return exit.code
    }
  }

  private static func steps(_ request: RunRequest) throws -> Exit {
    let context = try RunPreparation.shared.context()

    // config: text into a pipeline, or all of its errors
    let config = try Configuration(request, context)
    let identity = context.identity(
      config.pipeline, host: request.host, category: request.category, config.source)

    // plan: every limit, baseline and source location filled in
    let draft = try Planner.plan(
      config.pipeline, .init(request, context, identity.host), lint: config.findings,
      mask: config.masker.masked)
    let starting = try StartingMachine.forStages(context, draft, isIsolated: request.isIsolated)
    let reports = try ReportDirectory(
      name: request.reportFolder ?? config.pipeline.reportFolder, request.profile,
      context.surroundings
    ).claim(in: context.repository)
    let placeholder = PlaceholderReport.record(identity)
    let machine = try starting.machine { try reports.open(placeholder) }
    var history = RunHistory(config.pipeline, named: request.history, context.surroundings)
    let answers = history.answers(about: draft, for: identity)
    let plan = Planner.completed(draft, by: answers)

    // run and measure: outcomes and measurements of every attempt
    let hostFiles = HostNotifier.Before(plan, context.surroundings)
    let ran = try StageRunner(config, context, reports).run(
      plan, on: machine, as: identity.starting(plan, on: machine, answers))

    // judge and diagnose: measurements against objectives, findings and causes
    let judged = RunJudge.judge(plan, ran.result)
    let diagnosed = Diagnosis.diagnose(plan, ran.result, judged)

    // record: complete from here on
    let previous = history.newestReceipt(identity.pipeline)
    history.append(ran.result, judged, diagnosed)
    let problems = history.findings + ran.problems + [reports.problem].compactMap { $0 }
    let finished = FinishedRun(plan, ran.result, judged, diagnosed, problems: problems)

    // report: the record as files, read back; the receipt over all of them
    let receipts = ReceiptWriter(
      traces: ran.traces, pipeline: config.source?.path, surroundings: context.surroundings)
    let (written, receipt) = ReportWriter(
      reports: reports, receipts: receipts, interruption: ran.interruption
    ).write(finished, after: previous)
    history.keep(receipt, of: written.record.run.id)

    // exit: for the process, the console and the CI system
    LinuxMachine.settle(written.exit.code)
    announce(written.record, reports, hostFiles, context.surroundings)
    return written.exit
  }

  private static func announce(
    _ record: RunRecord, _ reports: OpenReportDirectory, _ hostFiles: HostNotifier.Before,
    _ surroundings: ProcessEnvironment
  ) {
    StandardStream.output.show(
      LiveConsole.end(record, folder: reports.place.name, surroundings))
    HostNotifier(
      record: record, place: reports.place, reports: reports, surroundings: surroundings,
      before: hostFiles
    ).notify()
  }
}

extension PlanRequest {
  /// The processors, memory and shell of this machine, and the options of a run.
  init(_ request: RunRequest, _ context: Context, _ host: Host) {
    self.init(context.facts, context.surroundings, jobs: request.jobs, request.selection)
    yellowExit = request.yellowExit
    self.host = host
  }

  /// The processors, memory and shell of this machine; the caller's slots and selection.
  init(
    _ facts: MachineFacts, _ surroundings: ProcessEnvironment, jobs: Int?,
    _ selection: Selection = .everything
  ) {
    self.init(
      processors: facts.processors, jobs: jobs, memory: facts.memory,
      hasBash: surroundings.hasProgram("bash"))
    self.selection = selection
  }
}
