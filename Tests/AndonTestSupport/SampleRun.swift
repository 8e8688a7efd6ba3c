// A run for tests that need one and do not look at it.

package import AndonModel

extension RunIdentity {
  /// A run on a machine with two processors.
  package static func sample(startedAt: Timestamp = Timestamp(milliseconds: 0)) -> RunIdentity {
    let machine = MachineIdentity(
      system: "linux", kernel: "6", architecture: "x", hostname: "h", processors: 2, memory: 1,
      jobs: 1, containment: nil)
    return RunIdentity(
      id: "r", pipeline: "p", startedAt: startedAt, host: .plain, machine: machine)
  }
}
