// Why a stage takes so long: what it waited for, or what it did instead.

internal import AndonModel

/// Looks for what took the time.
enum WaitEvidence {
  // A wait that is worth naming: a part of the time, and a number of seconds.
  private static let minPart = 0.1
  private static let minWait = 0.05
  // A stage that used less of its time did nothing.
  private static let idle = 0.1
  // A stage that was ready for so much of its time without a processor was starved.
  private static let starved = 0.3
  // A processor that was used so much was busy.
  private static let busy = 0.8

  /// What speaks for a cause of the time that a stage took, or has taken so far.
  static func of(_ seen: TroubledStage) -> [CauseEvidence] {
    guard let wall = seen.figure(.wall), wall > 0 else { return [] }
    return [
      lock(seen, wall), starvation(seen, wall), disk(seen, wall), contradiction(seen),
      doing(seen, wall),
    ].compactMap { $0 }
  }

  // MARK: Locks

  private static func lock(_ seen: TroubledStage, _ wall: Double) -> CauseEvidence? {
    let waited = seen.figure(.lockWait) ?? 0
    guard waited >= minWait, waited >= minPart * wall else { return nil }
    let used = seen.figure(.cpu).map { "used \(Format.duration($0)) of processor time and " } ?? ""
    let fact = Fact(
      "it \(used)waited \(Format.duration(waited)) for a file lock while nothing of it ran",
      at: seen.place(.lockWait))
    guard let lock = seen.locks.first else {
      var witness = CauseEvidence(
        kind: .lockContention, rule: "lock-wait", strength: .sampled, fact: fact)
      witness.unknown = "which lock it was could not be seen"
      return witness
    }
    var witness = CauseEvidence(
      kind: .lockContention, rule: "lock-table", strength: .kernel, fact: fact)
    let table = "/proc/locks, while it waited"
    witness.causalChain = [
      Fact("it waited for the lock on \(lock.path ?? "a file without a name")", at: table)
    ]
    guard let holder = lock.holders.first else {
      witness.unknown = "who holds the lock was out of sight"
      return witness
    }
    witness.add(holder, seen, at: table)
    return witness
  }

  // MARK: Processors and disks

  private static func starvation(_ seen: TroubledStage, _ wall: Double) -> CauseEvidence? {
    guard let waited = seen.figure(.cpuWait), waited >= starved * wall, waited >= minWait else {
      return nil
    }
    // Who keeps all processors busy waits for itself.
    let used = seen.figure(.cpu) ?? 0
    if let processors = seen.processors, used >= busy * wall * Double(processors) { return nil }
    let quantity = seen.attempt.indicators[.builtIn(.cpuWait)]
    var witness = CauseEvidence(
      kind: .processorStarvation, rule: "cpu-wait",
      strength: quantity?.source == .pressure ? .kernel : .sampled,
      fact: Fact(
        "it was ready to run and had no processor for \(Format.duration(waited)) of "
          + "\(Format.duration(wall)), and used \(Format.duration(used))",
        at: seen.place(.cpuWait)))
    let counts = Dictionary(grouping: seen.look?.tree.others ?? []) { $0 }.mapValues(\.count)
    let most = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(3)
    if !most.isEmpty {
      let names = most.map { "\($0.value) × `\($0.key)`" }.joined(separator: ", ")
      witness.causalChain = [
        Fact("\(names), not of this stage, had the processors", at: "/proc, at its deadline")
      ]
    } else {
      witness.unknown = "who had the processors was not seen"
    }
    return witness
  }

  private static func disk(_ seen: TroubledStage, _ wall: Double) -> CauseEvidence? {
    guard let waited = seen.figure(.ioWait), waited >= 0.4 * wall, waited >= minWait else {
      return nil
    }
    let source = seen.attempt.indicators[.builtIn(.ioWait)]?.source
    var witness = CauseEvidence(
      kind: .diskStall, rule: "io-wait", strength: source == .pressure ? .kernel : .sampled,
      fact: Fact(
        "it waited for a disk for \(Format.duration(waited)) of \(Format.duration(wall))",
        at: seen.place(.ioWait)))
    witness.unknown = "which files it waited for is not known"
    return witness
  }

  private static func contradiction(_ seen: TroubledStage) -> CauseEvidence? {
    seen.contradiction.map {
      CauseEvidence(kind: .contradictoryLimits, rule: "limits", strength: .sampled, fact: $0)
    }
  }

  // MARK: What it was doing

  private static let readChannels = [
    "pipe_read", "pipe_wait_readable", "anon_pipe_read", "n_tty_read", "wait_woken", "fifo_open",
    "wait_for_partner", "unix_stream_read_generic", "unix_stream_data_wait",
  ]
  private static let sleepChannels = ["hrtimer_nanosleep", "do_nanosleep", "common_nsleep"]

  // A stage that had to be looked at: its processes that wait for no child of theirs.
  private static func doing(_ seen: TroubledStage, _ wall: Double) -> CauseEvidence? {
    guard let look = seen.look else { return nil }
    let parents = Set(look.tree.processes.map(\.parent))
    let leaves = look.tree.processes.filter { !parents.contains($0.pid) && $0.state != "Z" }
    guard let first = leaves.max(by: { $0.processor < $1.processor }) else { return nil }
    let used = seen.figure(.cpu) ?? look.tree.processes.reduce(0) { $0 + $1.processor }
    let place = "/proc, after \(Format.duration(look.at))"
    let name = "pid \(first.pid) `\(first.command)`"
    // Whoever is ready all the time is busy, also while others have the processor for a moment. The
    // kernel's pressure tells too little of who goes from one processor to another.
    let waited = seen.figure(.cpuWait) ?? 0
    let isReady = max(used + waited, first.processor + first.waited) >= busy * look.at
    if isReady, waited < starved * wall, leaves.contains(where: { $0.state == "R" }) {
      var witness = CauseEvidence(
        kind: .busyLoop, rule: "processor-time", strength: .sampled,
        fact: Fact(
          "\(name) worked all the time: \(Format.duration(used)) of processor time", at: place))
      witness.unknown = "what it works on is not known: a stack would tell"
      return witness
    }
    guard used <= idle * look.at else { return nil }
    func isIn(_ channels: [String]) -> ProcessEntry<String>? {
      leaves.first { leaf in leaf.waitChannel.map { channels.contains($0) } ?? false }
    }
    if let reader = isIn(readChannels) {
      return CauseEvidence(
        kind: .inputWait, rule: "wait-channel", strength: .sampled,
        fact: Fact(
          "pid \(reader.pid) `\(reader.command)` waited for input in \(reader.waitChannel ?? ""), "
            + "and nothing of it ran", at: place), unknown: "who should have written is not known")
    }
    if let sleeper = isIn(sleepChannels) {
      return CauseEvidence(
        kind: .idleWait, rule: "wait-channel", strength: .sampled,
        fact: Fact(
          "pid \(sleeper.pid) `\(sleeper.command)` slept, and nothing of it ran", at: place))
    }
    let channel = first.waitChannel.map { " in \($0)" } ?? ""
    return CauseEvidence(
      kind: .idleWait, rule: "no-progress", strength: .weak,
      fact: Fact("\(name) waited\(channel), and nothing of it ran", at: place),
      unknown: "what it waited for is not known")
  }
}
