// Which literals a pattern requires, and where literals are.

import AndonTestSupport
import Testing

@testable import AndonText

@Suite("Literals of patterns") struct LiteralFilterTests {
  @Test(
    "every match holds one of them, the longest that can be had",
    arguments: [
      ("Blocking +waiting for file lock on ", [" waiting for file lock on "]),
      ("[Nn]o space left", ["o space left"]), ("(abcd|efghi)", ["abcd", "efghi"]),
      ("^(FAILED|ERROR) [^ ]+\\.py", ["FAILED", "ERROR"]),
      ("database (table )?is locked", ["database "]),
      ("a\\.b\\(c\\)d", ["a.b(c)d"]), ("abcd{2}ef", ["abcd"]), ("ab(cd)*efg", ["efg"]),
      ("x(a|b)y", ["x"]), ("[[:alpha:]x]+word", ["word"]), ("\\d+ flaky\\b", [" flaky"]),
    ] as [(String, [String])])
  func required(pattern: String, expected: [String]) {
    let found = RequiredLiterals.of(pattern)?.map { String(decoding: $0, as: UTF8.self) }
    #expect(found == expected)
  }

  @Test(
    "nothing is said where nothing can be said",
    arguments: ["", ".*", "(abcd|.)", "a?", "(?i)abcd", "\\x41bcd", "(abcd", "[abc", "(?=abcd)x"])
  func silence(pattern: String) {
    #expect(RequiredLiterals.of(pattern)?.contains { $0.count >= 4 } != true)
  }

  private func places(_ literals: [String], in text: String) -> [String] {
    let filter = LiteralFilter(literals.enumerated().map { (Array($1.utf8), $0) })
    var found: [String] = []
    filter.search(Array(text.utf8).span) { found.append("\($0) \(literals[$1])") }
    return found
  }

  @Test("literals are found where they are, at the edges as well, also within each other")
  func found() {
    #expect(places(["abcd", "bcde"], in: "abcde") == ["0 abcd", "1 bcde"])
    #expect(places(["No space left"], in: "No space left") == ["0 No space left"])
    #expect(places(["No space left"], in: "No space lef") == [])
    #expect(places(["abcd"], in: "abc") == [] && places(["abcd"], in: "") == [])
    #expect(places(["abcd", "xabcd"], in: "yxabcd").sorted() == ["1 xabcd", "2 abcd"])
    #expect(places(["aaaa"], in: "aaaaa") == ["0 aaaa", "1 aaaa"])
  }

  @Test("each is found once wherever it begins, as a search byte by byte finds it")
  func everywhere() {
    var random = SeededRandom(8)
    let letters = Array("abcd".utf8)
    for _ in 0..<200 {
      let text = (0..<300).map { _ in letters[Int(random.next() % 4)] }
      let literals = (4...9).map { length in
        let start = Int(random.next() % 290)
        return String(decoding: text[start..<start + length], as: UTF8.self)
      }
      let expected = literals.flatMap { literal in
        let bytes = Array(literal.utf8)
        return (0...(text.count - bytes.count)).filter { text[$0...].starts(with: bytes) }
          .map { "\($0) \(literal)" }
      }
      let found = places(literals, in: String(decoding: text, as: UTF8.self))
      // Two that are the same have two owners.
      #expect(found.sorted() == expected.sorted())
    }
  }

  @Test("single bytes are counted eight at a time, and one by one at the end")
  func counting() {
    for length in Array(0..<40) + [2039, 2040, 2041, 5000] {
      let bytes = (0..<length).map { UInt8($0 % 3 == 0 ? 0x0A : $0 % 2 == 0 ? 0x8A : 0x00) }
      #expect(ByteSearch.count(0x0A, in: bytes.span) == bytes.count { $0 == 0x0A })
      #expect(ByteSearch.count(0, in: bytes.span) == bytes.count { $0 == 0 })
    }
  }

