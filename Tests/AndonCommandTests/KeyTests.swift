// The keys of the pipeline file with real processes and real files.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Keys of the pipeline file", .tags(.slow), .unlessFast, .timeLimit(.minutes(10)))
struct KeyTests {
  private func reading(_ stage: StageRecord, _ name: String) -> BoundedValue? {
    stage.indicators[IndicatorName(name)]?.reading
  }

  @Test("retry, rerun and repeat start a stage again, each with its number")
  func attempts() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        flaky: { run: 'test $ANDON_ATTEMPT = 2', retry: 2, slo: { wall: "<= 20s" } }
        ladder: { run: 'test $ANDON_ATTEMPT = 2 || exec TROUBLE ignore-term', timeout: { soft: 100ms, hard: 20s, grace: 0s, on-soft: rerun }, slo: { wall: "<= 20s" } }
        series: { prepare: 'echo $ANDON_ATTEMPT >> prepared', run: 'echo n=$ANDON_ATTEMPT', repeat: { runs: 3, warmup: 1, use: max }, metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "<= 4" } }
        broken: { run: exit 1, retry: 1, required: false }
      """)
    #expect(try scene.andon("run").exitCode == 10)
    let stages = try scene.record().stages
    #expect(stages.map(\.state) == [.succeeded, .succeeded, .succeeded, .failed])
    #expect(stages[0].flaky && stages[0].attempts.map(\.role) == [.measured, .retry])
    #expect(stages[1].attempts.map(\.role) == [.rerun, .measured] && stages[1].softCrossed)
    #expect(reading(stages[2], "n") == .exact(4) && reading(stages[2], "attempts") == .exact(4))
    #expect(try scene.folder.read("prepared") == "1\n2\n3\n4\n")
    #expect(stages[3].attempts.count == 2)
    let rows = try scene.record().objectives
    #expect(rows.map(\.judgment) == [.warn, .warn, .pass])
    #expect(rows.map(\.downgrade) == [.flaky, .rerun, nil])
    #expect(
      Files.names(in: scene.folder.path + "/andon-out/logs").contains("series.4.prepare.log"))
  }

  @Test("a sequential series ends when its limits are decided, and is judged the same again")
  func sequential() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        quick: { run: echo n=1, repeat: { warmup: 1, decide: sequential }, metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "<= 4" } }
        close: { run: echo n=4, repeat: { decide: sequential }, metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "<= 4" } }
        over: { run: echo n=5, repeat: { decide: sequential }, metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "<= 4" } }
        torn: { run: 'echo n=$((ANDON_ATTEMPT % 2 * 2 + 3))', repeat: { runs: 6, decide: sequential }, metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "<= 4" } }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    let record = try scene.record()
    #expect(record.stages.map { $0.attempts.count } == [2, 3, 3, 6])
    #expect(record.objectives.map(\.judgment) == [.pass, .pass, .fail, .unknown(.tooFewSamples)])
    let again = try scene.andon(
      "judge", "--pipeline", "andon.yaml", "--measurements", "andon-out/verdict.json", "--json")
    #expect(again.output == (try scene.folder.read("andon-out/verdict.json")))
    let report = try scene.andon(
      "report", "--journal", "andon-out/journal.jsonl", "--dir", "again")
    #expect(report.exitCode == 0)
    #expect(try scene.record("again").objectives == record.objectives)
  }

  @Test("what is expected and not shown makes figures unknown and blocks what needs them")
  func expectation() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        shown: { run: 'echo "   Compiling core v1"; exit 3', expect: { matches: "Compiling core", exit: 3 } }
        hidden: { run: 'echo Finished', expect: { matches: "Compiling core" }, slo: { wall: "<= 20s" } }
        after: { run: ls, needs: hidden }
      """)
    #expect(try scene.andon("run").exitCode == 30)
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.succeeded, .succeeded, .skipped])
    #expect(record.stages[2].blockedBy == [StageID("hidden")])
    #expect(record.objectives[0].judgment == .unknown(.precondition))
    #expect(record.findings.contains { $0.code == .unmetExpectation })
  }

  @Test("metrics come from JSON files that this attempt wrote")
  func files() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        fresh: { dir: sub, run: 'echo "{\\"a\\": [{\\"ms\\": 250}]}" > stats.json', metrics: { took: { file: stats.json, json: /a/0/ms, unit: ms }, none: { file: stats.json, json: /b } } }
        stale: { dir: sub, run: ls, needs: fresh, metrics: { took: { file: old.json, json: /a } } }
        next: { dir: sub, run: ls, needs: fresh, metrics: { took: { file: stats.json, json: /a/0/ms } } }
        broken: { run: 'echo "{" > broken.json', metrics: { n: { file: broken.json, json: /a }, gone: { file: none.json, json: /a } } }
      """)
    try scene.folder.write("sub/old.json", "{\"a\": 1}")
    #expect(
      try Child.run(["touch", "-d", "1 hour ago", "sub/old.json"], in: scene.folder.path).exitCode
        == 0)
    #expect(try scene.andon("run").exitCode == 0)
    let stages = try scene.record().stages
    #expect(reading(stages[0], "took") == .exact(0.25))
    #expect(reading(stages[0], "none") == .missing(reason: "the file has nothing at /b"))
    #expect(reading(stages[1], "took") == .missing(reason: "the file is older than the attempt"))
    // Written by the stage before, perhaps within the same tick of the clock.
    #expect(reading(stages[2], "took") == .missing(reason: "the file is older than the attempt"))
    #expect(reading(stages[3], "n")?.value == nil)
    #expect(reading(stages[3], "gone") == .missing(reason: "No such file or directory"))
  }

  @Test("the size of what a stage made is an indicator; nothing made is missing, not 0")
  func outputs() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        made: { run: 'mkdir -p out/x; head -c 1000 /dev/zero > out/a; head -c 24 /dev/zero > out/x/b', outputs: "out/**", slo: { output-size: "<= 1024B" } }
        none: { run: ls, outputs: "nothing/**", slo: { output-size: "<= 1kB" } }
        bad: { run: 'echo x > made; exit 1', outputs: made, slo: { output-size: "<= 1kB" }, required: false }
      """)
    #expect(try scene.andon("run").exitCode == 30)
    #expect(
      try scene.record().objectives.map(\.judgment) == [
        .pass, .unknown(.notMeasured), .unknown(.stageFailed),
      ])
  }

  @Test("secrets are shown nowhere, and nothing else is hidden")
  func secrets() throws {
    let scene = try CommandFixture(
      """
      version: 1
      name: hunter22
      mask: [PLAIN]
      env: { PLAIN: hunter22, DEPLOY_KEY: key-for-all }
      stages:
        hunter22:
          run: "echo hunter22 $MY_TOKEN key-for-all n=123456; echo hunter22 > made; exit 1"
          metrics: { n: { regex: 'n=(\\d+)' } }
          slo: { n: ">= 123456" }
      """)
    let end = try scene.andon("run", with: ["MY_TOKEN": "ghp_abcdef", "OTHER_SECRET": "123456"])
    #expect(end.exitCode == 20)
    let log = try scene.folder.read("andon-out/logs/hunter22.1.log")
    #expect(log.hasPrefix("*** *** *** n=***\n"))
    // Names, keys and numbers are andon's own.
    let record = try scene.record()
    #expect(record.run.pipeline == "hunter22" && record.stages[0].id == StageID("hunter22"))
    #expect(reading(record.stages[0], "n") == .exact(123_456))
    for name in Files.names(in: scene.folder.path + "/andon-out") where name != "logs" {
      let text = try scene.folder.read("andon-out/\(name)")
      #expect(!text.contains("ghp_abcdef") && !text.contains("key-for-all"), "\(name)")
      #expect(!text.contains("echo hunter22"), "\(name)")
    }
    #expect(!end.error.contains("ghp_abcdef") && end.error.contains("  | *** *** ***"))
  }

  @Test("colour codes, waivers, faults and plans do not show a secret either")
  func hiddenSecrets() throws {
    let secret = ["MY_TOKEN": "supersecret123"]
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { run: 'printf "super\\033[0msecret123\\n"; exit 3', slo: { wall: "<= 0s" } }
      waivers: [{ objective: a.wall, until: 2999-01-01, owner: "@supersecret123", reason: "see supersecret123" }]
      """)
    let end = try scene.andon("run", with: secret)
    #expect(end.exitCode == 20 && end.error.contains("  | ***"))
    for name in Files.names(in: scene.folder.path + "/andon-out") where name != "logs" {
      #expect(!(try scene.folder.read("andon-out/\(name)")).contains("supersecret123"), "\(name)")
    }
    #expect(!(end.error + end.output).contains("supersecret123"))
    #expect(end.output.contains("by @***: see ***"))
    let plan = try scene.andon("plan", "--json", with: ["X_TOKEN": "secret123"])
    #expect(plan.exitCode == 0 && !plan.output.contains("secret123"))
    try scene.folder.write(
      "andon.yaml",
      "version: 1\nenv: { API_KEY: hunter2hunter2, B: [] }\nstages: { a: { run: x, memory: supersecret123 } }\n"
    )
    for arguments in [["run"], ["check"], ["check", "--json"]] {
      let end = try Child.run([try Built.andon()] + arguments, in: scene.folder.path, secret)
      #expect(end.exitCode == 78)
      #expect(!(end.output + end.error).contains("supersecret123"), "\(arguments)")
      #expect(!(end.output + end.error).contains("hunter2hunter2"), "\(arguments)")
    }
  }

  @Test("a pipe in the place of a metric's file is not waited for")
  func pipes() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages: { a: { run: 'mkfifo x.json', outputs: "*", metrics: { x: { file: x.json, json: /n } }, slo: { x: "== 1" } } }
      """)
    let end = try Child.run(["timeout", "20", try Built.andon(), "run"], in: scene.folder.path)
    #expect(end.exitCode == 30)
  }

  @Test("of a series that the budget ended the number of attempts is a lower bound")
  func cutOffAttempts() throws {
    let scene = try CommandFixture(
      "version: 1\nbudget: 700ms\nstages: { a: { run: 'sleep 0.1; exit 1', retry: 99, slo: { attempts: '<= 50' } } }\n"
    )
    #expect(try scene.andon("run").exitCode == 20)
    let record = try scene.record()
    #expect(record.objectives[0].judgment == .unknown(.budget))
    #expect(record.objectives[0].measured.bound == .atLeast)
    #expect(record.findings.first?.code == .budgetUsedUp)
  }

  @Test("of a long log the first and the last part are kept, and the end is shown")
  func longLog() throws {
    let scene = try CommandFixture(
      "version: 1\nlog: { max: 2kB }\nstages: { a: { run: 'seq 1 100000; exit 1' } }\n")
    let end = try scene.andon("run")
    #expect(end.exitCode == 20 && end.error.contains("  | 100000\n"))
    let log = try scene.folder.read("andon-out/logs/a.1.log")
    #expect(log.hasPrefix("1\n2\n3\n") && log.hasSuffix("99999\n100000\n"))
    #expect(log.contains("586895 bytes left out … ") || log.contains("bytes left out …"))
    let stage = try scene.record().stages[0]
    #expect(stage.attempts[0].logTruncated)
    #expect(reading(stage, "log-size") == .exact(588_895))
  }

  @Test("when the budget is used up all is over in time, whatever stages answer")
  func budget() throws {
    let scene = try CommandFixture(
      """
      version: 1
      budget: 2s
      stages:
        stubborn: { run: [TROUBLE, ignore-term], slo: { wall: "<= 1s" } }
        quick: { run: ls, slo: { wall: "<= 1s" } }
        after: { run: ls, needs: stubborn, slo: { wall: "<= 1s" } }
        clean: { run: touch cleaned, needs: stubborn, always: true }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.stopped, .succeeded, .skipped, .skipped])
    #expect(
      record.objectives.map(\.judgment) == [.fail, .pass, .unknown(.budget)])
    #expect(record.run.seconds < 2 && record.run.seconds > 1)
    #expect(record.headline.hasPrefix("over budget: 1 failed"))
    #expect(!Files.isFile(scene.folder.path + "/cleaned"))
  }

  @Test("stages that ask for more memory than there is together do not overlap")
  func memory() throws {
    let scene = try CommandFixture(
      """
      version: 1
      machine: { jobs: 4, memory: 3GB }
      stages:
        a: { run: 'mkdir here && sleep 0.1 && rmdir here', memory: 2GB }
        b: { run: 'mkdir here && sleep 0.1 && rmdir here', memory: 2GB }
        c: { run: 'mkdir here && sleep 0.1 && rmdir here', memory: 2GB }
        free: { run: ls }
      """)
    #expect(try scene.andon("run").exitCode == 0)
    let queued = try scene.record().stages.map { reading($0, "queued")?.value ?? -1 }
    #expect(queued[2] > 0.15 && queued[3] < 0.1)
  }

  @Test("only what was asked for runs, with what it needs and what always does")
  func only() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        build: { run: touch built }
        test: { run: test -f built, needs: build, slo: { wall: "<= 20s" } }
        lint: { run: exit 1, slo: { wall: "<= 20s" } }
        clean: { run: touch cleaned, needs: [test, lint], always: true }
      """)
    #expect(try scene.andon("run", "--only", "test").exitCode == 0)
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.succeeded, .succeeded, .skipped, .succeeded])
    #expect(record.objectives.map(\.judgment) == [.pass, .unknown(.notSelected)])
    #expect(record.objectives.map(\.colour) == [VerdictColor.none, VerdictColor.none])
    #expect(record.headline == "1 passed, 1 not selected")
    #expect(try scene.andon("run", "--only", "build", "lint").exitCode == 20)
    let wrong = try scene.andon("run", "--only", "tset")
    #expect(wrong.exitCode == 64 && wrong.error.contains("did you mean `test`?"))
    #expect(try scene.record().exitCode == 64)
  }

  @Test("a waiver makes a known miss yellow, up to its value and its day")
  func waivers() throws {
    func code(_ waiver: String) throws -> (Int32?, RunRecord) {
      let scene = try CommandFixture(
        """
        version: 1
        stages: { a: { run: 'echo n=7', metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "<= 5" } } }
        waivers: [{ objective: a.n, owner: "@team", reason: known, \(waiver) }]
        """)
      return (try scene.andon("run").exitCode, try scene.record())
    }
    let (waived, record) = try code("until: 2999-12-31, not-above: 7")
    #expect(waived == 10 && record.totals.objectives.waived == 1)
    #expect(record.objectives[0].judgment == .fail && record.objectives[0].colour == .yellow)
    #expect(try code("until: 2999-12-31, not-above: 6").0 == 20)
    let (expired, late) = try code("until: 2026-01-01")
    #expect(expired == 20 && late.findings.contains { $0.code == .expiredWaiver })
  }

  @Test("what the lint says is told before a run, and refuses it only when it is strict")
  func strict() throws {
    let scene = try CommandFixture("version: 1\nstages: { a: { run: 'touch ran || true' } }\n")
    let end = try scene.andon("run", "--strict")
    #expect(end.exitCode == 78 && !Files.isFile(scene.folder.path + "/ran"))
    #expect(end.error.contains("andon.yaml:2:16: warning: `run` of a hides a failure"))
    let loose = try scene.andon("run")
    #expect(loose.exitCode == 0 && loose.error.contains("[AND034]"))
    #expect(try scene.record().findings.map(\.code) == [.ignoredExitStatus])
  }
}
