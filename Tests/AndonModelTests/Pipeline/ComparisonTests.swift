// What a bound can prove about a limit. Design, section 2.

import AndonModel
import Testing

@Suite("Comparison") struct ComparisonTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let relation: Comparison.Relation
    let reading: BoundedValue
    let answer: Comparison.Answer
    var testDescription: String { "\(reading) \(relation.rawValue) 10" }
  }

  static let rows: [Row] = {
    typealias R = Comparison.Relation
    func rows(_ relation: R, _ readings: [(BoundedValue, Comparison.Answer)]) -> [Row] {
      readings.map { Row(relation: relation, reading: $0.0, answer: $0.1) }
    }
    return rows(
      .greater,
      [
        (.exact(11), .holds), (.exact(10), .doesNotHold), (.atLeast(11), .holds),
        (.atLeast(10), .undecided), (.atLeast(3), .undecided), (.atMost(10), .doesNotHold),
        (.atMost(11), .undecided), (.missing(reason: ""), .undecided),
      ])
      + rows(
        .greaterOrEqual,
        [
          (.exact(10), .holds), (.exact(9), .doesNotHold), (.atLeast(10), .holds),
          (.atLeast(9), .undecided), (.atMost(9), .doesNotHold), (.atMost(10), .undecided),
        ])
      + rows(
        .less,
        [
          (.exact(9), .holds), (.exact(10), .doesNotHold), (.atLeast(10), .doesNotHold),
          (.atLeast(9), .undecided), (.atMost(9), .holds), (.atMost(10), .undecided),
        ])
      + rows(
        .lessOrEqual,
        [
          (.exact(10), .holds), (.exact(11), .doesNotHold), (.atLeast(11), .doesNotHold),
          (.atLeast(10), .undecided), (.atMost(10), .holds), (.atMost(11), .undecided),
        ])
      + rows(
        .equal,
        [
          (.exact(10), .holds), (.exact(11), .doesNotHold), (.atLeast(11), .doesNotHold),
          (.atLeast(10), .undecided), (.atMost(9), .doesNotHold), (.atMost(10), .undecided),
        ])
      + rows(
        .different,
        [
          (.exact(10), .doesNotHold), (.exact(11), .holds), (.atLeast(11), .holds),
          (.atLeast(10), .undecided), (.atMost(9), .holds), (.atMost(10), .undecided),
        ])
  }()

  @Test("answers only what the bound proves", arguments: rows)
  func answers(_ row: Row) {
    let comparison = Comparison(row.relation, 10, unit: .count, thresholdText: "10")
    #expect(comparison.answer(for: row.reading) == row.answer)
  }

  @Test("a negation answers the opposite for every reading", arguments: rows)
  func negation(_ row: Row) {
    let comparison = Comparison(row.relation, 10, unit: .count, thresholdText: "10").negated
    let opposite: Comparison.Answer =
      switch row.answer {
      case .holds: .doesNotHold
      case .doesNotHold: .holds
      case .undecided: .undecided
      }
    #expect(comparison.answer(for: row.reading) == opposite)
    #expect(comparison.negated.relation == row.relation)
  }

  @Test("a cut off value is a lower bound, and nothing is made of nothing")
  func cutOff() {
    #expect(BoundedValue.exact(3).cutOff == .atLeast(3))
    #expect(BoundedValue.atLeast(3).cutOff == .atLeast(3))
    #expect(BoundedValue.atMost(3).cutOff.value == nil)
    #expect(BoundedValue.missing(reason: "x").cutOff == .missing(reason: "x"))
  }
}
