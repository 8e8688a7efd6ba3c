// The worked numbers of statistics.md, section 3, and its edges.

import AndonModel
import Testing

@testable import AndonJudge

@Suite("Head against base, in pairs") struct PairedMethodTests {
  static let base: [Double?] = [2.00, 2.10, 1.95, 2.05, 2.20, 1.90, 2.00, 2.15]
  static let slower: [Double?] = [2.30, 2.45, 2.20, 2.42, 2.60, 2.15, 2.31, 2.50]

  private func decide(
    _ head: [Double?], _ base: [Double?] = Self.base, most: Int = 30,
    _ direction: Direction = .lower
  ) -> MethodDecision {
    PairedMethod.decide(
      .init(base: base, head: head, .init(margin: 0.1, direction), maxRuns: most))
  }

  private func expect(
    _ decision: MethodDecision, _ numbers: [Double], within error: Double = 1e-6,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let seen = [decision.estimate, decision.low, decision.high, decision.p]
    for (seen, expected) in zip(seen, numbers) {
      #expect(abs(try #require(seen) - expected) < error, sourceLocation: location)
    }
  }

  @Test("the three worked examples")
  func examples() throws {
    let fail = decide(Self.slower)
    #expect(fail.answer == .fail && fail.runs == 6)
    try expect(fail, [0.155775, 0.128205, 0.181818, 0.015625])
    let pass = decide([2.02, 2.08, 1.97, 2.06, 2.18, 1.93, 1.99, 2.16])
    #expect(pass.answer == .pass && pass.runs == 6)
    try expect(pass, [0.00327216, -0.00952381, 0.0157895, 1])
    let open = decide([2.18, 2.33, 2.10, 2.31, 2.37, 2.13, 2.16, 2.40])
    #expect(open.answer == .inconclusive(.noise) && open.runs == 8)
    try expect(open, [0.0993316, 0.0772727, 0.121542, 0.578125])
  }

  @Test(
    "the ends of the interval and their levels",
    arguments: [
      (6, 0, 0.015625), (8, 2, 0.0117188), (12, 11, 0.0134277), (20, 48, 0.0163841),
      (30, 129, 0.0163604),
    ])
  func levels(pairs: Int, end: Int, level: Double) {
    let distribution = SignedRank(pairs: pairs)
    #expect(distribution.largest(within: 0.0170) == end)
    #expect(abs(distribution.atMost(end) - level) < 1e-6)
    #expect(distribution.atMost(end + 1) > 0.0170)
  }

  @Test("fewer than six pairs say nothing; what is missing takes its pair along")
  func few() {
    let few = decide(Array(Self.slower.prefix(5)))
    #expect(few.answer == .inconclusive(.tooFew) && few.runs == 5)
    #expect(few.low == nil && few.high == nil && few.p == nil)
    var holes = Self.slower
    holes[2] = nil
    holes[4] = 0
    holes[5] = -1
    #expect(decide(holes).runs == 5 && decide(holes).excludedPairs == 3)
    #expect(decide([]).answer == .inconclusive(.nothing))
    #expect(decide(Self.slower, most: 5).answer == .inconclusive(.tooFew))
  }

  @Test("seven pairs are looked at after the sixth; the longer side does not count")
  func looks() {
    let seven = decide([2.18, 2.33, 2.10, 2.31, 2.37, 2.13, 2.16])
    #expect(seven.runs == 6)
    #expect(decide(Self.slower + [9, 9, 9]) == decide(Self.slower))
  }

  @Test("what is the same passes at six; one outlier never fails alone")
  func same() {
    #expect(decide(Self.base).answer == .pass && decide(Self.base).runs == 6)
    var outlier = Self.base
    outlier[0] = 1e9
    #expect(decide(outlier).answer != .fail)
  }

  @Test("all sign patterns together never exceed the error that is allowed")
  func error() {
    // Changes just at the margin, of which each sign is as probable as the other: the rule must
    // not fail more often than 0.05. All courses that stop at six or eight are counted exactly.
    let sizes = [0.011, 0.023, 0.037, 0.041, 0.059, 0.067, 0.073, 0.089]
    var fails = 0
    for course in 0..<256 {
      let head = sizes.enumerated().map { index, size in
        2 * 1.1 * (course >> index & 1 == 1 ? 1 + size : 1 / (1 + size)) as Double?
      }
      let decision = decide(head, [Double?](repeating: 2, count: 8))
      if decision.answer == .fail { fails += 1 }
    }
    #expect(Double(fails) / 256 <= 0.05 && fails > 0)
  }
}

@Suite("Changes of level") struct ChangePointsTests {
  static let worked: [Double?] = [
    10, 10.1, 9.9, 10.2, 10, 9.8, 10.1, 10, 9.9, 10.1, 30, 10, 10.1, 9.9, 10, 11.6, 11.5, 11.7,
    11.4, 11.6, 11.5, 11.8, 11.5, 11.6,
  ]

  @Test("the worked example: a spike is none, a step is one")
  func example() {
    #expect(ChangePoints.of(Self.worked) == [15])
  }

  @Test("positions are those of the series as it was given")
  func holes() {
    var series = Self.worked
    series.insert(nil, at: 3)
    series.insert(.infinity, at: 20)
    #expect(ChangePoints.of(series) == [16])
  }

  @Test("a constant has none, a step without noise has one, an outlier none")
  func edges() {
    let ten = [Double?](repeating: 10, count: 10)
    #expect(ChangePoints.of([]) == [] && ChangePoints.of([nil, nil]) == [])
    #expect(ChangePoints.of(ten) == [])
    #expect(ChangePoints.of(ten + [Double?](repeating: 12, count: 10)) == [10])
    #expect(ChangePoints.of(ten + [1e6] + ten) == [])
    #expect(ChangePoints.of([10, 10, 10, 20, 20]) == [])
    // What is left of equal values are their last digits: they are no correlation.
    #expect(ChangePoints.of([7, 7, 7, 7, 7, 20, 20, 20]) == [5])
    let levels = [(12.0, 17), (10, 6), (20, 9)].flatMap { [Double?](repeating: $0, count: $1) }
    #expect(ChangePoints.of(levels) == [17, 23])
    let negative = ten.map { $0.map { $0 - 20 } }
    #expect(ChangePoints.of(negative + ten) == [10])
  }
}