  @Test(
    "what a CI system put before a line is taken off",
    arguments: [
      ("2026-11-26T14:27:42.1234567Z Killed", "Killed"),
      ("build\tRun tests\t2026-11-26T14:27:42.1Z ##[error]Killed", "Killed"),
      ("2026-11-26T14:27:42.123456Z 01O Killed", "Killed"), ("#12 3.456 Killed", "Killed"),
      ("10%\r20%\rKilled\r", "Killed"), ("#12 is open", "#12 is open"), ("Killed", "Killed"),
      ("2026-11-26 Killed", "2026-11-26 Killed"), ("\u{FEFF}Killed", "Killed"),
      ("[2026-11-26T14:27:42.123Z] Killed", "Killed"), ("12:34:56  Killed", "Killed"),
      ("2026-11-26 14:27:42,123 Killed", "Killed"), ("2026-11-26T14:27:42+02:00 Killed", "Killed"),
      ("2026-11-26T14:27:42.1Z stderr F Killed", "Killed"), ("web-1  | Killed", "Killed"),
      ("12:34:56: Killed", "12:34:56: Killed"), ("a|b", "a|b"),
    ])
  func said(line: String, text: String) {
    #expect(String(decoding: LineText.said(in: Array(line.utf8)), as: UTF8.self) == text)
  }

  @Test("of a line that was overwritten, the piece around a place is read")
  func overwritten() {
    let line = Array("cp: No space left\r 20%\r".utf8)
    #expect(String(decoding: LineText.said(in: line, at: 5), as: UTF8.self) == "cp: No space left")
    #expect(String(decoding: LineText.said(in: line, at: 18), as: UTF8.self) == " 20%")
  }

  @Test(
    "a log that ends well says so in its last lines, and nothing takes it back",
    arguments: [
      ("x\nBUILD SUCCESSFUL in 3s\n", true), ("x\nOK\n", true),
      ("test result: ok. 3 passed; 0 failed; 0 ignored\n", true), ("x\n", false), ("", false),
      ("Finished\n", false), ("BUILD SUCCESS\nerror: upload\n", false),
      ("2 failed, 3 passed in 0.1s\n", false),
      ("[  PASSED  ] 3 tests.\n[  FAILED  ] 1 test\n", false),
      ("OK\n" + String(repeating: "y\n", count: 20), false),
    ])
  func ending(log: String, isGood: Bool) { #expect(LogEnding.isGood(Array(log.utf8)) == isGood) }

  @Test("the name of a passed test, and a command that is traced, tell of nothing")
  func harmless() {
    for line in [
      "test io::no_space_left_on_device ... ok", "  ✓ handles ECONNREFUSED (5 ms)",
      "tests/test_x.py::test_enospc PASSED   [ 12%]", "--- PASS: TestConnReset (0.00s)",
      "=== RUN   TestTooManyOpenFiles", "ok 12 - EADDRINUSE", "+ echo No space left on device",
      "Test Case 'X.testKilled' passed (0.1 seconds)",
      "3/7 Test #3: OOM ......   Passed    0.01 sec",
      "t.py::x[Killed] SKIPPED (needs disk)   [ 9%]",
      "[gw0] [ 50%] PASSED t.py::t[Connection refused]", "HEAD is now at abc Fix EADDRINUSE",
      "$ make || echo 'command not found'", "test ig ... ignored, Connection refused",
    ] {
      #expect(LineText.isHarmless(Array(line.utf8)[...]), "\(line)")
    }
    for line in [
      "FAIL: got 'Connection refused', want ok", "PASSWORD check: Permission denied",
      "migrated; 12 migrations passed",
    ] { #expect(!LineText.isHarmless(Array(line.utf8)[...]), "\(line)") }
    for line in ["Killed", "No space left on device", "not ok 12 - EADDRINUSE", "FAILED x"] {
      #expect(!LineText.isHarmless(Array(line.utf8)[...]), "\(line)")
    }
  }
}
