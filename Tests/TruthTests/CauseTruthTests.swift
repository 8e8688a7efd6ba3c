// The catalogue of causes against its own examples, and against real logs of known causes.

import AndonConfig
import AndonJudge
import AndonModel
import AndonRun
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@Suite("Causes in logs", .tags(.slow), .unlessFast) struct CauseTruthTests {
  private static let rules = CatalogReader.builtIn()

  private func read(_ bytes: [UInt8], piece: Int = 1 << 16) -> LogDiagnosis {
    var scanner = CauseScanner(CauseSearch(Self.rules))
    for start in stride(from: 0, to: bytes.count, by: piece) {
      scanner.feed(Array(bytes[start..<min(bytes.count, start + piece)]).span)
    }
    scanner.finish()
    return scanner.reading(log: "x.log") { String(decoding: $0, as: UTF8.self) }
  }

  private func causes(_ text: String, exitCode: Int? = nil) -> [Cause] {
    LogWeighing.causes(in: read(Array(text.utf8)), exitCode: exitCode)
  }

  @Test("the catalogue that the binary carries is whole, and right by its own examples")
  func builtIn() throws {
    #expect(Self.rules.count == 145)
    #expect(Set(Self.rules.map(\.kind)).isSubset(of: Set(CauseClass.known)))
    #expect(CauseSearch(Self.rules).slowRules.isEmpty)
    // As a project's own file its patterns and examples are checked.
    let bytes = try Files.read("\(Built.repository)/Sources/CAndonResources/causes.yaml")
    #expect(try CatalogReader.read(bytes) == Self.rules)
  }

  @Test(
    "real logs of known causes: the right class first, and none proven by a log alone",
    .enabled(if: Built.sharedData != nil, "no ../shared/data"))
  func corpus() throws {
    let data = try #require(Built.sharedData)
    let manifest = try JSONReader.value(try Files.read("\(data)/corpus/MANIFEST.json"))
    let logs = try #require(manifest["logs"]?.items)
    #expect(logs.count > 30)
    var wrong: [String] = []
    for row in logs {
      let name = try #require(row["file"]?.text)
      let expected = try #require(row["expected"]?["class"]?.text)
      let reading = read(try Files.read("\(data)/corpus/\(name)"))
      for exitCode in [nil, row["expected"]?["exit_status"]?.number.map { Int($0) }] {
        let causes = LogWeighing.causes(in: reading, exitCode: exitCode)
        if causes.first?.kind.rawValue != expected { wrong.append(name) }
        #expect(causes.allSatisfy { $0.confidence != .proven }, "\(name)")
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test("a test that passed is harmless, also where its line was written over on a terminal")
  func overwritten() {
    let passed =
      "\u{25C7} Test case passing 1 argument line \u{2192} \"a\\r\rKilled\" to said() started.\n"
    #expect(causes(passed, exitCode: 1).isEmpty)
    #expect(causes("12 %\rKilled\n", exitCode: 137).first?.kind == .outOfMemory)
  }

  @Test("pieces of any size give the same reading, with the lines around", arguments: [1, 7, 64])
  func pieces(size: Int) throws {
    let lines =
      (1...40).map { "line \($0)" } + [
        "\u{1B}[1m\u{1B}[32m    Blocking\u{1B}[0m waiting for file lock on package cache",
        "after 1",
        "after 2", "write: No space left on device", "end",
      ]
    let text = Array((lines.joined(separator: "\n") + "\n").utf8)
    let reading = read(text, piece: size)
    #expect(reading == read(text))
    #expect(
      reading.lines == 45 && reading.logMatches.map(\.rule.id) == ["cargo-file-lock", "enospc"])
    let hit = try #require(reading.logMatches.first)
    #expect(hit.line == 41 && hit.before == ["line 39", "line 40"])
    #expect(hit.after == ["after 1", "after 2"])
    #expect(hit.text == "    Blocking waiting for file lock on package cache")
    #expect(reading.logMatches[1].line == 44 && reading.logMatches[1].after == ["end"])
  }

  @Test("what is said over and over is one finding with a count")
  func repeated() {
    let text = String(repeating: "a: command not found\n", count: 2500)
    let logMatches = read(Array(text.utf8)).logMatches
    #expect(logMatches.count == 1 && logMatches[0].count == 1000 && logMatches[0].line == 1)
  }

  @Test("the cause comes before its symptom, and a green command suffers from little")
  func weighing() {
    let out = """
      cc -c a.c
      /tmp/cc.s: Fatal error: can't write 11 bytes: 'No space left on device'
      make: *** [a.o] Error 1
      x.c:1:1: error: expected ';'
      """
    #expect(causes(out).map(\.kind) == [.diskFull])
    #expect(causes("x.c:1:1: error: expected ';'").map(\.kind) == [.buildFailure])
    #expect(causes(out, exitCode: 0).isEmpty)
    let lock = "    Blocking waiting for file lock on package cache\n"
    #expect(causes(lock, exitCode: 0).first?.kind == .lockContention)
    // Two that are equally specific: neither is likely.
    let both = causes("bind: Address already in use\nNo space left on device\n")
    #expect(both.count == 2 && both.allSatisfy { $0.confidence == .possible })
    #expect(both[0].alternatives.map(\.kind) == [both[1].kind])
    // An exit code speaks for the class whose tools end so.
    let killed = "Killed\nbash: foo: command not found\n"
    #expect(causes(killed, exitCode: 127).first?.kind == .missingDependency)
    let known = LogWeighing.causes(
      in: read(Array("a: command not found".utf8)), exitCode: 127, known: ["command-not-found"])
    #expect(known.isEmpty)
  }

  @Test("clean logs are left alone")
  func clean() {
    let text = """
      test net::connection_refused_is_retried ... ok
      ✓ throws EADDRINUSE when the port is taken
      tests/test_disk.py::test_no_space_left_on_device PASSED                    [ 50%]
      + grep -c 'command not found' out.log
      12 passed in 0.31s
      """
    #expect(causes(text).isEmpty)
  }

  @Test(
    "trouble that was overcome is not the cause",
    arguments: [
      "    Blocking waiting for file lock on build directory\n   Compiling a v0.1.0\n",
      "warning: spurious network error (3 tries remaining): [28] Timeout was reached (Operation timed out after 30000 milliseconds)\n  Downloaded serde v1\n",
      "nc: connect to db port 5432 (tcp) failed: Connection refused\nConnection to db 5432 port [tcp/postgresql] succeeded!\n",
      "curl: (7) Failed to connect to localhost port 80: Connection refused\nWarning: Problem. Will retry in 1 seconds. 5 retries left.\n",
      "    d_test.go:10: dial tcp 127.0.0.1:1: connect: connection refused\n--- PASS: TestDial (0.00s)\n",
      "memory allocation of 1099511627776 bytes failed\ntest alloc - should panic ... ok\n",
    ])
  func overcome(_ trouble: String) {
    let symptom = "x.c:1:1: error: expected ';'\n"
    #expect(causes(trouble + symptom).first?.kind == .buildFailure)
    // Alone it is all that is known.
    #expect(!causes(trouble).isEmpty)
  }

  @Test("an exit code alone, scripts that are shown, and good ends")
  func otherEnds() {
    #expect(causes("building\n", exitCode: 137).map(\.kind) == [.outOfMemory])
    #expect(causes("building\n", exitCode: 1).isEmpty)
    let script =
      "##[group]Run echo \"no space left on device\"\n\u{1B}[36;1mecho \"no space left on device\"\u{1B}[0m\n"
    #expect(causes(script).isEmpty)
    for end in [
      "100% tests passed, 0 tests failed out of 5", "ok  \texample.org/x\t0.003s",
      "Finished: SUCCESS", "=== 4 passed, 1 skipped, 2 warnings in 0.12s ===",
    ] {
      #expect(LogEnding.isGood(Array("x\n\(end)\n".utf8)), "\(end)")
    }
    #expect(!LogEnding.isGood(Array("3 passed, 1 failed in 0.1s\n".utf8)))
    #expect(!LogEnding.isGood(Array("90% tests passed, 10 tests failed out of 100\n".utf8)))
  }
}
