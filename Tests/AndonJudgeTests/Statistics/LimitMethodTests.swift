// The worked numbers of statistics.md, section 1, and its edges.

import AndonModel
import Testing

@testable import AndonJudge

@Suite("A limit, run by run") struct LimitMethodTests {
  @Test("the worked example passes at the fifth run")
  func example() throws {
    let decision = LimitMethod.decide(.init([14.2, 15.6, 14.1, 14.8, 14.9], limit: 15))
    #expect(decision.answer == .pass && decision.runs == 5)
    #expect(decision.estimate == 14.8 && decision.p == 0.96875)
    #expect(decision.low == 14.1 && decision.high == 15.6)
  }

  @Test("a run at the limit keeps it; one far below it passes at once, none fails at once")
  func edges() {
    #expect(LimitMethod.decide(.init([15, 15, 15], limit: 15)).answer == .pass)
    let half = LimitMethod.decide(.init([7.4, 99, 99], limit: 15))
    #expect(half.answer == .pass && half.runs == 1)
    #expect(LimitMethod.decide(.init([7.6], limit: 15)).answer == .inconclusive(.tooFew))
    #expect(LimitMethod.decide(.init([1e6], limit: 15)).answer == .inconclusive(.tooFew))
    let history = LimitMethod.decide(.init([13.4], limit: 15, noise: 0.01))
    #expect(history.answer == .pass && history.runs == 1)
    #expect(LimitMethod.decide(.init([13.6], limit: 15, noise: 0.01)).runs == 1)
    #expect(LimitMethod.decide(.init([13.6], limit: 15, noise: 0.01)).answer != .pass)
    #expect(LimitMethod.decide(.init([11], limit: 15, noise: 0.12)).answer != .pass)
  }

  @Test("rates are held against a lower limit")
  func higher() {
    #expect(LimitMethod.decide(.init([90, 89, 91], limit: 100, .higher)).answer == .fail)
    let far = LimitMethod.decide(.init([201], limit: 100, .higher))
    #expect(far.answer == .pass && far.runs == 1)
  }

  @Test("a slow outlier costs two runs and decides nothing")
  func outlier() {
    let decision = LimitMethod.decide(.init([10, 1e6, 10, 10, 10], limit: 15))
    #expect(decision.answer == .pass && decision.runs == 5)
  }

  @Test("what is missing is skipped, what is not positive has no way out at once")
  func missing() {
    let decision = LimitMethod.decide(.init([nil, 16, .nan, 16, nil, 16], limit: 15))
    #expect(decision.answer == .fail && decision.runs == 3 && decision.excludedPairs == 3)
    #expect(LimitMethod.decide(.init([nil], limit: 15)).answer == .inconclusive(.nothing))
    #expect(LimitMethod.decide(.init([-8], limit: 15)).answer == .inconclusive(.tooFew))
    #expect(LimitMethod.decide(.init([-8, 0, -3], limit: 15)).answer == .pass)
  }

  @Test("one run alone is a plain comparison; runs that are used up are inconclusive")
  func most() {
    #expect(LimitMethod.decide(.init([16], limit: 15, maxRuns: 1)).answer == .fail)
    #expect(LimitMethod.decide(.init([14], limit: 15, maxRuns: 1)).answer == .pass)
    #expect(LimitMethod.decide(.init([16, 16], limit: 15, maxRuns: 2)).answer == .fail)
    let even = LimitMethod.decide(.init([14, 16, 14, 16, 14, 16, 14, 16], limit: 15))
    #expect(even.answer == .inconclusive(.noise) && even.runs == 7)
  }

  @Test(
    "errors and runs are those of the table",
    arguments: [
      (0.1, 0.00134, 0.978974, 3.6858), (0.2, 0.0136832, 0.875725, 4.4208),
      (0.3, 0.0547263, 0.695227, nil), (0.5, 0.289062, 0.289062, nil),
    ] as [(Double, Double, Double, Double?)])
  func errors(over: Double, fail: Double, pass: Double, runs: Double?) {
    // All 128 courses of seven runs, each with its probability.
    var seen = (fail: 0.0, pass: 0.0, runs: 0.0)
    for course in 0..<128 {
      let values = (0..<7).map { course >> $0 & 1 == 1 ? 16.0 : 14.0 }
      let overs = values.count { $0 > 15 }
      var weight = 1.0
      for _ in 0..<overs { weight *= over }
      for _ in overs..<7 { weight *= 1 - over }
      let decision = LimitMethod.decide(.init(values, limit: 15))
      seen.runs += weight * Double(decision.runs)
      if decision.answer == .fail { seen.fail += weight }
      if decision.answer == .pass { seen.pass += weight }
    }
    #expect(abs(seen.fail - fail) < 1e-6 * 5 && abs(seen.pass - pass) < 1e-6)
    if let runs { #expect(abs(seen.runs - runs) < 1e-4) }
  }

  @Test(
    "without an end the share on the right side decides as Wald has it",
    arguments: [(0.7, 0.072973), (0.8, 0.0153846), (0.9, 0.00136986)])
  func untruncated(right: Double, error: Double) {
    // Followed until nothing worth counting is still under way.
    var walks: [Int: Double] = [0: 1]
    var wrong = 0.0
    for _ in 0..<2000 {
      var next: [Int: Double] = [:]
      for (position, weight) in walks.sorted(by: { $0.key < $1.key }) {
        next[position - 1, default: 0] += weight * right
        next[position + 1, default: 0] += weight * (1 - right)
      }
      wrong += next.removeValue(forKey: 3) ?? 0
      next[-3] = nil
      walks = next
    }
    #expect(abs(wrong - error) < 1e-6)
    // The walk is the rule's: three more on one side decide.
    #expect(LimitMethod.decide(.init([16, 16, 14, 16, 16], limit: 15)).answer == .fail)
  }
}

@Suite("A limit on a quantile") struct QuantileMethodTests {
  @Test(
    "so many runs, all kept, are needed to pass",
    arguments: [(0.5, 5), (0.75, 11), (0.90, 29), (0.95, 59), (0.99, 299)])
  func needed(quantile: Double, runs: Int) {
    #expect(QuantileMethod.answer(quantile, runs: runs, overs: 0) == .pass)
    #expect(QuantileMethod.answer(quantile, runs: runs - 1, overs: 0) == nil)
  }

  @Test("the worked failures")
  func failures() {
    #expect(QuantileMethod.answer(0.95, runs: 5, overs: 2) == .fail)
    #expect(QuantileMethod.answer(0.90, runs: 10, overs: 4) == .fail)
    #expect(QuantileMethod.answer(0.90, runs: 10, overs: 3) == nil)
    #expect(abs(Binomial(trials: 5, probability: 0.05).atLeast(2) - 0.0225925) < 1e-7)
    #expect(abs(Binomial(trials: 10, probability: 0.1).atLeast(4) - 0.0127952) < 1e-7)
    #expect(abs(Binomial(trials: 5, probability: 0.5).atMost(0) - 0.03125) < 1e-12)
  }

  @Test("it ends early only where the rest could change nothing")
  func settled() {
    #expect(QuantileMethod.settled(0.95, runs: 7, overs: 7, of: 59) == .fail)
    #expect(QuantileMethod.settled(0.95, runs: 58, overs: 0, of: 59) == nil)
    #expect(QuantileMethod.settled(0.95, runs: 59, overs: 0, of: 59) == .pass)
    #expect(QuantileMethod.settled(0.5, runs: 10, overs: 0, of: 12) == .pass)
    #expect(QuantileMethod.settled(0.95, runs: 59, overs: 3, of: 59) == .inconclusive(.tooFew))
  }
}
