// Several values into one, with their bounds; days of the calendar.

import AndonModel
import AndonTestSupport
import Testing

@Suite("Statistic") struct StatisticTests {
  @Test(
    "values are those of the design",
    arguments: [
      (.median, [3, 1, 2], 2), (.median, [4, 1, 3, 2], 2.5), (.median, [7], 7),
      (.min, [3, 1, 2], 1),
      (.max, [3, 1, 2], 3), (.mean, [1, 2, 6], 3), (.p95, [1, 2, 3, 4, 5], 4.8), (.p95, [5], 5),
      (.p95, Array(stride(from: 0.0, through: 100, by: 1)), 95),
    ] as [(Statistic, [Double], Double)])
  func values(_ statistic: Statistic, _ values: [Double], _ expected: Double) {
    #expect(abs(statistic.value(of: values) - expected) < 1e-12)
  }

  @Test("a percentile has no more digits than its values and its place")
  func digits() {
    #expect(Statistic.p95.value(of: [1, 2, 3, 4]) == 3.85)
  }

  @Test(
    "a censored attempt counts as larger than all",
    arguments: [
      (.median, [.exact(5), .exact(6), .atLeast(120)], .exact(6)),
      (.median, [.exact(5), .atLeast(120)], .atLeast(62.5)),
      (.median, [.atLeast(120)], .atLeast(120)), (.min, [.exact(5), .atLeast(120)], .exact(5)),
      (.max, [.exact(5), .atLeast(120)], .atLeast(120)),
      (.mean, [.exact(4), .atLeast(8)], .atLeast(6)),
      (.p95, [.exact(1), .exact(2), .atLeast(9)], .atLeast(8.3)),
    ] as [(Statistic, [BoundedValue], BoundedValue)])
  func censored(_ statistic: Statistic, _ readings: [BoundedValue], _ expected: BoundedValue) {
    let found = statistic.reading(of: readings)
    #expect(found.bound == expected.bound)
    #expect(abs((found.value ?? 0) - (expected.value ?? 1)) < 1e-12)
  }

  @Test("upper bounds bound from above, and one that is missing makes all missing")
  func others() {
    #expect(Statistic.mean.reading(of: [.exact(1), .atMost(3)]) == .atMost(2))
    #expect(Statistic.mean.reading(of: [.atLeast(1), .atMost(3)]).value == nil)
    #expect(
      Statistic.min.reading(of: [.exact(1), .missing(reason: "x")]) == .missing(reason: "x"))
    #expect(Statistic.min.reading(of: []).value == nil)
  }

  @Test("a bound always holds the true value", arguments: 1...200)
  func sound(_ seed: UInt64) {
    var random = SeededRandom(seed)
    func next() -> Double { Double(Int.random(in: 0..<1000, using: &random)) }
    for statistic in Statistic.allCases {
      let truth = (0..<1 + Int(next()) % 6).map { _ in next() }
      let readings = truth.map { value -> BoundedValue in
        switch Int(next()) % 3 {
        case 0: .exact(value)
        case 1: .atLeast(value - next())
        default: .atMost(value + next())
        }
      }
      guard let range = statistic.reading(of: readings).range else { continue }
      let value = statistic.value(of: truth)
      #expect(range.least <= value + 1e-9 && value <= range.most + 1e-9)
    }
  }
}

@Suite("Calendar day") struct CalendarDayTests {
  @Test(
    "dates are read and written",
    arguments: ["1970-01-01", "2024-02-29", "2027-01-31", "1969-12-31"])
  func dates(_ text: String) {
    #expect(CalendarDay(text)?.description == text)
  }

  @Test(
    "what is no date is refused",
    arguments: [
      "2023-02-29", "2027-13-01", "2027-1-31", "27-01-31", "2027-01-31T00:00:00Z", "", "soon",
    ])
  func refused(_ text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test("a moment lies on its day in UTC")
  func moments() throws {
    let moment = try #require(Timestamp("2027-01-31T23:59:59.999Z"))
    #expect(CalendarDay(of: moment).description == "2027-01-31")
    #expect(CalendarDay(of: moment.advanced(bySeconds: 0.001)).description == "2027-02-01")
  }
}

@Suite("Quantity") struct QuantityTests {
  @Test("a period that is written and read back is the same", arguments: 1...200)
  func period(_ number: Int) {
    let period = 0.000_713_37 * Double(number) * Double(number)
    let quantity = Quantity(
      .exact(1), unit: .count, source: .sampled, samples: number, period: period)
    let again = Quantity(
      .exact(1), unit: .count, source: .sampled, samples: number, period: quantity.period)
    #expect(again == quantity && quantity.samples == number)
    #expect(abs((quantity.period ?? 0) - period) < 1e-5)
    #expect(Quantity(.exact(1), unit: .count, source: .counted).period == nil)
  }
}
