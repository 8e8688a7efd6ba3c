// What is known of a process tree when nothing of it is left, or nothing more can be done.

#if os(Linux)
  internal import CAndonSystem
#endif

/// What the kernel counted for all processes of a tree that were waited for.
package struct TreeUsage: Equatable, Sendable {
  /// Seconds in user mode.
  package var user: Double
  /// Seconds in the kernel.
  package var system: Double
  /// Bytes of the largest resident set of one process.
  package var peakProcess: Double
  /// How many processes the reaper itself has waited for.
  package var processes: Int

  /// Joins the counts.
  package init(user: Double, system: Double, peakProcess: Double, processes: Int = 1) {
    self.user = user
    self.system = system
    self.peakProcess = peakProcess
    self.processes = processes
  }
}

#if os(Linux)
  extension TreeUsage {
    /// The counts of a reaper's report.
    init(of report: andon_report) {
      self.init(
        user: Double(report.user) / 1e6, system: Double(report.system) / 1e6,
        peakProcess: Double(report.peak), processes: Int(report.processes))
    }
  }
#endif

/// What the kernel counted for a tree's cgroup; nil where it does not.
package struct TreeAccount: Equatable, Sendable {
  /// Seconds in user mode.
  package var user: Double?
  /// Seconds in the kernel.
  package var system: Double?
  /// Seconds in which some process was ready to run and had no processor.
  package var processorWait: Double?
  /// Seconds in which some process waited for a disk.
  package var diskWait: Double?
  /// The most bytes of memory at one instant, with page cache and what the kernel held for it.
  package var peakMemory: Double?
  /// Processes that were killed for want of memory.
  package var memoryKills: Int?

  /// Nothing was counted.
  package init() {}
}

/// What is left of a tree after its end.
package struct TreeEnd: Equatable, Sendable {
  /// The kernel's counts of what was waited for; nil when the tree's reaper could not give them.
  package var usage: TreeUsage?
  /// The kernel's counts of the tree's cgroup; nil where it had none.
  package var account: TreeAccount?
  /// What the sampler saw.
  package var samples: TreeSamples
  /// Bytes that were printed.
  package var output: Int

  /// Joins what is known after the end.
  package init(usage: TreeUsage?, account: TreeAccount? = nil, samples: TreeSamples, output: Int) {
    self.usage = usage
    self.account = account
    self.samples = samples
    self.output = output
  }
}
