// Units and comparisons, through the limits of objectives.

import AndonConfig
import AndonModel
import Testing

@Suite("Quantities in files") struct QuantityTextTests {
  private func threshold(_ text: String, _ indicator: String) throws -> Double? {
    try Samples.pipeline(
      "version: 1\nstages: { a: { run: x, slo: { \(indicator): \"<= \(text)\" } } }"
    ).objectives[0].fail?.threshold
  }

  @Test(
    "times are seconds",
    arguments: [
      ("250ms", 0.25), ("5us", 5e-6), ("5 µs", 5e-6), ("2ms5us", 0.002005), ("7ns", 7e-9),
      ("30s", 30), ("1.5s", 1.5), ("1.5 s", 1.5), ("2m", 120), ("2m30s", 150),
      ("1h30m", 5400), ("1d", 86_400), ("1m 30s", nil), ("30", nil), ("30 sec", nil), ("1:30", nil),
      ("-1s", nil), ("1S", nil), (".5s", nil), ("1.s", nil), ("1e3s", nil),
      ("99999999999999999999d", nil),
    ] as [(String, Double?)])
  func times(_ text: String, _ seconds: Double?) {
    #expect((try? threshold(text, "wall")) == seconds)
  }

  @Test(
    "sizes are bytes, by 1000 and by 1024, case-sensitive",
    arguments: [
      ("100B", 100), ("1kB", 1000), ("1.5MB", 1_500_000), ("2 GB", 2e9), ("1KiB", 1024),
      ("1MiB", 1_048_576), ("1GiB", 1_073_741_824), ("1KB", nil), ("1mb", nil), ("100", nil),
      ("1.5.2 GB", nil), ("1  MB", nil),
    ] as [(String, Double?)])
  func sizes(_ text: String, _ bytes: Double?) {
    #expect((try? threshold(text, "peak-memory")) == bytes)
  }

  @Test(
    "counts are bare numbers",
    arguments: [("3", 3), ("-1", -1), ("2.5", 2.5), ("3s", nil), ("", nil), ("1 000", nil)]
      as [(String, Double?)])
  func counts(_ text: String, _ count: Double?) {
    #expect((try? threshold(text, "exit-code")) == count)
  }

  @Test(
    "a good condition becomes the negated bad one",
    arguments: [
      ("<= 3", "> 3"), ("< 3", ">= 3"), (">= 3", "< 3"), ("> 3", "<= 3"), ("== 3", "!= 3"),
      ("!= 3", "== 3"), ("<=3", "> 3"),
    ])
  func negation(_ good: String, _ bad: String) throws {
    let read = try Samples.pipeline(
      "version: 1\nstages: { a: { run: x, slo: { exit-code: \"\(good)\" } } }")
    #expect(read.objectives[0].fail?.text == bad)
  }
}
