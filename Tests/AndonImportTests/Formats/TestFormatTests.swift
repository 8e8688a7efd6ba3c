// Test results of other tools than those that write JUnit XML. The files follow the formats'
// documents.

import AndonModel
import Testing

@testable import AndonImport

@Suite("Formats of test results") struct TestFormatTests {
  private func read(_ text: String) -> ImportedFile { ResultFiles.read("x", in: Array(text.utf8)) }

  private func counts(_ text: String, _ format: ImportFormat) throws -> [Int] {
    let file = read(text)
    #expect(file.format == format && file.state == .ok, "\(file.state)")
    let tests = try #require(file.tests)
    return [
      tests.total, tests.passed, tests.failed, tests.errors, tests.skipped, tests.suiteErrors,
    ]
  }

  // MARK: TRX

  private func trx(_ results: String, _ summary: String = "") -> String {
    "<TestRun xmlns='http://microsoft.com/schemas/VisualStudio/TeamTest/2010'><Results>\(results)"
      + "</Results>\(summary)</TestRun>"
  }

  private func result(_ outcome: String, _ duration: String = "00:00:01.5000000") -> String {
    "<UnitTestResult testName='n' outcome='\(outcome)' duration='\(duration)'/>"
  }

  @Test("TRX: each result is a case; of a test with inner results those are")
  func trxResults() throws {
    let all = ["Passed", "Failed", "Timeout", "NotExecuted", "Inconclusive"].map { result($0) }
    #expect(try counts(trx(all.joined()), .trx) == [5, 1, 1, 1, 2, 0])
    #expect(read(trx(result("Passed") + result("Passed"))).tests?.time == .exact(3))
    #expect(read(trx(result("Passed", "x"))).tests?.time.value == nil)
    let inner =
      "<UnitTestResult testName='n' outcome='Failed'><InnerResults>\(result("Passed"))"
      + "\(result("Failed"))</InnerResults></UnitTestResult>"
    #expect(try counts(trx(inner), .trx) == [2, 1, 1, 0, 0, 0])
  }

  @Test("TRX: a run that was broken off never passes")
  func trxSummary() throws {
    let aborted = "<ResultSummary outcome='Failed'><Counters total='1' failed='0'/></ResultSummary>"
    #expect(try counts(trx(result("Passed"), aborted), .trx) == [1, 1, 0, 0, 0, 1])
    let crash =
      "<ResultSummary outcome='Completed'><RunInfos><RunInfo outcome='Error'/></RunInfos>"
      + "</ResultSummary>"
    #expect(try counts(trx(result("Passed"), crash), .trx)[5] == 1)
    let more = "<ResultSummary outcome='Completed'><Counters total='3'/></ResultSummary>"
    #expect(read(trx(result("Passed"), more)).tests?.lacksCases == true)
    let entries = "<TestEntries><TestEntry/><TestEntry/></TestEntries>"
    #expect(read(trx(result("Passed"), entries)).tests?.lacksCases == true)
    let failures = "<ResultSummary outcome='Completed'><Counters failed='1'/></ResultSummary>"
    #expect(read(trx(result("Passed"), failures)).tests?.hidesFailures == true)
  }

  // MARK: NUnit and xUnit

