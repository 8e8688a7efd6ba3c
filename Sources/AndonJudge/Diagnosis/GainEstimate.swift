// What a figure would have been without its cause, as far as what was measured can tell: a range,
// what has to be so for it to hold, and the one change to try. Pure.

internal import AndonModel

/// Computes gains.
enum GainEstimate {
  // A wait that was seen at intervals is known to this part, and to one interval.
  private static let part = 0.05

  /// What would have been without a cause, of each objective that it explains.
  static func advice(
    _ cause: Cause, _ seen: TroubledStage, _ rows: [ObjectiveRecord],
    _ limits: [String: Objective]
  ) -> [Advice] {
    switch cause.kind {
    case .lockContention: waits(.lockWait, cause, seen, rows, limits, change: lockChange(seen))
    case .processorStarvation: waits(.cpuWait, cause, seen, rows, limits, change: cause.remedy)
    case .diskStall: waits(.ioWait, cause, seen, rows, limits, change: cause.remedy)
    case .memoryDemand: memory(seen, rows, limits)
    case .portConflict:
      [Advice(portChange(seen) ?? cause.remedy, assumption: "nobody else takes the port")]
    default: [Advice(cause.remedy, assumption: "no figure tells how much it would gain")]
    }
  }

  // Wall time less a wait in which nothing else of the stage went on.
  private static func waits(
    _ name: BuiltInIndicator, _ cause: Cause, _ seen: TroubledStage, _ rows: [ObjectiveRecord],
    _ limits: [String: Objective], change: String
  ) -> [Advice] {
    guard let quantity = seen.attempt.indicators[.builtIn(name)], let wait = quantity.reading.value,
      let wall = seen.attempt.indicators[.builtIn(.wall)]?.reading, let whole = wall.value
    else { return [] }
    let error = max(quantity.period ?? 0, part * wait)
    // Nothing takes less than it works, on one processor at the most.
    let worked = min(seen.figure(.cpu) ?? 0, whole - wait)
    let least = max(0, worked, whole - wait - error)
    // What was cut off would have gone on; what overlapped other waits is no gain.
    let most = wall.bound == .exact ? min(whole, whole - wait + error) : nil
    let walls = rows.filter { $0.indicator.name == .builtIn(.wall) }
    let target = walls.isEmpty ? [nil] : walls.map(Optional.some)
    return target.map { row in
      var advice = Advice(
        change, assumption: "the rest takes as long as it did, and the wait overlapped nothing else"
      )
      advice.objective = row?.id
      advice.measured = whole
      advice.low = least
      advice.high = most
      advice.judgment = row.flatMap { judgment(least, most, limits[$0.id]) }
      return advice
    }
  }

  private static func lockChange(_ seen: TroubledStage) -> String {
    guard let lock = seen.locks.first, let path = lock.path else {
      return CauseTexts.of(.lockContention).remedy
    }
    let holder = lock.holders.first
    switch holder.map(seen.owner) {
    case .stage(let stage):
      return "give \(seen.stage.id) and \(stage) one lock: `locks: [\(lockName(path))]`"
    case .earlierRun(let stage):
      return "end pid \(holder?.pid ?? 0), and let \(stage) end what it starts"
    case .own, .otherRun, .stranger, nil: break
    }
    if path.contains("/target/") {
      return "give it a folder of its own: `env: { CARGO_TARGET_DIR: target/\(seen.stage.id) }`"
    }
    if path.contains("/.cargo") {
      return "give it a home of its own: `env: { CARGO_HOME: .cargo-home }`"
    }
    let who = holder.map { " (pid \($0.pid) `\($0.command)`)" } ?? ""
    return "end whoever holds \(path)\(who) before it starts"
  }

  private static func portChange(_ seen: TroubledStage) -> String? {
    seen.evidence.takenPorts.first.map { taken in
      "end pid \(taken.holder.pid) `\(taken.holder.command)`, \(seen.owner(of: taken.holder)), or "
        + "take another port than \(taken.port)"
    }
  }

  private static func lockName(_ path: String) -> String {
    path.contains("cargo") ? "cargo" : "shared"
  }

  private static func memory(
    _ seen: TroubledStage, _ rows: [ObjectiveRecord], _ limits: [String: Objective]
  ) -> [Advice] {
    guard let peak = seen.attempt.peak, let first = peak.holders.first, first.count > 1,
      let largest = seen.figure(.peakProcessMemory)
    else {
      return [Advice(CauseTexts.of(.memoryDemand).remedy, assumption: "one process holds it")]
    }
    let others = peak.holders.dropFirst().reduce(0) { $0 + $1.bytes }
    return rows.filter { $0.indicator.name == .builtIn(.peakMemory) }.map { row in
      var advice = Advice(
        "run \(first.name) one at a time: `make -j1`, `cargo build -j1`, or `machine: { jobs: 1 }` "
          + "where each is a stage of its own", unit: .bytes,
        assumption: "the \(first.count) \(first.name) need not be alive at once")
      advice.objective = row.id
      advice.measured = row.measured.value
      advice.low = first.bytes / Double(first.count)
      advice.high = largest + others
      advice.judgment = judgment(advice.low ?? 0, advice.high, limits[row.id])
      return advice
    }
  }

  /// What an objective would be for all of a range; nil where its ends differ.
  static func judgment(_ low: Double, _ high: Double?, _ objective: Objective?) -> String? {
    guard let objective else { return nil }
    func name(_ value: Double) -> String {
      if let fail = objective.fail, fail.answer(for: .exact(value)) == .holds { return "fail" }
      if let warn = objective.warn, warn.answer(for: .exact(value)) == .holds { return "warn" }
      return "pass"
    }
    guard let high else { return name(low) == "fail" ? "fail" : nil }
    return name(low) == name(high) ? name(low) : nil
  }
}
