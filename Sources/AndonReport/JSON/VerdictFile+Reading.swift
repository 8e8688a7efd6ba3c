// verdict.json read back. What contradicts itself is refused; keys that are not known are passed
// over, since additions are allowed within a schema version.

package import AndonModel
internal import FoundationEssentials

extension VerdictFile {
  /// Why a file is not a record.
  package struct Fault: Error, Equatable, Sendable {
    /// What is wrong with it.
    package let message: String
  }

  /// The record in a file, and the totals that the file states.
  package static func read(_ bytes: [UInt8]) throws(Fault) -> (record: RunRecord, totals: Totals) {
    do {
      let text = try JSONDecoder().decode(RecordText.self, from: Data(bytes))
      return (try text.record(), text.totals)
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(message: "\(error)")
    }
  }
}

private struct RecordText: Decodable {
  let schemaVersion: Int
  let tool: ToolIdentity
  let verdict: Verdict
  let exitCode: Int
  let complete: Bool
  let headline: String
  let run: RunIdentity
  let totals: Totals
  let reasons: [VerdictReason]
  let stages: [StageText]
  let objectives: [ObjectiveText]
  let findings: [Finding]

  func record() throws(VerdictFile.Fault) -> RunRecord {
    guard schemaVersion == RunRecord.schemaVersion else {
      throw VerdictFile.Fault(message: "schema version \(schemaVersion) is not known")
    }
    var record = RunRecord(
      tool: tool, run: run, verdict: verdict, exitCode: exitCode, headline: headline)
    record.complete = complete
    record.reasons = reasons
    for stage in stages { record.stages.append(try stage.record()) }
    for objective in objectives { record.objectives.append(try objective.record()) }
    record.findings = findings
    return record
  }
}
