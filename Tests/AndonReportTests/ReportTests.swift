// Every report of every sample: as expected, valid, and checked when it is read back.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@testable import AndonReport

private let here = Built.repository + "/Tests/AndonReportTests"

@Suite("Reports") struct ReportTests {
  private static let cases: [(String, ReportFile)] = SampleRecords.all.flatMap { sample in
    ReportFile.allCases.map { (sample.name, $0) }
  }

  private func record(_ name: String) throws -> RunRecord {
    try #require(SampleRecords.all.first { $0.name == name }).record
  }

  @Test("a report is what it was", arguments: cases)
  func golden(_ name: String, _ file: ReportFile) throws {
    let text = String(decoding: try file.write(try record(name)), as: UTF8.self)
    #expect(try Golden.difference(text, "\(name).\(file.rawValue)", in: here) == nil)
  }

  /// Of the others only the bytes are compared: FaultTests.
  private static let counted: [ReportFile] = [.verdict, .junit, .sarif, .upload]

  @Test("a report that was written passes when it is counted again", arguments: cases)
  func readBack(_ name: String, _ file: ReportFile) throws {
    let record = try record(name)
    try file.recount(try file.write(record), against: record)
  }

  @Test("a report of another run is noticed", arguments: counted)
  func difference(_ file: ReportFile) throws {
    let other = try file.write(SampleRecords.green)
    #expect(throws: ReportFile.ReportFileError.self) {
      try file.recount(other, against: SampleRecords.red)
    }
  }

  @Test("a report that was damaged is noticed", arguments: counted)
  func damage(_ file: ReportFile) throws {
    let whole = try file.write(SampleRecords.red)
    for bytes in [Array(whole.dropLast(20)), [], Array("x".utf8) + whole] {
      #expect(throws: ReportFile.ReportFileError.self) {
        try file.recount(bytes, against: SampleRecords.red)
      }
    }
  }

  @Test("totals that are not those of the rows are noticed")
  func totals() throws {
    let text = String(decoding: try ReportFile.verdict.write(SampleRecords.red), as: UTF8.self)
    let miscounted = text.replacing("\"fail\":2,", with: "\"fail\":1,")
    #expect(miscounted != text)
    #expect(throws: ReportFile.ReportFileError.self) {
      try ReportFile.verdict.recount(Array(miscounted.utf8), against: SampleRecords.red)
    }
  }

  @Test(
    "verdict.json comes back as the record it was written from",
    arguments: SampleRecords.all.map(\.name))
  func roundTrip(_ name: String) throws {
    let record = try record(name)
    #expect(try VerdictFile.read(ReportFile.verdict.write(record)) == record)
  }

  @Test("keys that a later version adds are passed over, another schema version is refused")
  func versions() throws {
    let text = String(decoding: try ReportFile.verdict.write(SampleRecords.green), as: UTF8.self)
    let added = text.replacing("\"complete\":", with: "\"later\":{\"x\":[1]},\"complete\":")
    #expect(try VerdictFile.read(Array(added.utf8)) == SampleRecords.green)
    let other = text.replacing("\"schemaVersion\":1", with: "\"schemaVersion\":2")
    #expect(throws: VerdictFile.StoredFormatError.self) { try VerdictFile.read(Array(other.utf8)) }
  }

  @Test(
    "values that contradict themselves are refused",
    arguments: [
      ("\"bound\":\"at-least\",\"value\":120.001", "\"bound\":\"at-least\",\"value\":null"),
      ("\"judgment\":\"fail\",\"reason\":null", "\"judgment\":\"fail\",\"reason\":\"lost\""),
      (
        "\"judgment\":\"unknown\",\"reason\":\"blocked\"",
        "\"judgment\":\"unknown\",\"reason\":null"
      ),
      ("\"kind\":\"stopped\"", "\"kind\":\"exited\""), ("2027-01-31T", "2027-02-31T"),
    ])
  func contradictions(_ right: String, _ wrong: String) throws {
    let text = String(decoding: try ReportFile.verdict.write(SampleRecords.red), as: UTF8.self)
    let changed = text.replacing(right, with: wrong)
    #expect(changed != text)
    #expect(throws: VerdictFile.StoredFormatError.self) {
      try VerdictFile.read(Array(changed.utf8))
    }
  }
}

@Suite("JUnit") struct JUnitTests {
  @Test("red and unknown show as a failure or an error, green as none")
  func alarm() {
    for (name, record) in SampleRecords.all {
      let counts = JUnitDocument(of: record).counts
      #expect((counts.failures + counts.errors > 0) == (record.verdict != .green), "\(name)")
      #expect(counts.tests > 0)
    }
    var unexplained = SampleRecords.green
    unexplained.verdict = .unknown
    #expect(JUnitDocument(of: unexplained).counts.errors == 1)
  }

  @Test("what is waived or was not selected is skipped, what is capped is passed with a warning")
  func excused() throws {
    let document = JUnitDocument(of: SampleRecords.mixed)
    let cases = document.suites.flatMap(\.cases)
    func outcome(_ name: String) throws -> JUnitDocument.Outcome {
      try #require(cases.first { $0.name == name }).outcome
    }
    guard case .skipped(let message) = try outcome("flaky.wall") else {
      Issue.record("a waived failure is not skipped")
      return
    }
    #expect(message.contains("waived until 2027-01-31 by @build-team: cache redesign"))
    #expect(try outcome("ladder.wall") == .passed)
    guard case .skipped = try outcome("left.wall") else {
      Issue.record("what was not selected is not skipped")
      return
    }
    guard case .error = try outcome("late.wall") else {
      Issue.record("what the budget left is no error")
      return
    }
  }

