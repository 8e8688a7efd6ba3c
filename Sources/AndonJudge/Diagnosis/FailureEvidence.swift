// Why a stage failed: what the kernel, its signals and its codes say.

internal import AndonModel

/// Looks for what broke it.
enum FailureEvidence {
  /// What speaks for a cause of a failure.
  static func of(_ seen: TroubledStage) -> [CauseEvidence] {
    memory(seen) + shortages(seen) + ports(seen) + clocks(seen) + left(seen) + ending(seen)
      + [tests(seen)].compactMap { $0 }
  }

  private static func memory(_ seen: TroubledStage) -> [CauseEvidence] {
    guard let kills = seen.attempt.memoryKills, kills > 0 else { return [] }
    let processes = kills == 1 ? "a process" : "\(kills) processes"
    var witness = CauseEvidence(
      kind: .outOfMemory, rule: "memory-kills", strength: .kernel,
      fact: Fact(
        "the kernel killed \(processes) of it for want of memory",
        at: "oom_kill of its cgroup, attempt \(seen.attempt.number)"))
    if let holder = seen.attempt.peak?.holders.first {
      witness.causalChain = [
        Fact(
          "\(holder.count) \(holder.name) held \(Format.bytes(holder.bytes)) when it was "
            + "most", at: seen.place(.peakMemory))
      ]
    }
    return [witness]
  }

  private static func shortages(_ seen: TroubledStage) -> [CauseEvidence] {
    seen.evidence.shortages.map { shortage in
      switch shortage.resource {
      case .disk:
        CauseEvidence(
          kind: .diskFull, rule: "file-system", strength: .kernel,
          fact: Fact(shortage.text, at: "statvfs, when it had ended"),
          unknown: "which files fill it is not known: `du -x` would tell")
      case .files:
        // Who has all that it may have need not have wanted more.
        CauseEvidence(
          kind: .descriptors, rule: "open-files", strength: .kernel,
          fact: Fact(shortage.text, at: "/proc/PID/fd and its limit, while it ran"),
          unknown: "which files they are is not known: `ls -l /proc/PID/fd` would tell",
          needsLine: true)
      }
    }
  }

  private static func ports(_ seen: TroubledStage) -> [CauseEvidence] {
    seen.evidence.takenPorts.prefix(1).map { taken in
      let table = "/proc/net/tcp, when it had ended"
      var witness = CauseEvidence(
        kind: .portConflict, rule: "listener", strength: .kernel,
        fact: Fact("somebody listens on port \(taken.port)", at: table))
      witness.needsLine = true
      witness.add(taken.holder, seen, at: table)
      return witness
    }
  }

  private static func clocks(_ seen: TroubledStage) -> [CauseEvidence] {
    guard let clock = seen.clock else { return [] }
    var witness = CauseEvidence(
      kind: .clockSkew, rule: "clocks", strength: .kernel,
      fact: Fact(clock, at: "CLOCK_REALTIME and CLOCK_BOOTTIME against CLOCK_MONOTONIC"))
    witness.needsLine = true
    return [witness]
  }

  // What even SIGKILL does not end waits in the kernel.
  private static func left(_ seen: TroubledStage) -> [CauseEvidence] {
    guard let stuck = seen.stage.left.first(where: { $0.termination == LeakedProcess.unkillable })
    else {
      return []
    }
    let channel = stuck.waitChannel.map { " in \($0)" } ?? ""
    return [
      CauseEvidence(
        kind: .leftOver, rule: "left-processes", strength: .kernel,
        fact: Fact(
          "pid \(stuck.pid) `\(stuck.command)` did not end on SIGKILL: it waits\(channel)",
          at: "left of stages of verdict.json"),
        unknown: "what it waits for is not known: a file system or a device that does not answer")
    ]
  }

