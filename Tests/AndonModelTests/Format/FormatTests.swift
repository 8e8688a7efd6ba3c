// Values as text.

import AndonModel
import Testing

@Suite("Formatted values") struct FormatTests {
  @Test(
    "a number has four significant digits and no trailing zeros",
    arguments: [
      (0, "0"), (12, "12"), (12.3456, "12.35"), (0.123456, "0.1235"), (0.000123456, "0.0001235"),
      (1234.5678, "1235"), (99.9996, "100"), (-2.5, "-2.5"), (1e-7, "1e-07"), (123_456, "123456"),
      (1e300, "1e+300"),
    ] as [(Double, String)])
  func numbers(_ value: Double, _ text: String) { #expect(Format.number(value) == text) }

  @Test(
    "a value has the largest unit in which it is at least 1",
    arguments: [
      (0, .seconds, "0 s"), (120, .seconds, "120 s"), (0.99996, .seconds, "1 s"),
      (0.9994, .seconds, "999.4 ms"), (8.428e-9, .seconds, "8.428 ns"),
      (1.5e-11, .seconds, "0.015 ns"), (104_857_600, .bytes, "104.9 MB"), (999, .bytes, "999 B"),
      (2e15, .bytes, "2000 TB"), (1e6, .bytesPerSecond, "1 MB/s"), (0.142, .ratio, "14.2 %"),
      (3, .perSecond, "3/s"), (7, .count, "7"), (7, .other("tokens"), "7 tokens"),
    ] as [(Double, MeasureUnit, String)])
  func values(_ value: Double, _ unit: MeasureUnit, _ text: String) {
    #expect(Format.value(value, unit) == text)
  }

  @Test("an exact value reads back as itself")
  func exact() {
    for value in [0.1 + 0.2, 1.0 / 3, 15.000_000_001, 2, 1e-300] {
      #expect(Double(Format.exact(value)) == value)
    }
    #expect(Format.duration(15.000_000_001, digits: 16) == "15.000000001 s")
  }

  @Test(
    "a count has the plural of its noun",
    arguments: [
      (0, "run", "0 runs"), (1, "retry", "1 retry"), (2, "retry", "2 retries"),
      (2, "process", "2 processes"), (3, "mismatch", "3 mismatches"), (2, "day", "2 days"),
      (2, "more line", "2 more lines"),
    ])
  func counts(_ count: Int, _ noun: String, _ text: String) {
    #expect(Format.count(count, noun) == text)
  }

  @Test("a percentage has at most one decimal, a byte two digits")
  func others() {
    #expect(Format.percent(0.142_49) == "14.2 %" && Format.percent(-0.5) == "-50 %")
    #expect(Format.hex(7) == "07" && Format.hex(171, uppercase: true) == "AB")
    #expect(Format.fixed(1.005e3, 3) == "1005.000" && Format.fixed(-0.0001, 2) == "0.00")
  }
}
