// No verdict is greener than its evidence: results, figures and runs of which too little is known.

import AndonModel
import AndonTestSupport
import Testing

@Suite("Evidence", .tags(.slow), .unlessFast) struct EvidenceTests {
  // A run of one stage that leaves a file, and the exit code.
  private func run(
    _ name: String, _ content: String, _ stage: String, _ objectives: String = ""
  ) throws -> (exit: Int32?, rows: [ObjectiveRecord]) {
    let scene = try CommandFixture(
      "version: 1\nstages:\n  t: { run: cp source/\(name) \(name), \(stage) }\n\(objectives)")
    try scene.folder.write("source/\(name)", content)
    let end = try scene.andon("run", "--host", "plain")
    return (end.exitCode, try scene.record().objectives)
  }

  private func tests(_ content: String, _ limits: String) throws -> (Int32?, [ObjectiveRecord]) {
    try run("r.xml", content, "collect: [{ junit: r.xml }], slo: { \(limits) }")
  }

  @Test(
    "failures that no case shows, and times that are missing, are unknown",
    arguments: [
      ("<testsuite failures='1'><testcase time='1'/></testsuite>", "tests.failed: '== 0'"),
      ("<testsuite><testcase time='1'><fehler/></testcase></testsuite>", "tests.failed: '== 0'"),
      ("<testsuite tests='9'><testcase time='1'/></testsuite>", "tests.failed: '== 0'"),
      ("<testsuite><testcase/></testsuite>", "tests.time: '<= 60s'"),
      ("<testsuite><testcase time='1'/><testcase time='NaN'/></testsuite>", "tests.time: '<= 60s'"),
    ])
  func hidden(_ content: String, _ limit: String) throws {
    #expect(try tests(content, limit).0 == 30)
  }

  @Test(
    "what is proven is red all the same",
    arguments: [
      ("<testsuite><testcase time='70'/><testcase/></testsuite>", "tests.time: '<= 60s'"),
      (
        "<testsuite failures='3'><testcase><failure/></testcase></testsuite>",
        "tests.failed: '== 0'"
      ),
      ("<testsuite><testcase status='failed'/></testsuite>", "tests.failed: '== 0'"),
    ])
  func proven(_ content: String, _ limit: String) throws {
    #expect(try tests(content, limit).0 == 20)
  }

  @Test("a figure of a command that failed meets no limit, and may break one")
  func failedCommands() throws {
    func exit(_ mean: Double) throws -> Int32? {
      let file =
        "{\"results\": [{\"command\": \"x\", \"mean\": \(mean), \"exit_codes\": [127]}]}"
      let objective = "objectives: { goal: { indicator: t.bench.x.mean, fail: '> 1s' } }"
      return try run("h.json", file, "collect: [{ benchmark: h.json }]", objective).exit
    }
    #expect(try exit(0.002) == 30)
    #expect(try exit(2) == 20)
  }

  private func benchmark(_ unit: String, _ value: Double, _ limit: String) throws -> Int32? {
    let file = "[{\"name\": \"b\", \"unit\": \"\(unit)\", \"value\": \(value)}]"
    let objective = "objectives: { goal: { indicator: t.bench.b.value, fail: '\(limit)' } }"
    return try run("b.json", file, "collect: [{ benchmark: b.json }]", objective).exit
  }

  @Test("a rate is compared in its unit, and a number without one only with rates for each second")
  func rates() throws {
    #expect(try benchmark("MB/s", 900, "< 800MB/s") == 0)
    #expect(try benchmark("kB/s", 900, "< 800MB/s") == 20)
    #expect(try benchmark("MB/s", 900, "< 0.8 GB/s") == 0)
    #expect(try benchmark("MB/s", 900, "< 800") == 30)
    #expect(try benchmark("ops/s", 900, "< 800") == 0)
    #expect(try benchmark("ops/s", 700, "< 800") == 20)
    #expect(try benchmark("ops/s", 700, "< 800/s") == 20)
    #expect(try benchmark("ops/ms", 90, "< 80") == 30)
    #expect(try benchmark("ops/ms", 90, "< 80 ops/ms") == 0)
    #expect(try benchmark("ops/ms", 90, "< 100000/s") == 20)
    #expect(try benchmark("widgets", 90, "< 80") == 0)
    #expect(try benchmark("ops/s", 700, "< 800s") == 30)
  }

  @Test("a value below a microsecond is what was measured")
  func smallValues() throws {
    #expect(try benchmark("ns", 8.428, "> 8.2ns") == 20)
    #expect(try benchmark("ns", 0.62, "> 0.7ns") == 0)
    #expect(try benchmark("ns", 0.7, "> 0.7ns") == 0)
    #expect(try benchmark("ps", 300, "> 0.3ns") == 0)
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        t: { run: echo took 8.3 ms, metrics: { took: { regex: 'took (\\S+)', unit: ns } } }
      objectives: { goal: { indicator: t.took, fail: '> 8.3ns' } }
      """)
    #expect(try scene.andon("run").exitCode == 0)
    #expect(try scene.record().objectives[0].measured == .exact(8.3 / 1e9))
  }

  @Test("lines with letters of any script are seen")
  func scripts() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        t:
          run: |
            echo 'unit: 0 failed'
            echo 'prüfung✔: 3 failed'
          metrics: { failed: { regex: '^\\S+ (\\d+) failed', match: sum } }
      objectives: { none: { indicator: t.failed, fail: '> 0' } }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    #expect(try scene.record().objectives[0].measured == .exact(3))
  }

  @Test("two reports of one file are joined")
  func coverage() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        t:
          run: cp source/*.info .
          collect: [{ coverage: '*.info' }]
          slo: { coverage.lines: '>= 80%' }
      """)
    try scene.folder.write(
      "source/a.info",
      "SF:a.c\nDA:1,1\nDA:2,1\nend_of_record\n"
        + "SF:b.c\nDA:1,0\nDA:2,0\nend_of_record\n")
    try scene.folder.write("source/b.info", "SF:a.c\nDA:1,1\nDA:2,0\nend_of_record\n")
    #expect(try scene.andon("run").exitCode == 20)
    #expect(try scene.record().objectives[0].measured == .exact(0.5))
  }

  @Test("the end of a pipe, and SIGKILL without a memory kill, are no want of memory")
  func signals() throws {
    let pipe = try CommandFixture(
      "version: 1\nstages: { t: { run: 'seq 1 200000 | head -n 1' } }\n")
    #expect(try pipe.andon("run").exitCode == 20)
    #expect(try pipe.record().causes.first?.kind == .brokenPipe)
    let killed = try CommandFixture("version: 1\nstages: { t: { run: 'kill -9 $$' } }\n")
    #expect(try killed.andon("run").exitCode == 20)
    let record = try killed.record()
    if record.stages[0].attempts[0].memoryKills != nil {
      #expect(!record.causes.contains { $0.kind == .outOfMemory })
    }
  }

  @Test("a pull request of a fork's branch main is no run of main")
  func forks() throws {
    let scene = try CommandFixture("version: 1\nstages: { t: { run: 'true' } }\n")
    let fork = [
      "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request",
      "GITHUB_REF": "refs/pull/12/merge", "GITHUB_HEAD_REF": "main", "GITHUB_SHA": "",
    ]
    _ = try scene.andon("run", "--host", "plain", with: fork)
    #expect(try scene.record().run.branch == "pull/12")
  }

  @Test("each leg of a matrix has a category of its own")
  func categories() throws {
    let scene = try CommandFixture(
      "version: 1\nname: a/b\nmachine: { class: arm }\nstages: { t: { run: x } }\n")
    func category(_ words: String...) throws -> String {
      let all = ["run", "--host", "plain", "--report-dir", "out"] + words
      _ = try Child.run([try Built.andon()] + all, in: scene.folder.path)
      let text = try scene.folder.read("out/upload.sarif")
      let rest = try #require(text.split(separator: "\"id\":\"andon/").last)
      return "andon/" + rest.prefix { $0 != "\"" }
    }
    #expect(try category() == "andon/a%2Fb/arm/")
    #expect(try category("--category", "linux/22") == "andon/a%2Fb/arm/linux%2F22/")
  }

  @Test(
    "a server that andon ended with its stage is the cause, not the network",
    arguments: [
      (18765, "start: { run: 'SERVER' }\n  test: { needs: start, run: 'CLIENT' }"),
      (18766, "test: { prepare: 'SERVER', run: 'CLIENT' }"),
    ])
  func endedServer(_ port: Int, _ stages: String) throws {
    let client = "exec 3<>/dev/tcp/127.0.0.1/\(port)"
    // Its first line says that it listens.
    let server =
      "mkfifo said; python3 -u -m http.server \(port) --bind 127.0.0.1 >said 2>&1 & read -r < said"
    let scene = try CommandFixture(
      "version: 1\nstages:\n  "
        + stages.replacing("SERVER", with: server).replacing("CLIENT", with: client))
    #expect(try scene.andon("run").exitCode == 20)
    let cause = try #require(try scene.record().causes.first)
    #expect(cause.kind == .endedServer && cause.confidence == .proven)
    #expect(cause.evidence.first?.text.contains("http.server \(port)") == true)
    #expect(cause.remedy.contains("same `run`"))
  }

  @Test("an address of another machine stays the network's")
  func otherMachine() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        start: { run: 'sleep 50 & true' }
        test: { needs: start, run: "echo 'connect to db.example.org port 5432: Connection refused'; exit 1" }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    #expect(try scene.record().causes.first?.kind == .network)
  }

  @Test("alerts of a run that came to nothing belong to the category of the job")
  func provisionalCategory() throws {
    let file = "version: 1\nname: perf\nmachine: { class: x64 }\nstages: { t: { run: 'true' } }\n"
    let scene = try CommandFixture(file)
    func category(_ exitCode: Int32, _ more: String...) throws -> String {
      let all = ["run", "--host", "plain", "--category", "linux"] + more
      let end = try Child.run([try Built.andon()] + all, in: scene.folder.path)
      #expect(end.exitCode == exitCode, "\(end.error)")
      let text = try scene.folder.read("andon-out/upload.sarif")
      return "\(try #require(text.split(separator: "\"id\":\"andon/").last).prefix { $0 != "\"" })"
    }
    #expect(try category(0) == "perf/x64/linux/")
    #expect(try category(64, "--only", "nothing") == "perf/x64/linux/")
    try scene.folder.write("andon.yaml", file + "rnu: x\n")
    #expect(try category(78) == "perf/x64/linux/")
  }

  @Test("a log that is explained shows no secret")
  func explainedSecrets() throws {
    let scene = try CommandFixture("version: 1\nstages: { t: { run: 'true' } }\n")
    try scene.folder.write("x.log", "fatal: Authentication failed for 'https://u:hunter22@h/'\n")
    for words in [[], ["--json"]] {
      let all = [try Built.andon(), "explain", "--log", "x.log"] + words
      let end = try Child.run(all, in: scene.folder.path, ["MY_TOKEN": "hunter22"])
      #expect(end.exitCode == 0 && end.output.contains("u:***@h"), "\(end.output)")
    }
  }
}
