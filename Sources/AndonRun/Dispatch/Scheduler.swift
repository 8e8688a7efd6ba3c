// Who may start next. A pure state machine: no clock, no processes; instants are handed in.
// Order of the file first. A stage that waits for a lock or for memory holds no slot and nothing
// else.
// Of those that wait for one lock the first is looked at when it is free, and another one only when
// that has to wait for something else: ten thousand stages that share a lock are looked at once
// each.

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
  private var ready = StageQueue()
  private var skippable: [Int] = []
  // The numbers of the locks of each stage.
  private let locks: [[Int]]
  private var waitingForLock: [StageQueue]
  private var waitingForMemory = StageQueue()
  private var held: [Bool]
  private var heldMemory = 0
  private var running = 0

  /// Begins with nothing started.
  ///
  /// A stage that was not selected does not run, and ends when all that it needs has: what always
  /// runs after it does not overtake what was selected.
  package init(_ plan: Plan, at now: Instant) {
    self.plan = plan
    var numbers: [String: Int] = [:]
    locks = plan.stages.map { stage in
      stage.stage.locks.map { name in
        let number = numbers[name] ?? numbers.count
        numbers[name] = number
        return number
      }
    }
    held = [Bool](repeating: false, count: numbers.count)
    waitingForLock = [StageQueue](repeating: StageQueue(), count: numbers.count)
    dependants = [[Int]](repeating: [], count: plan.stages.count)
    states = plan.stages.map { .waiting(needs: $0.needs.count) }
    for (stage, planned) in plan.stages.enumerated() {
      for need in planned.needs { dependants[need].append(stage) }
    }
    for stage in plan.stages.indices.reversed() where plan.stages[stage].needs.isEmpty {
      release(stage, at: now)
    }
  }

  /// The next thing to be done; nil when something has to end first, or everything has.
  package mutating func next() -> Decision? {
    if let stage = skippable.popLast() {
      let blockers = plan.stages[stage].needs.filter { states[$0] != .ended(satisfied: true) }
      return .skip(stage, blockedBy: blockers)
    }
    while running < plan.jobs, let stage = ready.popFirst() {
      guard case .ready(let since) = states[stage] else {
        preconditionFailure("a stage that is not ready stands among the ready ones")
      }
      if mustWait(stage) {
        // What it was woken for, another one may take.
        wakeThoseBehind(stage)
        continue
      }
      for lock in locks[stage] { held[lock] = true }
      heldMemory += plan.stages[stage].stage.memory ?? 0
      if plan.stages[stage].stage.memory != nil { wakeForMemory() }
      running += 1
      states[stage] = .running
      return .start(stage, readySince: since)
    }
    return nil
  }

  /// A stage has come to its end; a skipped one too, never satisfied.
  ///
  /// Of one that will not start any more this is known already.
  package mutating func ended(_ stage: Int, satisfied: Bool, at now: Instant) {
    if case .ended = states[stage] { return }
    if states[stage] == .running {
      running -= 1
      for lock in locks[stage] { held[lock] = false }
      heldMemory -= plan.stages[stage].stage.memory ?? 0
      wakeThoseBehind(stage)
    }
    states[stage] = .ended(satisfied: satisfied)
    notifyDependants(of: stage, at: now)
  }

  private mutating func notifyDependants(of stage: Int, at now: Instant) {
    for dependant in dependants[stage] {
      guard case .waiting(let needs) = states[dependant] else { continue }
      states[dependant] = .waiting(needs: needs - 1)
      if needs == 1 { release(dependant, at: now) }
    }
  }

  /// Nothing more will start.
  ///
  /// The stages that had not, in the order of the file.
  package mutating func close() -> [Int] {
    let waiting = states.indices.filter { stage in
      switch states[stage] {
      case .waiting, .ready, .skippable: plan.stages[stage].isSelected
      case .running, .ended: false
      }
    }
    for stage in waiting { states[stage] = .ended(satisfied: false) }
    ready = StageQueue()
    skippable = []
    waitingForLock = waitingForLock.map { _ in StageQueue() }
    waitingForMemory = StageQueue()
    return waiting
  }

  // All needs of a stage have ended.
  private mutating func release(_ stage: Int, at now: Instant) {
    let planned = plan.stages[stage]
    if !planned.isSelected {
      states[stage] = .ended(satisfied: false)
      notifyDependants(of: stage, at: now)
    } else if planned.stage.always
      || planned.needs.allSatisfy({ states[$0] == .ended(satisfied: true) })
    {
      states[stage] = .ready(since: now)
      ready.insert(stage)
    } else {
      states[stage] = .skippable
      skippable.append(stage)
    }
  }

  // MARK: Locks and memory

  private mutating func mustWait(_ stage: Int) -> Bool {
    if let busy = locks[stage].first(where: { held[$0] }) {
      waitingForLock[busy].insert(stage)
      return true
    }
    if !hasMemory(for: stage) {
      waitingForMemory.insert(stage)
      return true
    }
    return false
  }

  // Memory is given in the order of the file: who needs much would otherwise wait for ever. Who
  // needs more than there is runs when nobody else holds any.
  private func hasMemory(for stage: Int) -> Bool {
    guard let wanted = plan.stages[stage].stage.memory, let most = plan.memory else { return true }
    if let first = waitingForMemory.first, first < stage { return false }
    return heldMemory == 0 || heldMemory + wanted <= most
  }

  private mutating func wakeThoseBehind(_ stage: Int) {
    for lock in locks[stage] where !held[lock] {
      if let next = waitingForLock[lock].popFirst() { ready.insert(next) }
    }
    if plan.stages[stage].stage.memory != nil { wakeForMemory() }
  }

  private mutating func wakeForMemory() {
    if let next = waitingForMemory.first, hasMemory(for: next) {
      waitingForMemory.popFirst()
      ready.insert(next)
    }
  }
}
