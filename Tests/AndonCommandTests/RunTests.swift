// `andon run` as a user has it: the real binary, real processes, real files.

import AndonModel
import AndonTestSupport
import Testing

@Suite("andon run", .tags(.slow), .unlessFast, .timeLimit(.minutes(10))) struct RunTests {
  @Test("green is 0, and says so everywhere")
  func green() throws {
    let scene = try CommandFixture(
      """
      version: 1
      name: small
      stages:
        build: { run: "echo built $MODE", env: { MODE: fast }, slo: { wall: "<= 20s" } }
        test: { run: [sh, -c, 'echo ran 12 tests'], needs: build, metrics: { tests: { regex: 'ran (\\d+)' } } }
      objectives:
        enough: { indicator: test.tests, fail: "< 12" }
      """)
    let end = try scene.andon("run")
    #expect(end.exitCode == 0)
    #expect(end.output.contains("GREEN  2 passed"))
    #expect(end.error.contains("✔ build"))
    let record = try scene.record()
    #expect(record.verdict == .green && record.complete && record.exitCode == 0)
    #expect(record.objectives.map(\.judgment) == [.pass, .pass])
    #expect(try scene.folder.read("andon-out/logs/build.1.log") == "built fast\n")
  }

  @Test("a failure is 20, shows the end of its output, and skips what needs it")
  func red() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        bad: { run: "for i in $(seq 60); do echo line $i; done; exit 7", slo: { wall: "<= 20s" } }
        next: { run: ls, needs: bad }
        clean: { run: ls, needs: [next], always: true }
      """)
    let end = try scene.andon("run")
    #expect(end.exitCode == 20)
    #expect(end.error.contains("✘ bad exited with 7"))
    #expect(end.error.contains("  | line 60\n") && end.error.contains("  | line 11\n"))
    #expect(!end.error.contains("  | line 10\n"))
    #expect(end.output.contains("RED  1 failed, 1 unknown because of it"))
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.failed, .skipped, .succeeded])
    #expect(record.findings.first?.evidence.count == 50)
  }

  @Test("a soft deadline is yellow, and each host has its code for it")
  func yellow() throws {
    let pipeline = """
      version: 1
      stages: { slow: { run: [TROUBLE, close-output, "120"], timeout: { soft: 50ms } } }
      """
    let scene = try CommandFixture(pipeline)
    #expect(try scene.andon("run").exitCode == 10)
    #expect(try scene.record().stages[0].softCrossed)
    #expect(try scene.andon("run", "--exit-yellow", "7").exitCode == 7)
    let github = try scene.andon("run", "--host", "github")
    #expect(github.exitCode == 0)
    #expect(
      github.output.contains(
        "::warning file=andon.yaml,line=2,endLine=2,col=11,endColumn=12,title=SoftDeadline%3A "))
    #expect(try scene.andon("run", with: ["TEAMCITY_VERSION": "1"]).output.contains("##teamcity["))
    #expect(try scene.andon("run", with: ["GITLAB_CI": "true"]).exitCode == 10)
    let own = try CommandFixture(pipeline + "\nexit: { yellow: 33 }")
    #expect(try own.andon("run", "--host", "github").exitCode == 33)
  }

  @Test("an unknown that nothing explains is 30")
  func unknown() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages: { quiet: { run: ls, metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "> 1" } } }
      """)
    #expect(try scene.andon("run").exitCode == 30)
    #expect(try scene.record().objectives[0].judgment == .unknown(.notMeasured))
  }

  @Test("a hard deadline ends the tree, whatever it answers, and proves only a bound")
  func hard() throws {
    let scene = try CommandFixture(
      """
      version: 1
      defaults: { timeout: { hard: 300ms, grace: 200ms } }
      stages:
        stubborn: { run: [TROUBLE, ignore-term], slo: { wall: "<= 250ms" } }
        polite: { run: [TROUBLE, answer-term], slo: { wall: "<= 60s" } }
        tree: { run: "TROUBLE ignore-term & TROUBLE stopped & TROUBLE daemon; TROUBLE ignore-term" }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.stopped, .stopped, .stopped])
    #expect(record.objectives[0].judgment == .fail)
    #expect(record.objectives[1].judgment == .unknown(.censored))
    #expect((record.objectives[0].measured.value ?? 0) > 0.3)
    let endings = record.stages.map { stage in
      if case .stopped(.hard, 0.3, let ending)? = stage.attempts.first?.outcome {
        ending
      } else {
        Outcome.Ending.survived
      }
    }
    // A handler that calls _exit passes on the signal's number.
    #expect(endings[0] == .signalled(.kill) && endings[1] == .exited(code: 15))
  }

  @Test("what a good stage leaves behind is ended and told, and holds nothing up")
  func leftBehind() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        daemon: { run: [TROUBLE, daemon], timeout: { grace: 100ms } }
        pipe: { run: [TROUBLE, hold-pipe] }
      """)
    let end = try scene.andon("run")
    #expect(end.exitCode == 0)
    #expect(end.output.contains("daemon left a process behind"))
    let record = try scene.record()
    #expect(
      record.stages.map { $0.left.map(\.termination) } == [
        ["ended by SIGKILL"], ["ended by SIGTERM"],
      ])
    for process in record.stages.flatMap(\.left) {
      #expect(try Child.run(["kill", "-0", "\(process.pid)"], in: "/").exitCode != 0)
    }
  }

  @Test("a command without a file has its limits and no location")
  func command() throws {
    let scene = try CommandFixture()
    #expect(try scene.andon("run", "--", "sh", "-c", "echo hi; exit 0").exitCode == 0)
    #expect(try scene.record().stages.map(\.id.text) == ["command"])
    #expect(try scene.andon("run", "--", "sh", "-c", "exit 3").exitCode == 20)
    let trouble = try Built.troublemaker()
    #expect(
      try scene.andon("run", "--hard", "200ms", "--grace", "0s", "--", trouble, "ignore-term")
        .exitCode == 20)
    #expect(
      try scene.andon("run", "--soft", "50ms", "--", trouble, "close-output", "120").exitCode == 10)
    #expect(try scene.andon("run", "--", "no-such-program").exitCode == 20)
    let record = try scene.record()
    #expect(record.stages[0].state == .couldNotStart && record.stages[0].place == nil)
  }

  @Test("surroundings, prepare, folder and locks are as written")
  func surroundings() throws {
    let scene = try CommandFixture(
      """
      version: 1
      env: { A: one }
      stages:
        env: { run: 'echo "$A $B $ANDON $ANDON_STAGE $ANDON_ATTEMPT"', env: { B: two } }
        where: { run: pwd, dir: sub }
        nowhere: { run: ls, dir: none, required: false }
        prepared: { prepare: touch made, run: test -f made }
        unprepared: { prepare: exit 9, run: ls, required: false }
        python: { shell: [python3, -c], run: 'print(6 * 7)' }
      """)
    try scene.folder.write("sub/x", "")
    #expect(try scene.andon("run").exitCode == 10)
    #expect(try scene.folder.read("andon-out/logs/env.1.log") == "one two 1 env 1\n")
    #expect(try scene.folder.read("andon-out/logs/where.1.log") == "\(scene.folder.path)/sub\n")
    #expect(try scene.folder.read("andon-out/logs/python.1.log") == "42\n")
    let states = try scene.record().stages.map(\.state)
    #expect(
      states == [
        .succeeded, .succeeded, .couldNotStart, .succeeded, .couldNotStart, .succeeded,
      ])
  }

  @Test("a variable that is not UTF-8 reaches the stage as it came")
  func bytesOfVariables() throws {
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: 'printf %s \"$X\" | od -An -tx1' } }\n")
    let end = try Child.run(
      ["bash", "-c", "X=$'caf\\xe9' exec \"$0\" run", try Built.andon()], in: scene.folder.path)
    #expect(end.exitCode == 0)
    #expect(try scene.folder.read("andon-out/logs/a.1.log") == " 63 61 66 e9\n")
  }

  @Test("hostile output leaves every file well-formed and acts on nobody")
  func hostile() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages: { attack: { run: "TROUBLE hostile; exit 1" } }
      """)
    let end = try scene.andon("run", "--host", "github")
    #expect(end.exitCode == 20)
    #expect(!end.error.utf8.contains(0x1B) && !end.error.contains("##"))
    #expect(end.output.split(separator: "\n").contains { $0.hasPrefix("  | ::error file=a.c") })
    let runner = GitHubRunner(end.output)
    #expect(runner.commands.map(\.name) == ["group", "endgroup", "error"])
    #expect(runner.commands.last?.properties["file"] == "andon.yaml")
    #expect(!runner.isStopped && GitHubRunner(end.error).commands.isEmpty)
    _ = try scene.record()
  }

  @Test("200 MB on one line are no trouble")
  func longLine() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        long: { run: "TROUBLE print 200; exit 1", metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "> 1" } }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    let record = try scene.record()
    #expect(record.stages[0].indicators[.builtIn(.logSize)]?.reading == .exact(200 * 1_048_576))
    #expect(try scene.folder.read("andon-out/junit.xml").utf8.count < 100_000)
  }

  @Test("10,000 lines a second are heard for metrics")
  func manyLines() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        loud: { run: "seq 1 300000", metrics: { sum: { regex: '^(\\d+)$', match: sum } }, slo: { sum: "== 45000150000" } }
      """)
    #expect(try scene.andon("run").exitCode == 0)
  }
}
