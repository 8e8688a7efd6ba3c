// receipt.json: an in-toto Statement, version 1, about verdict.json and the outputs, in canonical
// JSON: github.com/in-toto/attestation, spec/v1. Whoever signs it signs these bytes.

package import AndonModel
internal import AndonText

/// Writes and reads receipts.
package enum ReceiptFile {
  /// Its name in the report folder.
  package static let name = "receipt.json"
  /// What the predicate is.
  package static let predicateType = "urn:andon:receipt:v1"
  private static let statementType = "https://in-toto.io/Statement/v1"

  /// The bytes of a receipt over a record.
  package static func write(_ receipt: Receipt, _ record: RunRecord) -> [UInt8] {
    CanonicalJSON.bytes(
      of: object([
        ("_type", .text(statementType)),
        ("subject", files([receipt.record] + receipt.outputs)),
        ("predicateType", .text(predicateType)),
        ("predicate", predicate(receipt, record)),
      ]))
  }

  private static func predicate(_ receipt: Receipt, _ record: RunRecord) -> JSONValue {
    let run = record.run
    return object([
      ("schemaVersion", .number(1)),
      (
        "tool",
        object([("name", .text(record.tool.name)), ("version", .text(record.tool.version))])
      ),
      (
        "run",
        object([
          ("id", .text(run.id)), ("pipeline", .text(run.pipeline)),
          ("startedAt", .text(run.startedAt.description)),
          ("endedAt", .text(run.startedAt.advanced(bySeconds: run.seconds).description)),
          ("host", .text(run.host.rawValue)),
        ])
      ),
      ("verdict", .text(record.verdict.rawValue)), ("exitCode", .number(Double(record.exitCode))),
      ("complete", .boolean(record.complete)), ("headline", .text(record.headline)),
      ("pipeline", receipt.pipeline.map(file) ?? .null),
      (
        "source",
        object([
          ("commit", text(run.commit)), ("branch", text(run.branch)),
          ("dirty", run.isDirty.map(JSONValue.boolean) ?? .null),
        ])
      ),
      ("machine", machine(run)), ("folder", .text(receipt.folder)),
      ("reports", files(receipt.reports)), ("logs", files(receipt.logs)),
      (
        "links",
        .array(
          receipt.links.map { object([("name", .text($0.name)), ("target", .text($0.target))]) })
      ),
      ("unread", .array(receipt.unread.map(JSONValue.text))),
      (
        "previous",
        receipt.previous.map {
          object([("run", .text($0.run)), ("digest", digest($0.sha256))])
        } ?? .null
      ),
    ])
  }

  private static func machine(_ run: RunIdentity) -> JSONValue {
    let machine = run.machine
    return object([
      ("system", .text(machine.system)), ("kernel", .text(machine.kernel)),
      ("architecture", .text(machine.architecture)), ("hostname", .text(machine.hostname)),
      ("processorModel", text(machine.processorModel)),
      ("processors", number(machine.processors)), ("memory", number(machine.memory)),
      ("machineClass", text(run.machineClass)), ("containment", text(machine.containment)),
    ])
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(members.map { .init(name: $0.0, value: $0.1) })
  }

  private static func files(_ files: [Receipt.File]) -> JSONValue { .array(files.map(file)) }

  private static func file(_ file: Receipt.File) -> JSONValue {
    object([("name", .text(file.name)), ("digest", digest(file.sha256))])
  }

  private static func digest(_ sha256: String) -> JSONValue { object([("sha256", .text(sha256))]) }

  private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }

  private static func number(_ number: Int?) -> JSONValue {
    number.map { .number(Double($0)) } ?? .null
  }

  // MARK: Reading

  /// The receipt in a file.
  package static func read(_ bytes: [UInt8]) throws(VerdictFile.StoredFormatError) -> Receipt {
    let value: JSONValue
    do throws(JSONReader.JSONError) {
      value = try JSONReader.value(bytes)
    } catch {
      throw VerdictFile.StoredFormatError(message: "it is no JSON: \(error.message)")
    }
    let statement = try JSONRow(value, "the receipt")
    guard try statement.text("_type") == statementType,
      try statement.text("predicateType") == predicateType
    else { throw VerdictFile.StoredFormatError(message: "it is no receipt of andon's") }
    let predicate = try statement.row("predicate", "the predicate")
    let subjects = try files(statement, "subject")
    guard let record = subjects.first else {
      throw VerdictFile.StoredFormatError(message: "it has no subject")
    }
    var receipt = Receipt(
      run: try predicate.row("run", "the run").text("id"), verdict: try predicate.choice("verdict"),
      folder: try predicate.text("folder"), record: record)
    receipt.outputs = Array(subjects.dropFirst())
    receipt.reports = try files(predicate, "reports")
    receipt.logs = try files(predicate, "logs")
    receipt.unread = try predicate.texts("unread")
    for item in try predicate.items("links") {
      let link = try JSONRow(item, "a link")
      receipt.links.append(.init(try link.text("name"), target: try link.text("target")))
    }
    receipt.pipeline = try predicate.optionalRow("pipeline", "the pipeline").map {
      row throws(VerdictFile.StoredFormatError) in
      try file(row)
    }
    receipt.previous = try predicate.optionalRow("previous", "the receipt before").map {
      row throws(VerdictFile.StoredFormatError) in
      .init(
        run: try row.text("run"), sha256: try row.row("digest", "a digest").text("sha256"))
    }
    return receipt
  }

  private static func files(
    _ row: JSONRow, _ key: String
  ) throws(VerdictFile.StoredFormatError) -> [Receipt.File] {
    var all: [Receipt.File] = []
    for item in try row.items(key) { all.append(try file(JSONRow(item, "a file"))) }
    return all
  }

  private static func file(_ row: JSONRow) throws(VerdictFile.StoredFormatError) -> Receipt.File {
    .init(try row.text("name"), sha256: try row.row("digest", "a digest").text("sha256"))
  }
}
