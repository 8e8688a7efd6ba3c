// Numbers from output, however it is cut into pieces.

import AndonModel
import AndonText
import Testing

@testable import AndonRun

@Suite("Output scanner") struct OutputScannerTests {
  private func reading(
    _ output: String, _ pattern: String = "n=(\\S+)", _ choice: MetricExtractor.Choice = .last,
    scale: Double = 1, isCutOff: Bool = false, piece: Int = .max
  ) -> BoundedValue {
    var scanner = OutputScanner([
      MetricExtractor(
        name: "n", .output(pattern: pattern, choice), unit: .count, scale: scale)
    ])
    var rest = Array(output.utf8)[...]
    while !rest.isEmpty {
      scanner.feed(Array(rest.prefix(piece)).span)
      rest = rest.dropFirst(piece)
    }
    scanner.finish()
    return scanner.reading(of: "n", isCutOff: isCutOff)
  }

  private static let lines = "n=3\nx\nn=1\n\u{1B}[1mn=7\u{1B}[0m\r\nn=5"

  @Test(
    "one of several matches counts",
    arguments: [(.first, 3), (.last, 5), (.min, 1), (.max, 7), (.sum, 16)]
      as [(MetricExtractor.Choice, Double)])
  func choices(_ choice: MetricExtractor.Choice, _ value: Double) {
    #expect(reading(Self.lines, "n=(\\d+)", choice) == .exact(value))
  }

  @Test("every match of a line counts, not only its first")
  func severalInALine() {
    #expect(reading("n=1 n=2 n=4\nn=8", "n=(\\d+)", .sum) == .exact(15))
    #expect(reading("n=1 n=2", "n=(\\d+)", .last) == .exact(2))
    #expect(reading("n=1 n=2", "^n=(\\d+)", .last) == .exact(1))
    #expect(reading("a1b", "x*", .first).value == nil)
    let many = String(repeating: "n=1 ", count: OutputScanner.maxMatches)
    #expect(reading(many, "n=(\\d+)", .sum) == .exact(1000))
    #expect(reading(many + "n=1", "n=(\\d+)", .sum).value == nil)
  }

  @Test("the pieces in which output arrives do not matter", arguments: 1...20)
  func pieces(_ size: Int) {
    #expect(reading(Self.lines, "n=(\\d+)", .sum, piece: size) == .exact(16))
  }

  @Test(
    "numbers have signs, decimals and exponents",
    arguments: [("n=-1.5e3", -1500), ("n=+2", 2), ("n=.5", 0.5)] as [(String, Double)])
  func numbers(_ line: String, _ value: Double) {
    #expect(reading(line) == .exact(value))
  }

  @Test(
    "no match and no number are missing, never 0",
    arguments: ["", "nothing", "n=many", "n=1\nn=many", "n=1,5", "n=inf", "n=nan", "n=0x10"])
  func missing(_ output: String) {
    #expect(reading(output).value == nil)
  }

  @Test("a unit's scale is applied")
  func scale() {
    #expect(reading("n=250", scale: 0.001) == .exact(0.25))
  }

  @Test(
    "of output that was cut off only bounds are known",
    arguments: [
      (.first, .exact(3)), (.min, .atMost(1)), (.max, .atLeast(7)), (.sum, .atLeast(16)),
    ] as [(MetricExtractor.Choice, BoundedValue)])
  func cutOff(_ choice: MetricExtractor.Choice, _ expected: BoundedValue) {
    #expect(reading(Self.lines, "n=(\\d+)", choice, isCutOff: true) == expected)
    #expect(reading(Self.lines, isCutOff: true).value == nil)
    #expect(reading("n=-1\nn=2", "n=(\\S+)", .sum, isCutOff: true).value == nil)
  }

  @Test("a pattern that runs into its limit is told, and its metric is missing")
  func limit() {
    var scanner = OutputScanner([
      MetricExtractor(name: "n", .output(pattern: "^(a+)+$", .last), unit: .count)
    ])
    scanner.feed(Array((String(repeating: "a", count: 60) + "b\n").utf8).span)
    #expect(scanner.exhausted == ["n"])
    #expect(scanner.reading(of: "n", isCutOff: false).value == nil)
  }

  @Test("of an endless line only the first part is looked at")
  func longLine() {
    let filler = String(repeating: "x", count: OutputScanner.maxLineLength)
    #expect(reading("n=1 " + filler + "n=2\nn=3").value == 3)
    #expect(reading(filler + " n=2", piece: 4096).value == nil)
  }

  @Test("one line as expected is enough; a pattern that gives up has met nothing")
  func expectation() {
    func isMet(_ pattern: String?, _ output: String) -> Bool? {
      var scanner = OutputScanner([], expects: pattern)
      scanner.feed(Array(output.utf8).span)
      scanner.finish()
      return scanner.isExpectationMet
    }
    #expect(isMet(nil, "x") == nil)
    #expect(isMet("Compiling core", "a\n   \u{1B}[32mCompiling\u{1B}[0m core v1\nz") == true)
    #expect(isMet("Compiling core", "nothing\n") == false)
    #expect(isMet("x$", "no end of line: x") == true)
    #expect(isMet("^(a+)+$", String(repeating: "a", count: 60) + "b\n") == false)
  }
}
