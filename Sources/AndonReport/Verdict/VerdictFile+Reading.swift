// verdict.json read back, row by row. What contradicts itself is refused; keys that are not known
// are passed over, since additions are allowed within a schema version.

package import AndonModel
internal import AndonText

extension VerdictFile {
  /// Why a file is not a record.
  package struct StoredFormatError: Error, Equatable, Sendable {
    /// What is wrong with it.
    package let message: String
  }

  /// The record in a file; its totals are those of its rows, or this throws.
  package static func read(_ bytes: [UInt8]) throws(StoredFormatError) -> RunRecord {
    var stages: [StageRecord] = []
    var objectives: [ObjectiveRecord] = []
    var record = try walk(
      bytes, stage: { stages.append($0) }, objective: { objectives.append($0) })
    record.stages = stages
    record.objectives = objectives
    return record
  }

  /// Compares a file with the record that it was written from, without holding a second one.
  static func compare(_ bytes: [UInt8], with record: RunRecord) throws(StoredFormatError) {
    var stages = record.stages[...]
    var objectives = record.objectives[...]
    var isSame = true
    var head = try walk(
      bytes, stage: { isSame = isSame && stages.popFirst() == $0 },
      objective: { isSame = isSame && objectives.popFirst() == $0 })
    isSame = isSame && stages.isEmpty && objectives.isEmpty
    head.stages = record.stages
    head.objectives = record.objectives
    if !isSame || head != record { throw StoredFormatError(message: "it is not what was written") }
  }

  // The record without its rows, which are handed on one by one, and counted.
  private static func walk(
    _ bytes: [UInt8], stage: (StageRecord) -> Void, objective: (ObjectiveRecord) -> Void
  ) throws(StoredFormatError) -> RunRecord {
    var members: [JSONValue.Member] = []
    var counted = Totals()
    var fault: StoredFormatError?
    var reader = JSONReader(bytes)
    do throws(JSONReader.JSONError) {
      try reader.object { reader, name throws(JSONReader.JSONError) in
        guard name == "stages" || name == "objectives" else {
          members.append(.init(name: name, value: try reader.value()))
          return
        }
        try reader.array { reader throws(JSONReader.JSONError) in
          let value = try reader.value()
          if fault != nil { return }
          do throws(StoredFormatError) {
            if name == "stages" {
              let row = try StageRecord(JSONRow(value, "a stage"))
              counted.count(row)
              stage(row)
            } else {
              let row = try ObjectiveRecord(JSONRow(value, "an objective"))
              counted.count(row)
              objective(row)
            }
          } catch {
            fault = error
          }
        }
      }
      try reader.end()
    } catch {
      throw StoredFormatError(message: "it is not JSON: \(error.message), at byte \(error.offset)")
    }
    if let fault { throw fault }
    let top = try JSONRow(.object(members), "the file")
    let record = try head(top)
    if try Totals(top.row("totals", "the totals")) != counted {
      throw StoredFormatError(message: "its totals are not its rows'")
    }
    return record
  }

  private static func head(_ top: JSONRow) throws(StoredFormatError) -> RunRecord {
    guard try top.integer("schemaVersion") == RunRecord.schemaVersion else {
      throw StoredFormatError(message: "its schema version is not known")
    }
    var record = RunRecord(
      tool: try ToolIdentity(top.row("tool", "the tool")),
      run: try RunIdentity(top.row("run", "the run")), verdict: try top.choice("verdict"),
      exitCode: try top.integer("exitCode"), headline: try top.text("headline"))
    record.complete = try top.boolean("complete")
    for item in try top.items("reasons") {
      let row = try JSONRow(item, "a reason")
      record.reasons.append(
        VerdictReason(try row.choice("colour"), try row.choice("kind"), try row.text("id")))
    }
    for item in try top.items("findings") {
      record.findings.append(try Finding(JSONRow(item, "a finding")))
    }
    for item in try top.optionalItems("causes") {
      record.causes.append(try Cause(JSONRow(item, "a cause")))
    }
    for item in try top.optionalItems("predictions") {
      let row = try JSONRow(item, "an advice")
      record.predictionResults.append(
        PredictionResult(try Prediction(row), measured: try row.number("measured")))
    }
    return record
  }
}

extension Totals {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init()
    let judged = try row.row("objectives", "the totals of objectives")
    objectives.total = try judged.integer("total")
    objectives.pass = try judged.integer("pass")
    objectives.warn = try judged.integer("warn")
    objectives.fail = try judged.integer("fail")
    objectives.unknown = try judged.integer("unknown")
    objectives.waived = try judged.integer("waived")
    let run = try row.row("stages", "the totals of stages")
    stages.total = try run.integer("total")
    stages.succeeded = try run.integer("succeeded")
    stages.failed = try run.integer("failed")
    stages.stopped = try run.integer("stopped")
    stages.couldNotStart = try run.integer("couldNotStart")
    stages.cancelled = try run.integer("cancelled")
    stages.skipped = try run.integer("skipped")
    stages.lost = try run.integer("lost")
  }
}
