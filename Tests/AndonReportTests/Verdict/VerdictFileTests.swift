// verdict.json against its schema and its reader.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("verdict.json") struct VerdictFileTests {
  private static let schema = Built.repository + "/schemas/verdict.schema.json"

  @Test("the samples and the schema have the same fields")
  func schema() throws {
    let folder = try TemporaryDirectory()
    let samples =
      SampleRecords.all + SampleRecords.forConsumers + [
        ("complete", SampleRecords.complete)
      ]
    let paths = try samples.map { name, record in
      let path = "\(folder.path)/\(name).json"
      try Files.replace(path, with: try ReportFile.verdict.write(record))
      return path
    }
    let differences = try StoredFormat.differences(paths, from: "verdict.schema.json")
    try #require(differences != nil, "python3-jsonschema is missing: ci/check installs it")
    #expect(differences == "")
  }

  @Test("the reader reads every field that the writer writes")
  func reader() throws {
    let record = SampleRecords.complete
    let bytes = try ReportFile.verdict.write(record)
    let read = try VerdictFile.read(bytes)
    #expect(read.run == record.run && read.causes == record.causes)
    #expect(read.findings == record.findings && read.objectives == record.objectives)
    #expect(read.predictionResults == record.predictionResults)
    for (one, other) in zip(read.stages, record.stages) { #expect(one == other) }
    try #require(read == record)
    let unread = try StoredFormat.unreadMembers(of: bytes, maps: ["indicators"]) {
      (try? VerdictFile.read($0)) == record
    }
    // These follow from other fields.
    let derived = ["/predictions/outcome", "/stages/attempts/indicators/*/bias"]
    #expect(unread.filter { !$0.hasPrefix("/totals") && !derived.contains($0) } == [])
  }

  @Test("the schema names exactly the values that the types have")
  func enumerations() throws {
    let text = String(decoding: try Files.read(Self.schema), as: UTF8.self)
      .filter { !$0.isWhitespace }
    func listed(_ values: [String]) -> String {
      "[" + values.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }
    for values in [
      Verdict.allCases.map(\.rawValue), StageState.allCases.map(\.rawValue),
      UnknownReason.allCases.map(\.rawValue), Severity.allCases.map(\.rawValue),
      OnFail.allCases.map(\.rawValue), Host.allCases.map(\.rawValue),
    ] {
      #expect(text.contains(listed(values)), "\(listed(values))")
    }
  }
}
