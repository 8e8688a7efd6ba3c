// Which run this is: everything about it that is known before the first stage.

internal import AndonModel
internal import AndonSystem

/// Collects a run's identity.
struct RunFacts {
  let surroundings: Surroundings
  let repository: Repository?
  let facts: MachineFacts

  /// The identity of a run of that plan; a host of nil is found out.
  func identity(
    _ pipeline: Pipeline, _ plan: Plan, host: Host?, configSha256: String?
  ) -> RunIdentity {
    let machine = MachineIdentity(
      system: facts.system, kernel: facts.kernel, architecture: facts.architecture,
      hostname: facts.hostname, processors: facts.processors, memory: facts.memory,
      jobs: plan.jobs, containment: "reaper")
    var identity = RunIdentity(
      id: Surroundings.freshID(), pipeline: pipeline.name,
      startedAt: Timestamp(milliseconds: surroundings.startedAt),
      host: host ?? Host(environment: surroundings.variable), machine: machine)
    identity.machineClass = pipeline.machineClass
    identity.commit = repository?.commit
    identity.configSha256 = configSha256
    identity.configFile = pipeline.file
    return identity
  }
}
