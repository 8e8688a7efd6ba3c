// What must hold of every rule whatever the numbers are: a thousand random courses each, always the
// same ones.

import AndonModel
import AndonTestSupport
import Testing

@testable import AndonJudge

@Suite("Properties of the rules") struct MethodPropertiesTests {
  private static let courses = 0..<1000

  // Values around a level, with outliers and holes.
  private func series(
    _ level: Double, _ count: Int, _ random: inout SeededRandom
  ) -> [Double?] {
    let scatters = [0.001, 0.05, 0.3]
    let scatter: Double = scatters[Int.random(in: 0..<3, using: &random)]
    return (0..<count).map { _ -> Double? in
      if Int.random(in: 0..<30, using: &random) == 0 { return nil }
      let value: Double = level * (1 + scatter * Double.random(in: -1...1, using: &random))
      return Int.random(in: 0..<40, using: &random) == 0 ? value * 9 : value
    }
  }

  private func scaled(_ values: [Double?], by factor: Double) -> [Double?] {
    values.map { $0.map { $0 * factor } }
  }

  private func tolerance(_ random: inout SeededRandom) -> Margin {
    Margin(
      margin: [0, 0.05, 0.1][Int.random(in: 0..<3, using: &random)],
      Bool.random(using: &random) ? .lower : .higher)
  }

  // The same answer about numbers in another unit; only what is in that unit differs.
  private func expectSame(_ one: MethodDecision, _ other: MethodDecision) {
    #expect(one.answer == other.answer && one.runs == other.runs)
    #expect(abs((one.p ?? 9) - (other.p ?? 9)) < 1e-9)
  }