  /// The tests that failed, as the results say that the stage collects.
  static func tests(_ seen: TroubledStage) -> CauseEvidence? {
    let broken = seen.evidence.brokenTests
    guard let first = broken.first else { return nil }
    let count = broken.count == 1 ? "a test" : "\(seen.evidence.brokenTestCount) tests"
    let names = broken.prefix(3).map(\.name).joined(separator: ", ")
    let message = first.message.map { ": \($0)" } ?? ""
    var witness = CauseEvidence(
      kind: .testFailure, rule: "collected-tests", strength: .sampled,
      fact: Fact("\(count) failed: \(names)\(broken.count == 1 ? message : "")", at: first.file))
    if broken.count > 1, let text = first.message {
      witness.causalChain = [Fact("\(first.name): \(text)", at: first.file)]
    }
    return witness
  }

  private static func ending(_ seen: TroubledStage) -> [CauseEvidence] {
    let place = "wait status, attempt \(seen.attempt.number)"
    func witness(
      _ kind: CauseClass, _ rule: String, _ strength: CauseEvidence.Strength, _ text: String
    ) -> [CauseEvidence] {
      [CauseEvidence(kind: kind, rule: rule, strength: strength, fact: Fact(text, at: place))]
    }
    // A reader that has what it wanted ends, and pipefail makes that a failure.
    func pipe(_ text: String) -> [CauseEvidence] {
      witness(.brokenPipe, "sigpipe", .kernel, "\(text): the reader of a pipe ended first")
    }
    // The kernel has counted how many it killed for want of memory; those have a witness.
    let isCounted = seen.attempt.memoryKills != nil
    switch seen.attempt.outcome {
    case .signalled(let signal):
      if crashes.contains(signal.description) {
        return witness(.crash, "signal", .kernel, "it was ended by \(signal)")
      }
      if signal.description == "SIGPIPE" { return pipe("it was ended by SIGPIPE") }
      if signal.description == "SIGKILL", !isCounted {
        return witness(.outOfMemory, "signal", .weak, "somebody ended it by SIGKILL")
      }
      return []
    case .exited(let code):
      switch code {
      case 126: return witness(.permission, "exit-code", .weak, "it exited with 126")
      case 127: return witness(.missingDependency, "exit-code", .weak, "it exited with 127")
      case 124: return witness(.timeout, "exit-code", .weak, "it exited with 124")
      case 134, 135, 136, 139: return witness(.crash, "exit-code", .weak, "it exited with \(code)")
      case 141: return pipe("it exited with 141, which is 128 + SIGPIPE")
      case 137 where isCounted: return []
      case 137: return witness(.outOfMemory, "exit-code", .weak, "it exited with 137")
      default: return []
      }
    case .couldNotStart(let detail):
      let isMissing = detail.contains("No such file")
      let isRefused = detail.contains("ermission denied")
      if isMissing { return witness(.missingDependency, "exec", .kernel, detail) }
      return isRefused ? witness(.permission, "exec", .kernel, detail) : []
    case .lost(let detail): return witness(.runnerLost, "lost", .kernel, "it was lost: \(detail)")
    case .stopped, .cancelled: return []
    }
  }

  private static let crashes = ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGSYS"]
}

/// Looks for who held the memory.
enum MemoryEvidence {
  /// What speaks for a cause of too much memory.
  static func of(_ seen: TroubledStage) -> [CauseEvidence] {
    guard let peak = seen.attempt.peak, let first = peak.holders.first else { return [] }
    let all = peak.holders.reduce(0) { $0 + $1.bytes }
    let names = peak.holders.prefix(4).map { "\($0.count) \($0.name) \(Format.bytes($0.bytes))" }
    var witness = CauseEvidence(
      kind: .memoryDemand, rule: "peak", strength: .kernel,
      fact: Fact(
        "at the peak of \(Format.bytes(all)), after \(Format.duration(peak.at)): "
          + names.joined(separator: ", "), at: seen.place(.peakMemory)))
    if let largest = seen.figure(.peakProcessMemory) {
      witness.causalChain = [
        Fact(
          first.count > 1
            ? "\(first.count) processes of \(first.name) were alive at once; the largest process "
              + "of all held \(Format.bytes(largest))"
            : "the largest process of all held \(Format.bytes(largest))",
          at: seen.place(.peakProcessMemory))
      ]
    }
    return [witness]
  }
}
