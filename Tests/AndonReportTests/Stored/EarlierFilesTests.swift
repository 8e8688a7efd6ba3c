// Files that an andon wrote before its JSON keys were renamed.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Earlier files") struct EarlierFilesTests {
  private func bytes(_ name: String) throws -> [UInt8] {
    try Files.read("\(Built.repository)/Tests/Earlier/\(name)")
  }

  @Test("every renamed key of verdict.json is read")
  func verdict() throws {
    let record = try VerdictFile.read(try bytes("verdict.json"))
    let stages = Dictionary(uniqueKeysWithValues: record.stages.map { ($0.id.text, $0) })
    let left = try #require(stages["test"]?.left.first)
    #expect(left.termination == "ended by SIGTERM" && left.detachment == "orphan")
    #expect(stages["test"]?.logMatches == ["connection-refused"])
    let comparison = try #require(stages["build"]?.reproduction)
    #expect(comparison.differing.map(\.differs) == [.always])
    #expect(comparison.variations.contains { $0.reasonNotVaried != nil })
    #expect(record.objectives.contains { $0.downgrade == .flaky })
    #expect(record.objectives.contains { $0.comparison?.decision?.detectableChange != nil })
    let network = try #require(record.causes.first { $0.kind == .network })
    #expect(!network.causalChain.isEmpty && !network.ruledOutIf.isEmpty)
    #expect(record.causes.contains { !$0.evidence.isEmpty })
    #expect(record.predictionResults.map(\.outcome) == ["hit"])
    // The same record under its present names.
    let again = try ReportFile.verdict.write(record)
    #expect(try VerdictFile.read(again) == record)
    #expect(!String(decoding: again, as: UTF8.self).contains("\"cap\":"))
  }

  @Test("the journal of the same run gives the same stages")
  func journal() throws {
    let journal = try JournalFile.read(try bytes("journal.jsonl"))
    let record = try VerdictFile.read(try bytes("verdict.json"))
    #expect(journal.result.stages == record.stages && journal.result.ending == .whole)
    let evidence = journal.result.evidence
    #expect(evidence[StageID("slow")]?.snapshots.isEmpty == false)
    #expect(evidence[StageID("test")]?.readings.first?.logMatches.isEmpty == false)
    #expect(journal.plan.predictions.isEmpty == false)
  }

  @Test("lines of a history are read")
  func history() throws {
    let lines = try bytes("history.jsonl").split(separator: UInt8(ascii: "\n"))
    let entries = try lines.map { try HistoryLine.read(Array($0)) }
    #expect(entries.count == 2)
    #expect(entries.allSatisfy { $0.logMatches.map(\.rule) == ["connection-refused"] })
    #expect(entries.allSatisfy { !$0.advice.isEmpty && !$0.figures.isEmpty })
  }
}