  @Test("a constant factor on all values changes no decision", arguments: [0.25, 1000, 3.7e-9])
  func scale(_ factor: Double) {
    var random = SeededRandom(11)
    for _ in Self.courses {
      let change = Double.random(in: 0.7...1.4, using: &random)
      let count = Int.random(in: 0...32, using: &random)
      let (base, head) = (series(1, count, &random), series(change, count, &random))
      let tolerance = tolerance(&random)
      expectSame(
        PairedMethod.decide(.init(base: base, head: head, tolerance)),
        PairedMethod.decide(
          .init(base: scaled(base, by: factor), head: scaled(head, by: factor), tolerance)))
      expectSame(
        RelativeMethod.decide(.init(baseline: base.map { [$0] }, head: head, tolerance)),
        RelativeMethod.decide(
          .init(
            baseline: scaled(base, by: factor).map { [$0] }, head: scaled(head, by: factor),
            tolerance)))
      expectSame(
        LimitMethod.decide(.init(head, limit: 1.05, tolerance.direction)),
        LimitMethod.decide(
          .init(scaled(head, by: factor), limit: 1.05 * factor, tolerance.direction)))
      #expect(
        ChangePoints.of(base + head) == ChangePoints.of(scaled(base + head, by: factor)))
    }
  }

  @Test(
    "base and head changed places give the mirrored interval, and no margin the mirrored answer")
  func mirror() throws {
    var random = SeededRandom(12)
    for _ in Self.courses {
      let count = Int.random(in: 6...32, using: &random)
      let change = Double.random(in: 0.7...1.4, using: &random)
      let (base, head) = (series(1, count, &random), series(change, count, &random))
      let there = PairedMethod.decide(.init(base: base, head: head, Margin(margin: 0)))
      let back = PairedMethod.decide(.init(base: head, head: base, Margin(margin: 0)))
      #expect(there.runs == back.runs)
      switch there.answer {
      case .fail: #expect(back.answer == .pass && back.isImproved)
      case .pass: #expect(back.answer == .fail)
      case .warn, .inconclusive: #expect(back.answer != .pass && back.answer != .fail)
      }
      guard let low = there.low, let high = there.high else { continue }
      let (backLow, backHigh) = (try #require(back.low), try #require(back.high))
      #expect(abs((1 + low) * (1 + backHigh) - 1) < 1e-9)
      #expect(abs((1 + high) * (1 + backLow) - 1) < 1e-9)
    }
  }

  @Test("as many runs as an answer rests on give the same answer; more of them change nothing")
  func prefix() {
    var random = SeededRandom(13)
    for _ in Self.courses {
      let change = Double.random(in: 0.7...1.4, using: &random)
      let (base, head) = (series(1, 32, &random), series(change, 32, &random))
      let tolerance = tolerance(&random)
      let limit = LimitMethod.decide(.init(head, limit: 1.05, tolerance.direction))
      let measured = head.filter { $0 != nil }
      var first = LimitMethod.decide(
        .init(Array(measured.prefix(limit.runs)), limit: 1.05, tolerance.direction))
      first.excludedPairs = limit.excludedPairs
      #expect(first == limit)
      let paired = PairedMethod.decide(.init(base: base, head: head, tolerance))
      let pairs = zip(base, head).filter { $0 != nil && $1 != nil }.prefix(paired.runs)
      var again = PairedMethod.decide(
        .init(base: pairs.map { $0.0 }, head: pairs.map { $0.1 }, tolerance, maxRuns: paired.runs))
      again.excludedPairs = paired.excludedPairs
      #expect(again == paired)
    }
  }

  @Test("a worse head is never judged better")
  func monotony() {
    let order: (MethodDecision.Answer) -> Int = { answer in
      switch answer {
      case .pass: 0
      case .inconclusive: 1
      case .warn: 2
      case .fail: 3
      }
    }
    var random = SeededRandom(14)
    for _ in Self.courses {
      let base = series(1, 12, &random).map { [$0] }
      let change = Double.random(in: 0.7...1.4, using: &random)
      let worse = change * Double.random(in: 1...1.3, using: &random)
      let better = RelativeMethod.decide(
        .init(baseline: base, head: [change], Margin(margin: 0.1)))
      let after = RelativeMethod.decide(.init(baseline: base, head: [worse], Margin(margin: 0.1)))
      #expect(order(better.answer) <= order(after.answer))
      #expect((better.p ?? 0) >= (after.p ?? 0))
    }
  }

  @Test(
    "values of few kinds have no change of level by chance",
    arguments: [
      ([12.0, 13], [8, 2]), ([0, 1], [9, 1]), ([0, 1], [19, 1]), ([12, 13], [5, 5]),
      ([12, 13], [6, 4]), ([0, 1, 2], [7, 2, 1]), ([0, 1, 5], [12, 2, 1]),
      ([100, 101, 102], [2, 6, 2]), ([10, 11, 30, 31], [4, 3, 2, 1]), ([10, 11, 100], [5, 4, 1]),
      ([0, 1, 3, 7, 15, 31], [32, 16, 8, 4, 2, 1]), ([10, 11, 100], [72, 8, 20]),
    ], [20, 40, 100])
  func ties(_ law: ([Double], [Int]), _ length: Int) {
    let draws = zip(law.0, law.1).flatMap { Array(repeating: $0, count: $1) }
    var random = SeededRandom(UInt64(length))
    let changed = (0..<400).count { _ in
      let series = (0..<length).map { _ in draws[Int.random(in: 0..<draws.count, using: &random)] }
      return !ChangePoints.of(series).isEmpty
    }
    #expect(changed <= 20, "\(changed) of 400")
  }

  @Test("a step of values of which most are equal is found, and seldom anything else")
  func tiedSteps() {
    var random = SeededRandom(7)
    let noise = { (level: Double, random: inout SeededRandom) in
      level + (Int.random(in: 0..<5, using: &random) == 0 ? 1 : 0)
    }
    let found = (0..<200).map { _ in
      let before = (0..<15).map { _ in noise(12, &random) }
      return ChangePoints.of(before + (0..<15).map { _ in noise(16, &random) })
    }
    #expect(found.count { $0.contains(15) } >= 199)
    #expect(found.count { $0 != [15] } <= 10)
  }
}
