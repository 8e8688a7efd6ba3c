// What consumers have no room for is counted, and their limits are kept.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@testable import AndonReport

@Suite("Limits") struct LimitsTests {
  // Ids that do not compress: what a hostile generator of objectives could write.
  private static func failing(_ count: Int) -> RunRecord {
    var record = SampleRecords.many
    let row = record.objectives[0]
    var random = SystemRandomNumberGenerator()
    record.objectives = (0..<count).map { index in
      var row = row
      row.id = (0..<10).map { _ in
        String(UInt64.random(in: .min ... .max, using: &random), radix: 36)
      }.joined()
      row.place?.line = index + 1
      if index % 3 == 0 { row.judgment = .warn }
      return row
    }
    return record
  }

  @Test("an upload has no more results than GitHub takes, the gravest first, and counts the rest")
  func results() throws {
    let record = Self.failing(30_000)
    let all = SARIFSelection.upload.results(of: record)
    #expect(all.count <= 25_000)
    let last = try #require(all.last)
    #expect(last.code == .reportLimit)
    // Each objective and the stage that failed.
    #expect(last.message.hasPrefix("And \(30_001 - (all.count - 1)) more ("))
    #expect(all.dropLast().allSatisfy { $0.level == .error || $0.level == .warning })
    let errors = all.dropLast().prefix { $0.level == .error }.count
    #expect(errors == min(20_001, all.count - 1))
    #expect(SARIFSelection.all.results(of: record).count == 30_001)

    let folder = try TemporaryDirectory()
    try Files.replace(folder.path + "/x", with: try ReportFile.upload.write(record))
    let size = try Child.run(["sh", "-c", "gzip -c x | wc -c"], in: folder.path).output
    let bytes = try #require(Int(size.filter(\.isNumber)))
    #expect(bytes <= 10_000_000 && bytes > 2_000_000)
  }

  @Test("a check run has at most 50 annotations, texts keep their limits, and totals stay the same")
  func checkRun() throws {
    let record = SampleRecords.many
    let text = String(decoding: try ReportFile.checkRun.write(record), as: UTF8.self)
    #expect(text.split(separator: "\"path\":").count - 1 == 50)
    let problems = ReportResults(of: record).problems.count
    #expect(text.contains("\"message\":\"And \(problems - 49) more ("))
    let summary = SummaryReport.write(record, most: 65_535)
    #expect(summary.utf8.count <= 65_535 && summary.contains("2000 objectives: 250 pass, "))
  }

  @Test("a status keeps to 140 bytes, whatever the headline")
  func status() throws {
    var record = SampleRecords.green
    record.headline = String(repeating: "語", count: 200)
    let text = String(decoding: try ReportFile.status.write(record), as: UTF8.self)
    let description = try #require(text.firstMatch(of: /"description":"([^"]*)"/)?.output.1)
    #expect(description.utf8.count <= 140 && description.hasSuffix("語…"))
  }

  @Test("a summary with more evidence than a page holds keeps its headline, and counts")
  func summary() {
    var record = SampleRecords.red
    var finding = record.findings[0]
    finding.evidence = Array(repeating: String(repeating: "<&>", count: 200_000), count: 45)
    record.findings = Array(repeating: finding, count: 100)
    let text = SummaryReport.write(record)
    #expect(text.utf8.count <= 1_048_576)
    #expect(text.hasPrefix("# 🔴 red: ") && text.contains("and 5 more lines"))
    #expect(text.hasSuffix("more findings, in verdict.json\n\n"))
    #expect(SummaryReport.write(record, most: 3000).contains("and 100 more findings"))
  }

  @Test("a JUnit text ends where libxml2 would refuse it, and counts the lines left out")
  func junitText() throws {
    var record = SampleRecords.red
    record.findings[0].evidence = Array(repeating: String(repeating: "x", count: 999), count: 1500)
    let bytes = try ReportFile.junit.write(record)
    try ReportFile.junit.recount(bytes, against: record)
    #expect(bytes.count < 1_100_000)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("and 501 more lines, which the log holds</error>"))
  }
}

