// The stages of a plan on this machine, watched by the journal and the console; then a look at the
// files that they left.

internal import AndonJudge
internal import AndonModel
internal import AndonReport
internal import AndonRun
internal import AndonSystem

/// Runs the stages of a plan.
struct StageRunner {
  /// A run whose stages have ended.
  struct Ran {
    /// Outcomes and measurements.
    var result: RunResult
    /// The files that the stages left.
    let traces: [StageTraces]
    /// A signal that arrives after the last stage.
    let interruption: Interruption
    /// Findings about the journal, and about processes that could not be ended.
    let problems: [Finding]
  }

  private let config: Configuration
  private let context: Context
  private let reports: OpenReportDirectory

  init(_ config: Configuration, _ context: Context, _ reports: OpenReportDirectory) {
    self.config = config
    self.context = context
    self.reports = reports
  }

  /// Runs all stages; throws when the journal cannot be begun or the machine cannot go on.
  func run(_ plan: Plan, on machine: LinuxMachine, as run: RunIdentity) throws -> Ran {
    let surroundings = context.surroundings
    let journal = try Journal(plan, of: run, in: reports.directory)
    let console = LiveConsole(reports, host: run.host, config.masker, surroundings)
    defer { console.finish() }
    var configuration = RunnerConfiguration(
      run, environment: surroundings.environment, directory: surroundings.folder,
      reportDirectory: reports.place.path, pulse: console.pulse, masker: config.masker,
      retries: RetryPolicy(plan), causes: config.causes)
    configuration.variations = VariationSupport(for: plan, surroundings, context.repository)
    var (result, traces) = try Dispatcher.run(plan, on: machine, configuration) { events in
      journal.add(events)
      console.show(events)
    }
    let isClean = machine.close()
    let interruption = Interruption()
    let changed = TraceCheck(
      traces: traces, reports: reports.isUnchanged ? reports.directory : nil,
      base: surroundings.folder
    ).changed(interruption)
    journal.add(changed.map { .changed($0.key, $0.value) })
    for index in result.stages.indices {
      result.stages[index].changed += changed[result.stages[index].id] ?? []
    }
    let problems = [
      journal.end(seconds: result.run.seconds),
      isClean ? nil : .unwritten("processes of stages could not be ended: they are left"),
    ]
    return Ran(
      result: result, traces: traces, interruption: interruption,
      problems: problems.compactMap { $0 })
  }
}

extension StartingMachine {
  // Seconds from a signal to the end of a run: a grace period of at most 2 s, and what follows.
  private static let patience = 4.0

  /// The machine for the stages of a plan.
  static func forStages(
    _ context: Context, _ plan: Plan, isIsolated: Bool
  ) throws(AndonError) -> StartingMachine {
    try make(
      RunPreparation.shared.keeper, context.facts, withOutputs: plan.startsOutputs,
      most: isIsolated ? .namespace : .cgroup, isAlone: true)
  }

  /// The machine for the two sides of a comparison; this process has other children, such as git.
  static func forComparison(
    _ facts: MachineFacts
  ) throws(AndonError) -> LinuxMachine {
    try make(
      { () throws(SystemError) in try OwnPrograms.keeper() }, facts, withOutputs: true,
      most: .cgroup, isAlone: false
    ).machine()
  }

  /// The machine, when its keeper has answered and other work is done.
  ///
  /// This thread waits for the keeper, so that the keeper gets its processor; the work is done on
  /// another thread.
  consuming func machine(
    beside work: @escaping @Sendable () throws -> Void
  ) throws -> LinuxMachine {
    let other = BackgroundWork { Result(catching: work) }
    defer { _ = other.value() }
    let machine = try machine()
    try other.value().get()
    return machine
  }

  /// The machine, when its keeper has answered.
  consuming func machine() throws(AndonError) -> LinuxMachine {
    let most = most
    do throws(SystemError) {
      return try ready()
    } catch {
      throw Self.failure(error, most)
    }
  }

  private static func make(
    _ keeper: () throws(SystemError) -> HeldProgram, _ facts: MachineFacts, withOutputs: Bool,
    most containment: Containment, isAlone: Bool
  ) throws(AndonError) -> StartingMachine {
    do throws(SystemError) {
      let programs = try OwnPrograms(keeper: keeper(), withOutputs: withOutputs)
      return try StartingMachine(
        programs, most: containment, isAlone: isAlone, processors: facts.processors,
        patience: isAlone ? patience : 60)
    } catch {
      throw failure(error, containment)
    }
  }

  private static func failure(_ error: SystemError, _ most: Containment) -> AndonError {
    let hint =
      most == .namespace
      ? "--isolate needs the right to make namespaces: run as root or allow user namespaces"
      : "andon-keeper and andon-outputs belong beside andon: install all of them"
    return AndonError(.internalFault, error.description, hint: hint)
  }
}
