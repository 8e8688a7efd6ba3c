// `check`, `plan`, `report`, `judge`, the journal, the help and the completions, as a user has
// them.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Commands", .timeLimit(.minutes(10))) struct CommandTests {
  private static let pipeline = """
    version: 1
    name: small
    stages:
      build: { run: "echo built", slo: { wall: "<= 20s" } }
      test: { run: "echo 12 tests; exit 1", needs: build, metrics: { tests: { regex: '(\\d+) tests' } }, required: false }
      pack: { run: ls, needs: test, slo: { wall: "<= 5s" } }
    objectives:
      enough: { indicator: test.tests, fail: "< 20", given: "build.wall < 20s", severity: low }
    """

  private static let files: [(format: String, file: String)] = [
    ("json", "verdict.json"), ("junit", "junit.xml"), ("sarif", "verdict.sarif"),
    ("upload", "upload.sarif"), ("summary", "summary.md"), ("report", "report.md"),
    ("html", "report.html"),
  ]

  @Test(
    "each report comes from verdict.json, and from the journal, byte for byte as the run wrote it")
  func report() throws {
    let scene = try CommandFixture(Self.pipeline)
    #expect(try scene.andon("run", "--host", "plain").exitCode == 20)
    for (format, file) in Self.files {
      let written = try scene.folder.read("andon-out/\(file)")
      for (option, name) in [("--from", "verdict.json"), ("--journal", "journal.jsonl")] {
        let end = try scene.andon("report", option, "andon-out/\(name)", "--format", format)
        #expect(end.exitCode == 0 && end.output == written, "\(format) \(option)")
      }
    }
    let text = try scene.andon("report", "--from", "andon-out/verdict.json", "--format", "text")
    #expect(text.output.contains("RED  1 failed"))
    #expect(
      try scene.andon("report", "--from", "andon-out/verdict.json", "--dir", "again").exitCode == 0)
    for (_, file) in Self.files {
      #expect(
        try scene.folder.read("again/\(file)") == scene.folder.read("andon-out/\(file)"), "\(file)")
    }
  }

  @Test("a record whose verdict is not that of its rows is refused")
  func tampered() throws {
    let scene = try CommandFixture(Self.pipeline)
    _ = try scene.andon("run", "--host", "plain")
    let text = try scene.folder.read("andon-out/verdict.json")
    try scene.folder.write(
      "green.json", text.replacing("\"verdict\":\"red\"", with: "\"verdict\":\"green\""))
    let end = try scene.andon("report", "--from", "green.json", "--format", "summary")
    #expect(end.exitCode == 78 && end.error.contains("its rows lead to red"))
  }

  @Test("a report of what is no record is 78, of nothing and of both 64")
  func reportFaults() throws {
    let scene = try CommandFixture()
    try scene.folder.write("x.json", "{\"schemaVersion\": 1}")
    let end = try scene.andon("report", "--from", "x.json", "--format", "junit")
    #expect(end.exitCode == 78 && end.error.contains("x.json"))
    #expect(try scene.andon("report", "--journal", "x.json").exitCode == 78)
    #expect(try scene.andon("report").exitCode == 64)
    #expect(try scene.andon("report", "--from", "a", "--journal", "b").exitCode == 64)
    #expect(try scene.andon("report", "--from", "a", "--format", "pdf").exitCode == 64)
  }

  @Test("recorded measurements are judged again: the same by the same limits, others by others")
  func judge() throws {
    let scene = try CommandFixture(Self.pipeline)
    _ = try scene.andon("run", "--host", "plain")
    let same = try scene.andon(
      "judge", "--pipeline", "andon.yaml", "--measurements", "andon-out/verdict.json", "--json")
    #expect(same.exitCode == 20)
    #expect(same.output == (try scene.folder.read("andon-out/verdict.json")))
    try scene.folder.write(
      "andon.yaml",
      Self.pipeline.replacing("< 20\"", with: "< 12\"").replacing("needs: test, ", with: ""))
    let other = try scene.andon(
      "judge", "--pipeline", "andon.yaml", "--measurements", "andon-out/verdict.json", "--dir",
      "again")
    #expect(other.exitCode == 30)
    let record = try scene.record("again")
    #expect(
      record.objectives.last?.judgment == .pass
        && record.headline == "1 failed, 1 unknown because of it")
    // What the other pipeline has and the run had not is unknown, never green.
    try scene.folder.write(
      "more.yaml",
      "version: 1\nstages: { build: { run: x }, new: { run: x, slo: { wall: '<= 1s' } } }")
    let more = try scene.andon(
      "judge", "--pipeline", "more.yaml", "--measurements", "andon-out/verdict.json")
    #expect(more.exitCode == 30 && more.output.contains("not measured: the stage did not run"))
  }

  @Test("numbers from elsewhere are judged by the pipeline's limits, the same bytes each time")
  func elsewhere() throws {
    let scene = try CommandFixture(
      """
      version: 1
      name: p
      stages:
        build: { run: x, slo: { wall: "<= 15s", peak-memory: "<= 1GB" } }
        suite: { run: x, repeat: { runs: 3 }, metrics: { n: { regex: x }, rate: { regex: x, unit: MB/s } }, slo: { n: ">= 10", wall: "<= 5s", rate: ">= 800 MB/s" } }
        other: { run: x, slo: { wall: "<= 1s" } }
      """)
    try scene.folder.write(
      "numbers.json",
      """
      {"measurements": [
        {"indicator": "build.wall", "unit": "ms", "value": 14000},
        {"indicator": "build.peak-memory", "unit": "MiB", "values": [2000]},
        {"indicator": "suite.n", "unit": "count", "values": [9, 11, 30]},
        {"indicator": "suite.rate", "unit": "GB/s", "values": [0.9, 0.9, 0.9]},
        {"indicator": "suite.wall", "unit": "s", "values": [6, 7]}]}
      """)
    let words = ["judge", "--pipeline", "andon.yaml", "--measurements", "numbers.json", "--json"]
    let first = try Child.run([try Built.andon()] + words, in: scene.folder.path)
    #expect(first.exitCode == 20, "\(first.error)")
    #expect(try Child.run([try Built.andon()] + words, in: scene.folder.path) == first)
    let record = try VerdictFile.read(Array(first.output.utf8))
    #expect(
      record.objectives.map(\.judgment)
        == [.pass, .fail, .pass, .unknown(.notMeasured), .pass, .unknown(.notMeasured)])
    #expect(record.objectives[0].measured == .exact(14))
    for (text, hint) in [
      ("{\"measurements\": [{\"indicator\": \"x\"}]}", "measurement 1: `indicator` is not"),
      (
        "{\"measurements\": [{\"indicator\": \"a.wall\", \"unit\": \"s\", \"value\": 1}]}",
        "no such stage"
      ),
      (
        "{\"measurements\": [{\"indicator\": \"build.wall\", \"unit\": \"parsec\", \"value\": 1}]}",
        "`unit` is no unit"
      ),
    ] {
      try scene.folder.write("numbers.json", text)
      let end = try Child.run([try Built.andon()] + words, in: scene.folder.path)
      #expect(end.exitCode != 0 && end.error.contains(hint), "\(end.error)")
    }
  }

  @Test("check tells faults and warnings to programs too")
  func check() throws {
    let scene = try CommandFixture("version: 1\nstages: { a: { rnu: x } }\n")
    let wrong = try scene.andon("check", "--json")
    #expect(wrong.exitCode == 78)
    #expect(
      wrong.output.contains(
        "\"line\":2,\"column\":16,\"message\":\"unknown key `rnu` in the stage `a`\""))
    try scene.folder.write("andon.yaml", "version: 1\nstages: { a: { run: 'x || true' } }\n")
    let odd = try scene.andon("check", "--json")
    #expect(odd.exitCode == 0 && odd.output.contains("\"rule\":\"AND034\""))
    #expect(try scene.andon("check", "--strict").exitCode == 78)
    try scene.folder.write("andon.yaml", "version: 1\nstages: { a: { run: x } }\n")
    #expect(try scene.andon("check", "--json", "--strict").output.contains("\"ok\":true"))
    for output in [wrong.output, odd.output] {
      let read = try Child.run(
        ["/usr/bin/python3", "-c", "import json, sys; json.loads(sys.argv[1])", output], in: "/")
      #expect(read.exitCode == 0)
    }
  }

  @Test("plan shows order, limits and the critical path in four forms")
  func plan() throws {
    let scene = try CommandFixture(Self.pipeline)
    let text = try scene.andon("plan")
    #expect(text.exitCode == 0)
    #expect(text.output.contains("critical path: build → test → pack, ≤ 360 s"))
    let json = try scene.andon("plan", "--json")
    #expect(
      json.output.contains(
        "\"criticalPath\":{\"stages\":[\"build\",\"test\",\"pack\"],\"seconds\":360.0,\"known\":false}"
      ))
    #expect(try scene.andon("plan", "--format", "json").output == json.output)
    let dot = try scene.andon("plan", "--format", "dot", "--only", "build")
    #expect(dot.output.hasPrefix("digraph andon {") && !dot.output.contains("test"))
    #expect(try scene.andon("plan", "--format", "mermaid").output.contains("s0 --> s1"))
    _ = try scene.andon("run")
    let known = try scene.andon("plan", "--from", "andon-out/verdict.json", "--only", "build")
    #expect(known.output.contains("critical path: build, ") && !known.output.contains("≤"))
    #expect(try scene.andon("plan", "--format", "svg").exitCode == 64)
  }

  @Test(
    "a journal turns a run that was killed into full reports, with the stages in flight as lost")
  func killed() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        quick: { run: echo quick, slo: { wall: "<= 20s" } }
        wait: { run: [TROUBLE, ignore-term, ready], needs: quick, slo: { wall: "<= 20s" } }
        next: { run: ls, needs: wait }
      """)
    let child = try scene.start("run")
    try scene.waitFor("ready")
    child.send(9)
    #expect(try child.end().signal == 9)
    #expect(try scene.record().stages.isEmpty)
    let journal = try scene.folder.read("andon-out/journal.jsonl")
    #expect(
      try scene.andon("report", "--journal", "andon-out/journal.jsonl").output.contains(
        "UNKNOWN  cut off: "))
    let record = try scene.record()
    #expect(record.verdict == .unknown && !record.complete && record.exitCode == 30)
    #expect(record.stages.map(\.state) == [.succeeded, .lost, .skipped])
    #expect(record.stages[2].reason == .lost)
    #expect(record.objectives.map(\.judgment) == [.pass, .unknown(.lost)])
    // A last line that was cut off is left out, with a finding.
    try scene.folder.write("torn.jsonl", journal + "{\"event\":\"ended\",\"at")
    let torn = try scene.andon("report", "--journal", "torn.jsonl", "--format", "json")
    #expect(torn.output.contains("\"rule\":\"AND015\""))
    let none = try scene.andon("report", "--journal", "none.jsonl")
    #expect(none.exitCode == 78 && none.error.contains("help: name a verdict.json"))
  }

  @Test("every example of the help works as it is written")
  func examples() throws {
    var seen = 0
    for command in [[], ["run"], ["check"], ["plan"], ["judge"], ["report"]] {
      let scene = try CommandFixture(
        Self.pipeline.replacing("; exit 1", with: "").replacing("< 20\"", with: "< 2\""))
      try scene.folder.write("ci/andon.yaml", "version: 1\nstages: { a: { run: ls } }\n")
      try scene.folder.write("Makefile", "test:\n\ttrue\n")
      #expect(try scene.andon("run").exitCode == 0)
      let help = try Child.run([try Built.andon()] + command + ["--help"], in: scene.folder.path)
      let lines = help.output.split(separator: "\n").map { $0.drop { $0 == " " } }
      let examples = lines.filter { $0.hasPrefix("Example: andon ") }.map { $0.dropFirst(15) }
      #expect(!examples.isEmpty, "\(command)")
      for example in examples {
        let end = try Child.run(
          ["bash", "-c", "\"$0\" \(example)", try Built.andon()], in: scene.folder.path)
        #expect(end.exitCode == 0, "\(example): \(end.error)")
        seen += 1
      }
    }
    #expect(seen >= 7)
  }

  @Test("completions are scripts that know the commands", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let scene = try CommandFixture()
    let end = try scene.andon("--generate-completion-script", shell)
    #expect(end.exitCode == 0)
    for word in ["run", "check", "plan", "judge", "report", "journal"] {
      #expect(end.output.contains(word), "\(word)")
    }
    guard shell == "bash" else { return }
    try scene.folder.write("completion", end.output)
    #expect(try Child.run(["bash", "-n", "completion"], in: scene.folder.path).exitCode == 0)
  }

  @Test("report, judge and history read the files of an earlier andon")
  func earlierFiles() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        flaky: { run: x, slo: { wall: "<= 10s" } }
        test: { run: x, required: false }
      """)
    let earlier = "\(Built.repository)/Tests/Earlier"
    let report = try scene.andon("report", "--from", "\(earlier)/verdict.json", "--format", "text")
    #expect(report.exitCode == 0 && report.output.contains("error connect ECONNREFUSED"))
    let journal = try scene.andon(
      "report", "--journal", "\(earlier)/journal.jsonl", "--format", "text")
    #expect(journal.exitCode == 0)
    #expect(journal.output.split(separator: "\n").last == report.output.split(separator: "\n").last)
    let judged = try scene.andon(
      "judge", "--pipeline", "andon.yaml", "--measurements", "\(earlier)/verdict.json")
    #expect(judged.exitCode == 10 && judged.output.contains("YELLOW"))
    let imported = try scene.andon("history", "import", "\(earlier)/history.jsonl")
    #expect(imported.exitCode == 0)
    let trend = try scene.andon("history", "trend", "build.items")
    #expect(trend.output.contains("2 runs"), "\(trend.output)")
  }
}