@Suite("JUnit profiles") struct JUnitProfileTests {
  @Test("the extended profile adds file, line and properties, and nothing else")
  func extended() throws {
    let record = SampleRecords.mixed
    let standard = String(decoding: try ReportFile.junit.write(record), as: UTF8.self)
    let extended = try ReportFile.junit.write(record, .extended)
    try ReportFile.junit.recount(extended, against: record)
    let text = String(decoding: extended, as: UTF8.self)
    #expect(
      text.contains(
        "name=\"flaky.wall\" time=\"0.000\" file=\"ci/andon.yaml\" line=\"8\">\n      <properties>")
    )
    #expect(text.contains("<property name=\"andon.judgment\" value=\"fail\"/>"))
    #expect(!standard.contains(" line=") && !standard.contains("andon.judgment"))
    let counts = { (text: String) in text.split(separator: "<testcase").count }
    #expect(counts(text) == counts(standard))
  }

  @Test("attempts that others followed are flaky when all was well in the end, reruns otherwise")
  func earlier() throws {
    var record = SampleRecords.mixed
    let flaky = String(decoding: try ReportFile.junit.write(record), as: UTF8.self)
    #expect(
      flaky.contains("<flakyFailure type=\"StageFailed\" message=\"attempt 1 exited with 1\">"))
    #expect(flaky.contains("<flakyFailure type=\"SoftTimeout\""))
    record.stages[0].state = .failed
    let failed = try ReportFile.junit.write(record)
    try ReportFile.junit.recount(failed, against: record)
    #expect(String(decoding: failed, as: UTF8.self).contains("<rerunFailure type=\"StageFailed\""))
  }
}

@Suite("Figures for others") struct FigureTests {
  @Test(
    "code quality: a broken stage is critical, a broken promise major, what is excused information",
    arguments: [
      ("build was stopped", "critical"), ("build.wall failed", "major"),
      ("small log failed", "major"), ("lint went over", "minor"), ("docs exited", "minor"),
      ("few warnings is unknown", "minor"), ("test.wall is unknown", "info"),
      ("lint.wall warns", "info"),
    ])
  func severities(_ start: String, _ severity: String) throws {
    let text = String(decoding: try ReportFile.codeQuality.write(SampleRecords.red), as: UTF8.self)
    let line = try #require(
      text.split(separator: "\n").first { $0.contains("\"description\":\"\(start)") })
    #expect(line.contains("\"severity\":\"\(severity)\""))
  }

  @Test("a waived failure is information, and its fingerprint has no measured value")
  func waived() throws {
    var record = SampleRecords.yellow
    let before = String(decoding: try ReportFile.codeQuality.write(record), as: UTF8.self)
    #expect(before.contains("AND101/objective/suite.wall\",\"severity\":\"info\""))
    for index in record.objectives.indices { record.objectives[index].measured = .exact(99) }
    let after = String(decoding: try ReportFile.codeQuality.write(record), as: UTF8.self)
    func prints(_ text: String) -> [Substring] {
      text.matches(of: /"fingerprint":"([^"]*)"/).map(\.output.1)
    }
    #expect(before != after && prints(before) == prints(after) && prints(before).count == 4)
  }

  @Test(
    "values keep three digits, so that jitter is no change",
    arguments: [
      (12.3456, 12.3), (0.000_123_49, 0.000_123), (1_953_400_000, 1_950_000_000), (0, 0), (7, 7),
      (-1234, -1230), (999.9, 1000),
    ])
  func rounded(_ value: Double, _ expected: Double) {
    #expect(abs(MetricsFile.rounded(value) - expected) <= abs(expected) * 1e-12)
  }

  @Test("labels hold nothing that ends a label, a line, or what GitLab reads of it")
  func labels() throws {
    let text = MetricsFile.write(SampleRecords.hostile)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      #expect(!line.contains("#") && !line.unicodeScalars.contains { $0.value < 0x20 })
    }
    #expect(text.contains("\\\" \\\\ "))
  }
}
