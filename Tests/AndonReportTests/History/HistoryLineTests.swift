// Lines of a history against their schema and their reader.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("History lines") struct HistoryLineTests {
  private static var entry: HistoryEntry {
    var entry = HistoryEntry(of: SampleRecords.complete)
    entry.advice[0].measured = 5
    entry.advice[0].settledBy = "4567"
    entry.advice[0].prediction.high = 30
    return entry
  }

  @Test("a line and its schema have the same fields")
  func schema() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/history.jsonl"
    try Files.replace(path, with: HistoryLine.write(Self.entry))
    let differences = try StoredFormat.differences([path], from: "history.schema.json")
    try #require(differences != nil, "python3-jsonschema is missing: ci/check installs it")
    #expect(differences == "")
  }

  @Test("the reader reads every field that the writer writes")
  func reader() throws {
    var entry = Self.entry
    // Results of predictions are rows of the history itself.
    entry.predictionResults = []
    let bytes = HistoryLine.write(entry)
    try #require(try HistoryLine.read(bytes.dropLast()) == entry)
    let unread = try StoredFormat.unreadMembers(of: Array(bytes.dropLast()), maps: []) {
      (try? HistoryLine.read($0)) == entry
    }
    #expect(unread == [])
  }
}

extension HistoryLine {
  fileprivate static func read(_ bytes: ArraySlice<UInt8>) throws -> HistoryEntry {
    try read(Array(bytes))
  }
}
