// The identity of a run: everything about it that is known before the plan.

internal import AndonModel
internal import AndonSystem

extension Context {
  // Seconds for an answer of git.
  private static let patience = 10.0

  /// The identity of a run of a pipeline, without the machine that its stages run on.
  ///
  /// A host and a category of nil are read from the environment.
  func identity(
    _ pipeline: Pipeline, host: Host?, category: String?, _ source: PipelineSource?
  ) -> RunIdentity {
    var identity = RunIdentity(
      id: ProcessEnvironment.freshID(), pipeline: pipeline.name,
      startedAt: Timestamp(milliseconds: surroundings.startedAt),
      host: host ?? Host(environment: surroundings.variable), machine: MachineIdentity(facts))
    identity.machineClass = pipeline.machineClass
    identity.category = category ?? JobCategory.name(identity.host, surroundings.variable)
    let checkout = repository?.checkout
    identity.commit = checkout?.commit
    identity.isDirty = checkout?.isDirty
    identity.branch = branch(checkout)
    identity.mergeBase = mergeBase(pipeline, branch: identity.branch)
    identity.configSha256 = source.map { SHA256(of: $0.bytes).text }
    identity.configFile = pipeline.file
    return identity
  }

  // The CI system's answer, or else git's. The CI system's answer is not about a commit other than
  // the one that it checked out.
  private func branch(_ checkout: Checkout?) -> String? {
    let isOnBranch = checkout?.branch != nil
    guard let checkedOut = CIBranch(isOnBranch: isOnBranch, surroundings.variable) else {
      return checkout?.branch
    }
    if case .branch = checkedOut, let commit = checkout?.commit,
      let stated = surroundings.variable("GITHUB_SHA"), !stated.isEmpty, stated != commit
    {
      return nil
    }
    return checkedOut.branch
  }

  // The newest commit that a branch shares with the one that it is compared with. nil in a shallow
  // clone, or without git.
  private func mergeBase(_ pipeline: Pipeline, branch: String?) -> String? {
    guard let repository,
      let other = pipeline.objectives.compactMap({ $0.relative?.against.branch }).first,
      other != branch
    else { return nil }
    return [other, "origin/\(other)"].lazy.compactMap { name in
      let end = try? repository.git(["merge-base", "HEAD", name], seconds: Self.patience)
      guard let end, end.exitCode == 0 else { return nil }
      let commit = end.text.prefix { $0.isHexDigit }
      return commit.utf8.count >= 40 ? String(commit) : nil
    }.first
  }
}

extension MachineIdentity {
  /// A machine on which no stage runs yet.
  init(_ facts: MachineFacts) {
    self.init(
      system: facts.system, kernel: facts.kernel, architecture: facts.architecture,
      hostname: facts.hostname, processors: facts.processors, memory: facts.memory,
      jobs: nil, containment: nil)
    processorModel = facts.processorModel
  }
}

extension RunIdentity {
  /// The identity of a run whose stages are about to start on a machine.
  func starting(_ plan: Plan, on machine: LinuxMachine, _ history: HistoryAnswers) -> RunIdentity {
    var run = self
    run.machine.jobs = plan.jobs
    run.machine.containment = machine.containment.name
    run.machine.containmentReason = machine.containmentReason
    run.runsPerDay = history.runsPerDay
    return run
  }
}
