// receipt.json against its schema and its reader.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Receipt file") struct ReceiptFileTests {
  private static var receipt: Receipt {
    let digest = String(repeating: "a", count: 64)
    func file(_ name: String) -> Receipt.File { .init(name, sha256: digest) }
    let record = SampleRecords.complete
    var receipt = Receipt(
      run: record.run.id, verdict: record.verdict, folder: "andon-out",
      record: file("andon-out/verdict.json"))
    receipt.outputs = [file("made")]
    receipt.links = [.init("link", target: "made")]
    receipt.unread = ["pipe"]
    receipt.reports = [file("andon-out/junit.xml")]
    receipt.logs = [file("andon-out/logs/a.1.log")]
    receipt.pipeline = file("andon.yaml")
    receipt.previous = .init(run: "0123", sha256: digest)
    return receipt
  }

  @Test("a receipt and its schema have the same fields")
  func schema() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/receipt.json"
    try Files.replace(path, with: ReceiptFile.write(Self.receipt, SampleRecords.complete))
    let differences = try StoredFormat.differences([path], from: "receipt.schema.json")
    try #require(differences != nil, "python3-jsonschema is missing: ci/check installs it")
    #expect(differences == "")
  }

  @Test("the reader reads every field, but for those that only describe the run")
  func reader() throws {
    let receipt = Self.receipt
    let bytes = ReceiptFile.write(receipt, SampleRecords.complete)
    try #require(try ReceiptFile.read(bytes) == receipt)
    let unread = try StoredFormat.unreadMembers(of: bytes, maps: []) {
      (try? ReceiptFile.read($0)) == receipt
    }
    // The version is a part of the predicate's type.
    let described = ["tool", "run", "exitCode", "complete", "headline", "source", "machine"]
    let rest = unread.filter { path in
      !described.contains { path.hasPrefix("/predicate/\($0)") } && path != "/_type"
        && path != "/predicate/schemaVersion"
    }
    #expect(rest == [])
  }
}
