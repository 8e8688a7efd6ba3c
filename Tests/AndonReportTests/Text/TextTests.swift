// What people and hosts read as text.

import AndonModel
import AndonTestSupport
import AndonText
import Testing

@testable import AndonReport

private let here = Built.repository + "/Tests/AndonReportTests"

@Suite("Console") struct ConsoleTests {
  @Test("the end of a run is what it was", arguments: SampleRecords.all.map(\.name))
  func end(_ name: String) throws {
    let record = try #require(SampleRecords.all.first { $0.name == name }).record
    let text = ConsoleReport(folder: "andon-out", hasColour: false).end(record).lines
    #expect(try Golden.difference(text, "\(name).console.txt", in: here) == nil)
  }

  @Test("a failed stage's output is quoted, so that it acts on nobody")
  func quoting() throws {
    let stage = try #require(SampleRecords.hostile.stages.first)
    var evidence = StageEvidence()
    evidence.tail = ["::error::x", "##[error]y"]
    let lines = try #require(
      ConsoleReport(folder: "out", hasColour: false).lines(
        .ended(stage, evidence))?.lines)
    #expect(
      lines.split(separator: "\n").dropFirst().map(String.init) == [
        "  | ::error::x", "  | # #[error]y",
      ])
  }

  @Test("without colour there is no escape sequence, with colour there is")
  func colour() {
    let plain = ConsoleReport(folder: "\u{1B}[2J", hasColour: false)
      .end(SampleRecords.hostile).lines
    #expect(!plain.utf8.contains(0x1B) && !plain.contains("##"))
    #expect(
      ConsoleReport(folder: "x", hasColour: true).end(SampleRecords.red).lines.utf8.contains(0x1B))
  }

  @Test("the live line keeps within the terminal")
  func live() {
    let stages = (1...30).map { (stage: StageID("stage-\($0)"), seconds: 1.25) }
    let line = ConsoleReport(folder: "out", hasColour: false).live(
      stages, finished: 3, total: 40, width: 50
    ).content
    #expect(line.count == 49 && line.hasPrefix("[3/40] stage-1 1.3 s"))
  }
}

@Suite("Wording") struct WordingTests {
  @Test(
    "values have units that people read",
    arguments: [
      (.exact(12.3456), .seconds, "12.35 s"), (.atLeast(120.001), .seconds, "≥ 120 s"),
      (.atMost(0.25), .seconds, "≤ 250 ms"), (.exact(0.0012), .seconds, "1.2 ms"),
      (.exact(104_857_600), .bytes, "104.9 MB"), (.exact(512), .bytes, "512 B"),
      (.exact(0.955), .ratio, "95.5 %"), (.exact(1), .ratio, "100 %"),
      (.exact(1234), .count, "1234"),
      (.exact(2.5), .count, "2.5"), (.exact(-3), .count, "-3"),
      (.missing(reason: "x"), .seconds, "–"), (.exact(1.7e308), .count, "1.7e+308"),
    ] as [(BoundedValue, MeasureUnit, String)])
  func values(_ reading: BoundedValue, _ unit: MeasureUnit, _ text: String) {
    #expect(Wording.text(reading, unit) == text)
  }

  @Test(
    "decimals are plain",
    arguments: [(0, 3, "0.000"), (1.0005, 3, "1.001"), (-0.0001, 2, "0.00"), (999.999, 0, "1000")]
      as [(Double, Int, String)])
  func decimals(_ value: Double, _ count: Int, _ text: String) {
    #expect(Format.fixed(value, count) == text)
  }
}
