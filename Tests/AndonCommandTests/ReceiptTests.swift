// Receipts: made by real runs, checked by andon, by coreutils and jq, and signed by OpenSSH.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Receipts", .tags(.slow), .unlessFast, .timeLimit(.minutes(10))) struct ReceiptTests {
  private func scene(_ more: String = "") throws -> CommandFixture {
    let scene = try CommandFixture(
      """
      version: 1
      \(more)
      stages:
        made:
          dir: sub
          run: 'mkdir -p out; echo 1 > out/a; echo 2 > "out/b c"; ln -s a out/l; mkfifo out/p; echo said'
          outputs: [out/**]
          slo: { exit-code: "== 0" }
        other: { run: echo 3 > made, outputs: made }
      """)
    try Files.createFolder(scene.folder.path + "/sub")
    return scene
  }

  private func receipt(_ scene: CommandFixture) throws -> Receipt {
    try ReceiptFile.read(Array(try scene.folder.read("andon-out/receipt.json").utf8))
  }

  private func sh(_ script: String, in scene: CommandFixture) throws -> Child.End {
    try Child.run(["bash", "-c", script], in: scene.folder.path)
  }

  @Test("a receipt tells of the verdict, the outputs, the reports, the logs and the pipeline")
  func content() throws {
    let scene = try scene()
    #expect(try scene.andon("run").exitCode == 0)
    let receipt = try receipt(scene)
    #expect(receipt.verdict == .green)
    #expect(try receipt.run == scene.record().run.id)
    #expect(receipt.record.name == "andon-out/verdict.json")
    #expect(receipt.outputs.map(\.name) == ["made", "sub/out/a", "sub/out/b c"])
    #expect(receipt.links == [.init("sub/out/l", target: "a")])
    #expect(
      receipt.logs.map(\.name) == ["andon-out/logs/made.1.log", "andon-out/logs/other.1.log"])
    #expect(receipt.reports.count == ReportFile.allCases.count)
    #expect(receipt.pipeline?.name == "andon.yaml" && receipt.previous == nil)
    let path = scene.folder.path + "/andon-out/receipt.json"
    let schema = Built.repository + "/schemas/receipt.schema.json"
    if let faults = try JSONSchema.faults(of: path, schema: schema) { #expect(faults == "") }
    // RFC 8785, by another writer.
    let script = """
      import json, sys
      text = open(sys.argv[1], "rb").read()
      again = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
      sys.exit(text != again.encode())
      """
    #expect(try Child.run(["python3", "-c", script, path], in: "/").exitCode == 0)
  }

  @Test("a changed byte in any file is found and named, and so is a missing one")
  func mismatches() throws {
    let scene = try scene()
    #expect(try scene.andon("run").exitCode == 0)
    let whole = try scene.andon("verify")
    #expect(whole.exitCode == 0 && whole.output.contains("not who made it"))
    for file in try receipt(scene).files.map(\.name) {
      try #require(try sh("cp '\(file)' kept", in: scene).exitCode == 0)
      // The last byte, one bit of it; an empty file gets one.
      let flip = """
        python3 - '\(file)' <<'P'
        import sys
        data = bytearray(open(sys.argv[1], "rb").read())
        if data: data[-1] ^= 1
        else: data = b"x"
        open(sys.argv[1], "wb").write(data)
        P
        """
      try #require(try sh(flip, in: scene).exitCode == 0)
      let changed = try scene.andon("verify")
      #expect(changed.exitCode == 20 && changed.output.contains("\(file): its bytes are others\n"))
      try #require(try sh("rm '\(file)'", in: scene).exitCode == 0)
      let gone = try scene.andon("verify")
      #expect(gone.exitCode == 20 && gone.output.contains("\(file): it is missing\n"))
      try #require(try sh("mv kept '\(file)'", in: scene).exitCode == 0)
    }
    try #require(try sh("ln -sf 'b c' sub/out/l", in: scene).exitCode == 0)
    #expect(try scene.andon("verify").output.contains("sub/out/l: it leads somewhere else\n"))
    let document = try scene.andon("verify", "--json")
    #expect(document.exitCode == 20 && document.output.contains("\"name\":\"sub/out/l\""))
  }

  @Test("a receipt that was changed is never taken for one that was not")
  func forged() throws {
    let scene = try scene()
    #expect(try scene.andon("run").exitCode == 0)
    let text = try scene.folder.read("andon-out/receipt.json")
    for (old, new) in [
      ("\"verdict\":\"green\"", "\"verdict\":\"red\""), ("\"dirty\":null", "\"dirty\":false"),
      ("\"exitCode\":0", "\"exitCode\":9"), ("\"schemaVersion\":1", "\"schemaVersion\": 1"),
      ("\"commit\":null", "\"commit\":\"1234567890123456789012345678901234567890\""),
    ] {
      try #require(text.contains(old), "\(old)")
      try scene.folder.write("andon-out/receipt.json", text.replacing(old, with: new))
      let end = try scene.andon("verify")
      #expect(end.exitCode == 20 && end.output.contains("receipt.json: it does not say"), "\(new)")
    }
    try scene.folder.write("andon-out/receipt.json", String(text.dropLast()))
    #expect(try scene.andon("verify").exitCode == 78)
    try scene.folder.write("andon-out/receipt.json", "{}")
    #expect(try scene.andon("verify").exitCode == 78)
  }

  @Test("a report folder that was moved is verified where it is")
  func moved() throws {
    let scene = try scene()
    #expect(try scene.andon("run").exitCode == 0)
    try #require(try sh("mkdir x; mv andon-out x/reports", in: scene).exitCode == 0)
    #expect(try scene.andon("verify").exitCode == 78)
    #expect(try scene.andon("verify", "x/reports").exitCode == 0)
    #expect(try scene.andon("verify", "x/reports", "--root", "x").exitCode == 20)
  }

  @Test("with a history each receipt names the one before it")
  func chain() throws {
    let scene = try scene("history: {}")
    #expect(try scene.andon("run").exitCode == 0)
    #expect(try receipt(scene).previous == nil)
    let first = try scene.record().run.id
    let digest = try sh("sha256sum < andon-out/receipt.json | cut -c1-64", in: scene).output
    try #require(try sh("rm -r sub/out", in: scene).exitCode == 0)
    #expect(try scene.andon("run").exitCode == 0)
    let previous = try #require(try receipt(scene).previous)
    #expect(previous.run == first && previous.sha256 + "\n" == digest)
    #expect(try scene.andon("verify").exitCode == 0)
  }

  @Test("a receipt never outlives its run, and a command has one without a pipeline")
  func provisional() throws {
    let scene = try scene()
    #expect(try scene.andon("run").exitCode == 0)
    #expect(try scene.andon("run", "--config", "none.yaml").exitCode == 78)
    #expect(!Files.isFile(scene.folder.path + "/andon-out/receipt.json"))
    #expect(try scene.andon("run", "--", "false").exitCode == 20)
    let receipt = try receipt(scene)
    #expect(receipt.pipeline == nil && receipt.verdict == .red && receipt.outputs.isEmpty)
    #expect(try scene.andon("verify").exitCode == 0)
  }

  @Test("what the documentation says works: jq with sha256sum, and a signature by ssh-keygen")
  func documented() throws {
    let text = String(
      decoding: try Files.read(Built.repository + "/ci/README.md"), as: UTF8.self)
    let section = try #require(text.split(separator: "\n## ").first { $0.hasPrefix("Receipts") })
    let blocks = section.split(separator: "```").filter { $0.hasPrefix("sh\n") }
      .map { String($0.dropFirst(3)) }
    try #require(blocks.count == 2)
    let scene = try scene()
    #expect(try scene.andon("run").exitCode == 0)
    #expect(try sh("set -o pipefail; " + blocks[0], in: scene).exitCode == 0)
    let lines = blocks[1].split(separator: "\n").filter { $0.hasPrefix("ssh-keygen") }
    try #require(lines.count == 2)
    let keys = "ssh-keygen -q -t ed25519 -N '' -f KEY && echo NAME $(cat KEY.pub) > ALLOWED"
    try #require(try sh(keys, in: scene).exitCode == 0)
    #expect(try sh(String(lines[0]), in: scene).exitCode == 0)
    #expect(try sh(String(lines[1]), in: scene).exitCode == 0)
    try #require(
      try sh("echo x >> sub/out/a; echo >> andon-out/receipt.json", in: scene).exitCode == 0)
    #expect(try sh("set -o pipefail; " + blocks[0], in: scene).exitCode != 0)
    #expect(try sh(String(lines[1]), in: scene).exitCode != 0)
  }
}
