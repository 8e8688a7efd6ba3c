// Who starts when. No clock: instants are numbers.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@testable import AndonRun

@Suite("Scheduler") struct SchedulerTests {
  private let zero = Instant(nanoseconds: 0)

  private func decisions(_ scheduler: inout Scheduler) -> [String] {
    var all: [String] = []
    while let decision = scheduler.next() {
      switch decision {
      case .start(let stage, _): all.append("start \(stage)")
      case .skip(let stage, let blockers):
        all.append("skip \(stage) by \(blockers)")
        scheduler.ended(stage, satisfied: false, at: zero)
      }
    }
    return all
  }

  @Test("starts in the order of the file, as many as there are slots")
  func order() {
    var scheduler = Scheduler(ScriptedRun.plan([[], [], [], [0]], jobs: 2), at: zero)
    #expect(decisions(&scheduler) == ["start 0", "start 1"])
    scheduler.ended(1, satisfied: true, at: zero)
    #expect(decisions(&scheduler) == ["start 2"])
    scheduler.ended(0, satisfied: true, at: zero)
    #expect(decisions(&scheduler) == ["start 3"])
  }

  @Test("a failed need skips what needs it, with its direct blockers, when all needs have ended")
  func skipping() {
    var scheduler = Scheduler(ScriptedRun.plan([[], [], [0, 1], [2], []]), at: zero)
    #expect(decisions(&scheduler) == ["start 0", "start 1", "start 4"])
    scheduler.ended(0, satisfied: false, at: zero)
    #expect(decisions(&scheduler) == [])
    scheduler.ended(1, satisfied: true, at: zero)
    #expect(decisions(&scheduler) == ["skip 2 by [0]", "skip 3 by [2]"])
  }

  @Test("an always stage runs whatever became of its needs")
  func always() {
    var scheduler = Scheduler(ScriptedRun.plan([[], [0], [1]], always: [2]), at: zero)
    #expect(decisions(&scheduler) == ["start 0"])
    scheduler.ended(0, satisfied: false, at: zero)
    #expect(decisions(&scheduler) == ["skip 1 by [0]", "start 2"])
  }

  @Test("stages that share a lock never overlap, and wait without a slot")
  func locks() {
    var scheduler = Scheduler(
      ScriptedRun.plan([[], [], [], []], jobs: 2, locks: [0: ["a"], 1: ["a", "b"], 2: ["b"]]),
      at: zero)
    #expect(decisions(&scheduler) == ["start 0", "start 2"])
    scheduler.ended(2, satisfied: true, at: zero)
    #expect(decisions(&scheduler) == ["start 3"])
    scheduler.ended(0, satisfied: false, at: zero)
    #expect(decisions(&scheduler) == ["start 1"])
  }

  @Test("the time in the queue begins when the last need is satisfied")
  func queue() {
    var scheduler = Scheduler(ScriptedRun.plan([[], [0]], jobs: 1), at: zero)
    _ = scheduler.next()
    let later = Instant(nanoseconds: 7)
    scheduler.ended(0, satisfied: true, at: later)
    #expect(scheduler.next() == .start(1, readySince: later))
  }

  @Test("after a cancellation nothing starts")
  func cancellation() {
    var scheduler = Scheduler(ScriptedRun.plan([[], [], [0], [2]], jobs: 1, always: [3]), at: zero)
    #expect(decisions(&scheduler) == ["start 0"])
    #expect(scheduler.close() == [1, 2, 3])
    scheduler.ended(0, satisfied: true, at: zero)
    #expect(decisions(&scheduler) == [])
  }

  @Test("random graphs: all stages end, slots and locks hold, needs come first", arguments: 1...200)
  func random(_ seed: UInt64) {
    var random = SeededRandom(seed)
    let count = Int.random(in: 1...40, using: &random)
    let needs = (0..<count).map { stage in
      (0..<stage).filter { _ in Int.random(in: 0..<6, using: &random) == 0 }
    }
    let jobs = Int.random(in: 1...4, using: &random)
    var locks: [Int: [String]] = [:]
    for stage in 0..<count where Bool.random(using: &random) {
      locks[stage] = [["a", "b", "c"].randomElement(using: &random) ?? "a"]
    }
    let always = Set((0..<count).filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
    var scheduler = Scheduler(
      ScriptedRun.plan(needs, jobs: jobs, locks: locks, always: always), at: zero)
    var running: [Int] = []
    var ended: [Int: Bool] = [:]
    while ended.count < count {
      while let decision = scheduler.next() {
        switch decision {
        case .start(let stage, _):
          running.append(stage)
          let satisfied = needs[stage].allSatisfy { ended[$0] == true }
          #expect(
            satisfied || (always.contains(stage) && needs[stage].allSatisfy { ended[$0] != nil }))
        case .skip(let stage, let blockers):
          #expect(blockers == needs[stage].filter { ended[$0] == false })
          #expect(!blockers.isEmpty && !always.contains(stage))
          ended[stage] = false
          scheduler.ended(stage, satisfied: false, at: zero)
        }
      }
      #expect(running.count <= jobs)
      let held = running.flatMap { locks[$0] ?? [] }
      #expect(held.count == Set(held).count)
      guard let stage = running.randomElement(using: &random) else { break }
      running.removeAll { $0 == stage }
      let isWell = Int.random(in: 0..<4, using: &random) > 0
      ended[stage] = isWell
      scheduler.ended(stage, satisfied: isWell, at: zero)
    }
    #expect(ended.count == count)
  }
}
