// Who may start next. A pure state machine: no clock, no processes; instants are handed in.
// Order of the file first. A stage that waits for a lock holds no slot.

package import AndonModel
package import AndonSystem

/// Decides which stages start and which are skipped.
package struct Scheduler {
  /// What is to be done now.
  package enum Decision: Equatable, Sendable {
    /// Start a stage, which could have started at that instant.
    case start(Int, readySince: Instant)
    /// Skip a stage, because these needs of it did not succeed.
    case skip(Int, blockedBy: [Int])
  }

  private enum State: Equatable {
    case waiting(needs: Int)
    case ready(since: Instant)
    case skippable
    case running
    case ended(satisfied: Bool)
  }

  private let plan: Plan
  private var dependants: [[Int]]
  private var states: [State]
  // Descending, so that the first stage of the file is taken from the end.
  private var ready: [Int] = []
  private var skippable: [Int] = []
  private var parked: [String: [Int]] = [:]
  private var held: Set<String> = []
  private var running = 0

  /// Begins with nothing started.
  package init(_ plan: Plan, at now: Instant) {
    self.plan = plan
    dependants = [[Int]](repeating: [], count: plan.stages.count)
    states = plan.stages.map { .waiting(needs: $0.needs.count) }
    for (stage, planned) in plan.stages.enumerated() {
      for need in planned.needs { dependants[need].append(stage) }
    }
    for stage in plan.stages.indices.reversed() where plan.stages[stage].needs.isEmpty {
      states[stage] = .ready(since: now)
      ready.append(stage)
    }
  }

  /// The next thing to be done; nil when something has to end first, or everything has.
  package mutating func next() -> Decision? {
    if let stage = skippable.popLast() {
      let blockers = plan.stages[stage].needs.filter { states[$0] != .ended(satisfied: true) }
      return .skip(stage, blockedBy: blockers)
    }
    while running < plan.jobs, let stage = ready.popLast() {
      guard case .ready(let since) = states[stage] else {
        preconditionFailure("a stage that is not ready stands among the ready ones")
      }
      let locks = plan.stages[stage].locks
      if let busy = locks.first(where: held.contains) {
        parked[busy, default: []].append(stage)
        continue
      }
      held.formUnion(locks)
      running += 1
      states[stage] = .running
      return .start(stage, readySince: since)
    }
    return nil
  }

  /// A stage has come to its end; a skipped one too, never satisfied.
  package mutating func ended(_ stage: Int, satisfied: Bool, at now: Instant) {
    if states[stage] == .running {
      running -= 1
      for lock in plan.stages[stage].locks {
        held.remove(lock)
        for waiting in parked.removeValue(forKey: lock) ?? [] { insertReady(waiting) }
      }
    }
    states[stage] = .ended(satisfied: satisfied)
    for dependant in dependants[stage] {
      guard case .waiting(let needs) = states[dependant] else { continue }
      states[dependant] = .waiting(needs: needs - 1)
      if needs == 1 { release(dependant, at: now) }
    }
  }

  /// Nothing more will start.
  ///
  /// The stages that had not, in the order of the file.
  package mutating func cancel() -> [Int] {
    let waiting = states.indices.filter { stage in
      switch states[stage] {
      case .waiting, .ready, .skippable: true
      case .running, .ended: false
      }
    }
    for stage in waiting { states[stage] = .ended(satisfied: false) }
    ready = []
    skippable = []
    parked = [:]
    return waiting
  }

  // All needs of a stage have ended.
  private mutating func release(_ stage: Int, at now: Instant) {
    let planned = plan.stages[stage]
    if planned.always || planned.needs.allSatisfy({ states[$0] == .ended(satisfied: true) }) {
      states[stage] = .ready(since: now)
      insertReady(stage)
    } else {
      states[stage] = .skippable
      skippable.append(stage)
    }
  }

  private mutating func insertReady(_ stage: Int) {
    var low = 0
    var high = ready.count
    while low < high {
      let middle = (low + high) / 2
      if ready[middle] > stage { low = middle + 1 } else { high = middle }
    }
    ready.insert(stage, at: low)
  }
}
