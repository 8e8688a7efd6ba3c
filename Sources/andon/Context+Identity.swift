// The identity of a run: everything about it that is known before the first stage.

internal import AndonModel
internal import AndonSystem

extension Context {
  // Seconds for an answer of git.
  private static let patience = 10.0

  /// The identity of a run of a plan, on a machine if one was started.
  ///
  /// A host and a category of nil are read from the environment.
  func identity(
    _ pipeline: Pipeline, _ plan: Plan, on held: LinuxMachine?, host: Host?,
    category: String?, _ source: PipelineSource?
  ) -> RunIdentity {
    var machine = MachineIdentity(
      system: facts.system, kernel: facts.kernel, architecture: facts.architecture,
      hostname: facts.hostname, processors: facts.processors, memory: facts.memory,
      jobs: plan.jobs, containment: held?.containment.name)
    machine.processorModel = facts.processorModel
    machine.containmentReason = held?.containmentReason
    var identity = RunIdentity(
      id: Surroundings.freshID(), pipeline: pipeline.name,
      startedAt: Timestamp(milliseconds: surroundings.startedAt),
      host: host ?? Host(environment: surroundings.variable), machine: machine)
    identity.machineClass = pipeline.machineClass
    identity.category = category ?? JobCategory.name(identity.host, surroundings.variable)
    identity.commit = repository?.commit
    identity.isDirty = repository?.isDirty
    identity.branch = branch
    identity.mergeBase = mergeBase(pipeline, branch: identity.branch)
    identity.configSha256 = source.map { SHA256(of: $0.bytes).text }
    identity.configFile = pipeline.file
    return identity
  }

  // What the CI system says, or else git. Where another commit lies there than the system checked
  // out, what it says is not about that.
  private var branch: String? {
    let isOnBranch = repository?.branch != nil
    guard let checkedOut = CheckedOut(isOnBranch: isOnBranch, surroundings.variable) else {
      return repository?.branch
    }
    if case .branch = checkedOut, let commit = repository?.commit,
      let stated = surroundings.variable("GITHUB_SHA"), !stated.isEmpty, stated != commit
    {
      return nil
    }
    return checkedOut.branch
  }

  // The newest commit that a branch shares with the one that it is held against. Only git knows; a
  // shallow clone, or no git, is no fault.
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