  @Test("judgments are stated, not colours")
  func judgments() throws {
    let document = JUnitDocument(of: SampleRecords.red)
    let cases = Dictionary(
      uniqueKeysWithValues: document.suites.flatMap(\.cases).map {
        ("\($0.className)/\($0.name)", $0.outcome)
      })
    func kind(_ name: String) -> String {
      switch cases[name] {
      case .passed: "passed"
      case .failure(let kind, _): "failure \(kind.rawValue)"
      case .error(let kind, _): "error \(kind.rawValue)"
      case .skipped: "skipped"
      case nil: "none"
      }
    }
    #expect(kind("andon.build/stage") == "error HardTimeout")
    #expect(kind("andon.build/build.wall") == "failure SloBreach")
    #expect(kind("andon.test/stage") == "skipped")
    #expect(kind("andon.test/test.wall") == "skipped")
    #expect(kind("andon.lint/stage") == "passed")
    #expect(kind("andon.lint/lint.wall") == "passed")
    #expect(kind("andon.lint/few warnings") == "error NotMeasured")
    #expect(kind("andon.lint/small log") == "failure SloBreach")
    #expect(kind("andon.docs/stage") == "failure StageFailed")
    #expect(kind("andon.docs/docs.wall") == "skipped")
  }

  @Test(
    "Jenkins's schema accepts every sample",
    .enabled(if: Built.sharedData != nil, "no ../shared/data"))
  func jenkins() throws {
    let schema = try #require(Built.sharedData) + "/schemas/junit-10.xsd"
    let folder = try TemporaryDirectory()
    for (name, record) in SampleRecords.all + SampleRecords.forConsumers {
      try Files.replace("\(folder.path)/\(name).xml", with: try ReportFile.junit.write(record))
      let end = try Child.run(
        ["xmllint", "--noout", "--schema", schema, "\(name).xml"], in: folder.path)
      #expect(end.exitCode == 0, "\(name): \(end.error)")
    }
  }
}

@Suite("SARIF") struct SARIFTests {
  @Test("the full log has every objective, the upload only fails")
  func selection() {
    let full = SARIFSelection.all.results(of: SampleRecords.red)
    #expect(full.compactMap(\.row).count == SampleRecords.red.objectives.count)
    #expect(full.allSatisfy { ($0.kind == .fail) == ($0.level != .none) })
    let upload = SARIFSelection.upload.results(of: SampleRecords.red)
    #expect(upload.allSatisfy { $0.kind == .fail })
    // build, lint (slow) and docs as stages; two fails, one warning, one unknown without a cause.
    #expect(upload.count == 7)
    #expect(upload.first { $0.row?.id == "lint.wall" }?.level == .note)
    #expect(upload.first { $0.row?.id == "few warnings" }?.level == .warning)
    #expect(!upload.contains { $0.row?.id == "test.wall" })
  }

  @Test("a waived failure is a suppressed result, and no alarm of its own")
  func suppressed() throws {
    let results = SARIFSelection.all.results(of: SampleRecords.mixed)
    let waived = try #require(results.first { $0.row?.id == "flaky.wall" })
    #expect(waived.kind == .fail && waived.suppression?.hasSuffix("until 2027-01-31.") == true)
    #expect(results.count { $0.suppression != nil } == 1)
    let text = String(decoding: try ReportFile.upload.write(SampleRecords.mixed), as: UTF8.self)
    #expect(text.contains("\"suppressions\":[{\"kind\":\"external\",\"status\":\"accepted\""))
  }

  @Test("an upload is empty only when the run is green")
  func neverEmpty() {
    #expect(SARIFSelection.upload.results(of: SampleRecords.green).isEmpty)
    #expect(
      SARIFSelection.upload.results(of: SampleRecords.provisional).map(\.code) == [.noVerdict])
  }

  @Test("a required stage that no red stage explains is a warning of the upload")
  func skippedStage() {
    var record = SampleRecords.green
    var skipped = StageRecord(id: StageID("next"), required: true, state: .skipped)
    skipped.blockedBy = [StageID("build")]
    skipped.root = StageID("build")
    record.verdict = .unknown
    record.stages[0].required = false
    record.stages[0].state = .failed
    record.stages.append(skipped)
    let upload = SARIFSelection.upload.results(of: record)
    #expect(upload.map(\.code) == [.stageFailed, .noVerdict])
    record.stages[0].required = true
    #expect(SARIFSelection.upload.results(of: record).map(\.code) == [.stageFailed])
  }

  @Test("sentences end with a period and names are PascalCase")
  func rules() {
    for rule in FindingCode.allCases {
      #expect(rule.summary.hasSuffix(".") && rule.help.hasSuffix("."))
      #expect(rule.name.wholeMatch(of: /([A-Z][a-z]+)+/) != nil)
      #expect(rule.rawValue.wholeMatch(of: /AND[0-9]{3}/) != nil)
    }
    #expect(Set(FindingCode.allCases.map(\.name)).count == FindingCode.allCases.count)
  }

  @Test(
    "the OASIS schema accepts every sample",
    .enabled(if: Built.sharedData != nil, "no ../shared/data"))
  func schema() throws {
    let schema = try #require(Built.sharedData) + "/schemas/sarif-schema-2.1.0.json"
    let folder = try TemporaryDirectory()
    for (name, record) in SampleRecords.all + SampleRecords.forConsumers {
      for file in [ReportFile.sarif, .upload] {
        let path = "\(folder.path)/\(name).\(file.rawValue)"
        try Files.replace(path, with: try file.write(record))
        let faults = try JSONSchema.faults(of: path, schema: schema)
        if let faults { #expect(faults == "", "\(name) \(file.rawValue)") }
      }
    }
  }
}