  @Test("NUnit 3: each test-case is a case, and a suite can fail by itself")
  func nunit() throws {
    let cases = """
      <test-case fullname='a' result='Passed' duration='0.5'/>
      <test-case fullname='b' result='Failed' duration='1'/>
      <test-case fullname='c' result='Failed' label='Error' duration='1'/>
      <test-case fullname='d' result='Skipped'/><test-case fullname='e' result='Inconclusive'/>
      """
    let run = "<test-run result='Failed' total='5' failed='2' duration='3'>\(cases)</test-run>"
    #expect(try counts(run, .nunit) == [5, 1, 1, 1, 2, 0])
    #expect(read(run).tests?.time == .exact(3) && read(run).tests?.lowerBounds == [])
    #expect(read(run).tests?.broken.map(\.name) == ["b", "c"])
    let pass = "<test-case result='Passed' duration='1'/>"
    let suite = "<test-suite result='Failed' site='TearDown'>\(pass)</test-suite>"
    #expect(
      try counts("<test-run result='Failed'>\(suite)</test-run>", .nunit) == [1, 1, 0, 0, 0, 1])
    #expect(try counts("<test-run result='Failed'>\(pass)</test-run>", .nunit)[5] == 1)
    #expect(read("<test-run total='2'>\(pass)</test-run>").tests?.lacksCases == true)
    #expect(read("<test-run failed='1'>\(pass)</test-run>").tests?.hidesFailures == true)
  }

  @Test("xUnit 2: each test is a case, and what surrounds them can fail")
  func xunit() throws {
    let tests = """
      <test name='a' result='Pass' time='0.5'/><test name='b' result='Fail' time='1'/>
      <test name='c' result='Skip' time='0'/><test name='d' result='NotRun'/>
      """
    let file = "<assemblies><assembly total='4' failed='1'>\(tests)</assembly></assemblies>"
    #expect(try counts(file, .xunit) == [4, 1, 1, 0, 2, 0])
    let error =
      "<assemblies><assembly total='0' errors='1'><errors><error type='assembly-cleanup'/>"
      + "</errors><test name='a' result='Pass' time='1'/></assembly></assemblies>"
    #expect(try counts(error, .xunit) == [1, 1, 0, 0, 0, 1])
    let stated = "<assemblies><assembly total='2' errors='nan'>\(tests)</assembly></assemblies>"
    #expect(try counts(stated, .xunit)[5] == 0)
  }

  // MARK: TAP

  @Test("TAP: top-level points count, with their directives")
  func tap() throws {
    let text = """
      TAP version 14
      1..6
      ok 1 - adds # time=250ms
      # Subtest: group
          ok 1 - inner
          not ok 2 - inner
          1..2
      not ok 2 - group
        ---
        duration_ms: 12.5
        ...
      ok 3 - waits # SKIP no network
      not ok 4 - later # TODO not yet
      ok 5 - early # TODO works already
      ok
      """
    #expect(try counts(text, .tap) == [6, 3, 1, 0, 2, 0])
    #expect(read(text).tests?.broken.map(\.name) == ["group"])
    #expect(read("1..1\nok 1 - a # time=250ms\n").tests?.time == .exact(0.25))
  }

  @Test("TAP: what was planned and is not there, and a run that was broken off, never pass")
  func tapBounds() throws {
    #expect(read("1..3\nok 1\nok 2\n").tests?.lacksCases == true)
    #expect(try counts("1..2\nok 1\nBail out! no disk\n", .tap)[5] == 1)
    #expect(read("TAP version 13\nok 1\nok 2\n").state.reason?.contains("plan") == true)
    #expect(read("1..0 # SKIP all\nok\n").format == .tap)
    #expect(read("1..99999999999999999999999\nok 1\n").tests?.lacksCases == true)
    #expect(read("okay\nnot okay\n").format == nil)
    #expect(read("1..1\nok 1\n# tests 1\n# fail  1\n").tests?.hidesFailures == true)
    #expect(read("1..1\nok 1\n# tests 1\n# fail 0\n").tests?.hidesFailures == false)
  }

  // MARK: cargo test

  @Test("cargo test: the counts of each program, whatever tests print between their lines")
  func cargoTest() throws {
    let text = """
         Running unittests src/lib.rs (target/debug/deps/a-1)

      running 3 tests
      test tests::adds ... ok
      test tests::pays ... some output
      FAILED
      test tests::waits ... ignored, needs a network

      failures:

      ---- tests::pays stdout ----
      thread 'tests::pays' panicked at src/lib.rs:4:5

      test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.25s

         Doc-tests a

      running 1 test
      test src/lib.rs - f (line 3) ... FAILED

      test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.5s
      """
    #expect(try counts(text, .libtest) == [4, 1, 2, 0, 1, 0])
    #expect(read(text).tests?.time == .exact(0.75))
    #expect(read(text).tests?.broken.map(\.name) == ["src/lib.rs - f (line 3)"])
  }

  @Test("cargo test: a program that ended before its counts is no pass")
  func cargoTestCutOff() {
    let text = """
      running 1 test
      test a ... ok

      test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out

      running 2 tests
      test b ... ok
      """
    #expect(read(text).state.reason == "the tests of a program end before their counts")
  }

  // MARK: Ends that the cases do not show

  @Test(
    "TAP: points that are not those of the plan, and a subtest's bail-out, never pass",
    arguments: [
      "1..2\nok 1\nok 2\nok 3\n", "1..2\nok 1\nok 3\n", "1..3\nok 1\nok 1\nok 2\n",
      "ok 1\n1..2\nok 2\n", "1..1\nok 1\nBAIL OUT! no database\n",
      "1..1\n    Bail out! no database\nok 1\n",
    ])
  func tapOrder(_ points: String) throws {
    let tests = try #require(read("TAP version 14\n\(points)").tests)
    #expect(tests.suiteErrors > 0 || tests.lacksCases)
  }

  @Test("TAP: a directive follows a blank and is not escaped; a plan of none skips all")
  func tapDirectives() throws {
    func outcome(_ line: String) throws -> [Int] { try counts("1..1\n\(line)\n", .tap) }
    for line in ["not ok 1 - the \\# SKIP mark", "not ok 1 see page.html#skip-links"] {
      #expect(try outcome(line) == [1, 0, 1, 0, 0, 0], "\(line)")
    }
    for line in ["not ok 1 - later # TODO", "not ok 1 a \\\\# todo later", "not ok 1 # SKIP"] {
      #expect(try outcome(line) == [1, 0, 0, 0, 1, 0], "\(line)")
    }
    #expect(
      try outcome("ok 1\n  ---\n  text: |\n    Bail out! is a quote\n  ...") == [1, 1, 0, 0, 0, 0])
    #expect(read("1..0 # SKIP no display\n").format == .tap)
  }

  @Test("cargo: a program that failed beside its counts never passes")
  func cargoFailures() throws {
    let counts =
      "running 1 test\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; "
      + "0 measured; 0 filtered out; finished in 0.00s\n"
    for error in [
      "error: test failed, to rerun pass `--test it`", "error: could not compile `x` (test \"it\")",
      "error: 1 target failed:", "error: doctest failed, to rerun pass `--doc`",
    ] {
      #expect(read(counts + error + "\n").tests?.suiteErrors == 1, "\(error)")
    }
    // One that the counts show is not counted twice.
    let failed = counts.replacing("a ... ok", with: "a ... FAILED")
      .replacing("ok. 1 passed; 0 failed", with: "FAILED. 0 passed; 1 failed")
    #expect(read(failed + "error: test failed, to rerun pass `--lib`\n").tests?.suiteErrors == 0)
  }

  @Test("NUnit of Unity, results without an outcome, and manifests")
  func oddResults() throws {
    let unity =
      "<test-run result='Failed(Child)' total='1' failed='0'><test-suite result='Failed'>"
      + "<test-case name='a' result='Passed' duration='1'/></test-suite></test-run>"
    #expect(read(unity).tests?.suiteErrors == 1)
    let rows =
      "<UnitTestResult testName='n' outcome='Failed'><InnerResults>\(result("Passed"))"
      + "\(result("Failed"))</InnerResults></UnitTestResult>"
    let stated = "<ResultSummary outcome='Failed'><Counters total='3' failed='2'/></ResultSummary>"
    let tests = try #require(read(trx(rows, stated)).tests)
    #expect(tests.total == 2 && !tests.lacksCases && !tests.hidesFailures)
    #expect(try counts(trx("<UnitTestResult testName='n'/>"), .trx) == [1, 0, 0, 1, 0, 0])
    let manifest = "<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'/>"
    #expect(read(manifest).format == nil)
  }
}
