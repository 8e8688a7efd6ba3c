// The worked numbers of statistics.md, sections 0, 2 and 5, and their edges.

import AndonModel
import Testing

@testable import AndonJudge

@Suite("A figure against its history") struct RelativeMethodTests {
  static let baseline: [[Double?]] = [10.0, 10.2, 9.9, 10.1, 10.4, 9.8, 10.0, 10.3, 10.1, 9.9].map {
    [$0]
  }

  private func decide(
    _ head: [Double?], _ baseline: [[Double?]] = Self.baseline, _ direction: Direction = .lower
  ) -> MethodDecision {
    RelativeMethod.decide(
      .init(baseline: baseline, head: head, .init(margin: 0.1, direction)))
  }

  /// A head, which way is better, and what is known of it.
  struct Row: Sendable, CustomTestStringConvertible {
    let head: Double
    let direction: Direction
    let answer: MethodDecision.Answer
    let p: Double
    let estimate: Double
    let low: Double
    let high: Double

    var testDescription: String { "\(head)" }

    init(
      _ head: Double, _ answer: MethodDecision.Answer, _ p: Double, _ estimate: Double,
      _ low: Double,
      _ high: Double, _ direction: Direction = .lower
    ) {
      self.head = head
      self.direction = direction
      self.answer = answer
      self.p = p
      self.estimate = estimate
      self.low = low
      self.high = high
    }
  }

  @Test(
    "the worked table",
    arguments: [
      Row(10.3, .pass, 0.997540, 0.0230014, -0.0131261, 0.0604514),
      Row(10.9, .inconclusive(.noise), 0.781466, 0.0825937, 0.0443617, 0.122225),
      Row(11.2, .warn, 0.290967, 0.112390, 0.0731056, 0.153112),
      Row(11.5, .fail, 0.0436143, 0.142186, 0.101850, 0.183999),
      Row(12.0, .fail, 0.00136121, 0.191846, 0.149756, 0.235477),
      Row(8.8, .warn, 0.0847687, -0.125979, -0.156846, -0.0939832, .higher),
    ])
  func table(_ row: Row) throws {
    let decision = decide([row.head], Self.baseline, row.direction)
    #expect(decision.answer == row.answer && decision.runs == 1)
    let numbers = [decision.p, decision.estimate, decision.low, decision.high]
    for (seen, expected) in zip(numbers, [row.p, row.estimate, row.low, row.high]) {
      #expect(abs(try #require(seen) - expected) <= 1e-6 * max(1, abs(expected)))
    }
  }

  @Test("the change that would be seen is the one of the document")
  func detectableChange() throws {
    let detectableChange = try #require(decide([10.3]).detectableChange)
    // 0.0532805 on the logarithms, over the margin.
    #expect(abs(detectableChange - (1.1 * 1.0547255 - 1)) < 1e-6)
  }

  @Test(
    "Student's quantiles",
    arguments: [
      (4, 2.13185), (5, 2.01505), (7, 1.89458), (9, 1.83311), (11, 1.79588), (14, 1.76131),
      (19, 1.72913),
    ] as [(Double, Double)])
  func quantiles(freedom: Double, quantile: Double) {
    let distribution = StudentT(freedom: freedom)
    #expect(abs(distribution.quantile(upper: 0.05) - quantile) < 5e-6)
    #expect(abs(distribution.upperTail(distribution.quantile(upper: 0.05)) - 0.05) < 1e-12)
    #expect(abs(distribution.upperTail(-2) + distribution.upperTail(2) - 1) < 1e-12)
  }

  @Test("jobs that were all the same have the least scatter, not none")
  func floor() {
    let same = [[Double?]](repeating: [10], count: 12)
    #expect(decide([10], same).answer == .pass)
    #expect(decide([11.5], same).answer == .fail)
    #expect(decide([11.05], same).answer == .warn)
  }

  @Test("four jobs say nothing; what is missing is dropped; repeats are one observation")
  func few() {
    #expect(decide([20], Array(Self.baseline.prefix(4))).answer == .inconclusive(.tooFew))
    let holes: [[Double?]] = Self.baseline.prefix(4).map { [$0[0]] } + [[nil], []]
    #expect(decide([20], holes).answer == .inconclusive(.tooFew))
    #expect(decide([nil]).answer == .inconclusive(.nothing))
    #expect(decide([10.3, 1e6, 10.3]).answer == .pass)
    let repeated: [[Double?]] = Self.baseline.map { [$0[0], 1e5, $0[0]] }
    #expect(decide([12, nil, 12, 12], repeated).p == decide([12]).p)
  }

  @Test("a value that is not positive has no ratio")
  func nonPositive() {
    #expect(decide([0]).answer == .inconclusive(.nonPositive))
    #expect(decide([10], Self.baseline + [[-1]]).answer == .inconclusive(.nonPositive))
  }

  @Test("units are converted, or nothing is said")
  func units() {
    var question = RelativeQuestion(
      baseline: Self.baseline, head: [10_300], .init(margin: 0.1))
    question.unit = "ms"
    question.baselineUnit = "s"
    #expect(RelativeMethod.decide(question).answer == .pass)
    question.baselineUnit = "MB"
    #expect(RelativeMethod.decide(question).answer == .inconclusive(.units))
    question.baselineUnit = nil
    #expect(RelativeMethod.decide(question).answer == .inconclusive(.units))
  }

  @Test("an improvement passes and is noted")
  func improvement() {
    #expect(decide([9]).answer == .pass && decide([9]).isImproved)
    #expect(!decide([10.1]).isImproved)
  }

  @Test("of many tests only those count that are sure together")
  func family() {
    #expect(FalseDiscovery.rejected([0.01, 0.02, 0.03, 0.04]) == [0, 1, 2, 3])
    #expect(
      FalseDiscovery.rejected([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205]) == [0, 1])
    #expect(FalseDiscovery.rejected([0.2, nil, 0.02]) == [2])
    #expect(FalseDiscovery.rejected([]) == [])
    #expect(FalseDiscovery.rejected([0.04, 0.09], rate: 0.1) == [0, 1])
  }
}
