// Results of other tools that real stages leave: collected, judged, and never trusted too much.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Collected results", .tags(.slow), .unlessFast, .timeLimit(.minutes(5))) struct CollectTests
{
  private func value(_ record: RunRecord, _ stage: Int, _ name: String) -> BoundedValue? {
    record.stages[stage].indicators[.metric(name)]?.reading
  }

  private func rows(_ record: RunRecord) -> [String: ObjectiveRecord] {
    Dictionary(uniqueKeysWithValues: record.objectives.map { ($0.id, $0) })
  }

  @Test("tests, benchmarks and coverage become indicators, in their base units")
  func kinds() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        suite:
          run: cp -r made out
          collect: [{ junit: "out/**/*.xml" }, { benchmark: out/bench.json }, { benchmark: out/go.txt }, { coverage: out/lcov.info }]
          slo: { coverage.lines: ">= 60%", bench.BM_Sum/8.value: "<= 5ms", bench.BenchmarkFib-2.ns/op: "<= 1ms", tests.skipped: "<= 1" }
      """)
    try scene.folder.write(
      "made/a/junit.xml",
      "<testsuite time='1.5'><testcase/><testcase><skipped/></testcase></testsuite>")
    try scene.folder.write(
      "made/b.xml", "<testsuite time='0.5'><testcase><flakyFailure/></testcase></testsuite>")
    try scene.folder.write(
      "made/bench.json",
      """
      {"context":{},"benchmarks":[
      {"name":"BM_Sum/8","real_time":2,"time_unit":"ms"},{"name":"BM_Sum/8","real_time":4,"time_unit":"ms"},
      {"name":"BM_Sum/8","real_time":9,"time_unit":"ms"}]}
      """)
    try scene.folder.write("made/go.txt", "BenchmarkFib-2\t100\t3203 ns/op\t0 B/op\nPASS\n")
    try scene.folder.write("made/lcov.info", "TN:\nSF:a.c\nDA:1,1\nDA:2,0\nDA:3,4\nend_of_record\n")
    #expect(try scene.andon("run").exitCode == 0)
    let record = try scene.record()
    #expect(value(record, 0, "tests.total") == .exact(3))
    #expect(value(record, 0, "tests.failed") == .exact(0))
    #expect(value(record, 0, "tests.flaky") == .exact(1))
    #expect(value(record, 0, "tests.time") == .exact(2))
    #expect(value(record, 0, "bench.BM_Sum/8.value") == .exact(0.004))
    #expect(record.stages[0].indicators[.metric("bench.BenchmarkFib-2.B/op")]?.unit == .bytes)
    #expect(value(record, 0, "coverage.lines") == .exact(2.0 / 3))
    #expect(record.objectives.allSatisfy { $0.judgment == .pass })
    // What nobody promised is promised all the same: that there are tests, and that none failed.
    #expect(
      record.objectives.map(\.id) == [
        "suite.coverage.lines", "suite.bench.BM_Sum/8.value", "suite.bench.BenchmarkFib-2.ns/op",
        "suite.tests.skipped", "suite.tests.total", "suite.tests.failed",
      ])
  }

  @Test("a failed test fails the stage's promise although the command hides it; no test does too")
  func promises() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        failing: { run: cp failing.xml f.xml, collect: [{ junit: f.xml }] }
        empty: { run: cp empty.xml e.xml, collect: [{ junit: e.xml }] }
        allowed: { run: cp failing.xml g.xml, collect: [{ junit: g.xml }], slo: { tests.failed: "<= 2" } }
        broken: { run: 'cp failing.xml h.xml; exit 1', required: false, collect: [{ junit: h.xml }], slo: { tests.total: "<= 9" } }
      """)
    try scene.folder.write(
      "failing.xml",
      "<testsuite><testcase><error/></testcase><testcase><failure/></testcase></testsuite>")
    try scene.folder.write("empty.xml", "<testsuites/>")
    #expect(try scene.andon("run").exitCode == 20)
    let record = try scene.record()
    let rows = rows(record)
    #expect(rows["failing.tests.failed"]?.judgment == .fail)
    #expect(rows["failing.tests.failed"]?.measured == .exact(2))
    #expect(rows["empty.tests.total"]?.judgment == .fail)
    #expect(rows["empty.tests.failed"]?.judgment == .pass)
    #expect(rows["allowed.tests.failed"]?.judgment == .pass)
    // A stage that failed has still tested what it has tested.
    #expect(rows["broken.tests.total"]?.judgment == .pass)
    #expect(rows["broken.tests.failed"]?.judgment == .fail)
    #expect(record.findings.contains { $0.code == .noTests && $0.message.contains("e.xml") })
    let journal = try scene.andon(
      "report", "--journal", "andon-out/journal.jsonl", "--dir", "again")
    #expect(journal.exitCode == 0)
    #expect(try scene.record("again").findings == record.findings)
    let judged = try scene.andon(
      "judge", "--pipeline", "andon.yaml", "--measurements", "andon-out/verdict.json", "--json")
    #expect(judged.output == (try scene.folder.read("andon-out/verdict.json")))
  }

  @Test("a file that cannot be read makes what rests on it unknown, with file, line and reason")
  func unreadable() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        cut: { run: cp cut.xml a.xml, collect: [{ junit: a.xml }] }
        mixed: { run: 'cp good.xml m1.xml; cp cut.xml m2.xml', collect: [{ junit: "m?.xml" }] }
        none: { run: ls, collect: [{ junit: none.xml }] }
        other: { run: cp cover.info o.info, collect: [{ junit: o.info }] }
        torn: { run: cp torn.info t.info, collect: [{ coverage: t.info }], slo: { coverage.lines: ">= 1%" } }
      """)
    try scene.folder.write("cut.xml", "<testsuite>\n<testcase/>\n<testcase>\n<system-out>x")
    try scene.folder.write("good.xml", "<testsuite><testcase/></testsuite>")
    try scene.folder.write("cover.info", "TN:\nSF:a.c\nDA:1,1\nend_of_record\n")
    try scene.folder.write("torn.info", "TN:\nSF:a.c\nDA:1,1\n")
    #expect(try scene.andon("run").exitCode == 30)
    let record = try scene.record()
    let rows = rows(record)
    for stage in ["cut", "mixed", "none", "other"] {
      #expect(rows["\(stage).tests.failed"]?.judgment.reason != nil, "\(stage)")
    }
    // One case is seen: that there are any is proven, that none failed is not.
    #expect(rows["cut.tests.total"]?.judgment == .pass)
    #expect(rows["cut.tests.failed"]?.measured == .atLeast(0))
    #expect(
      rows["none.tests.total"]?.measured == .missing(reason: "no file is named by none.xml"))
    #expect(
      rows["other.tests.total"]?.measured
        == .missing(reason: "o.info: it holds no test cases: it is lcov"))
    #expect(
      rows["torn.coverage.lines"]?.measured
        == .missing(reason: "t.info: the last record is cut off"))
    let messages = record.findings.map(\.message)
    #expect(messages.contains("cut: a.xml: line 4: the document is cut off"))
    #expect(messages.contains("torn: t.info: the last record is cut off"))
  }

  @Test("a file that is older than the stage's start is not taken")
  func stale() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        first: { run: cp made.xml junit.xml, collect: [{ junit: junit.xml }] }
        second: { run: ls, needs: first, collect: [{ junit: junit.xml }] }
      """)
    try scene.folder.write("made.xml", "<testsuite><testcase/></testsuite>")
    #expect(try scene.andon("run").exitCode == 30)
    let record = try scene.record()
    #expect(value(record, 0, "tests.total") == .exact(1))
    #expect(value(record, 1, "tests.total")?.value == nil)
    let finding = try #require(record.findings.first { $0.code == .staleFile })
    #expect(finding.message == "second: junit.xml: it is older than the attempt, and is not taken")
  }
}
