// Why it is red: real processes in trouble, and what the real binary says of them.

import AndonModel
import AndonSystem
import AndonTestSupport
import Glibc
import Testing

@Suite("Causes of real trouble", .tags(.slow), .unlessFast, .timeLimit(.minutes(3)), .serialized)
struct CauseTests {
  private func cause(_ scene: CommandFixture, _ stage: String) throws -> Cause {
    let causes = try scene.record().causes
    return try #require(causes.first { $0.stage == StageID(stage) }, "\(causes)")
  }

  // A shell's words: holds on until it was asked for, and then so many seconds more.
  private static func holding(_ seconds: Int) -> String {
    "echo > held; until [ -e asked ]; do sleep 0.01; done; sleep \(seconds)"
  }

  @Test("waiting for input, sleeping and spinning are three causes")
  func stuck() throws {
    let scene = try CommandFixture(
      """
      version: 1
      machine: { jobs: 3 }
      defaults: { timeout: { soft: 500ms, hard: 1s, grace: 1s } }
      stages:
        asks: { run: 'mkfifo f; cat < f', slo: { wall: "<= 500ms" } }
        sleeps: { run: sleep 30, slo: { wall: "<= 500ms" } }
        spins: { run: [TROUBLE, spin, '1', '20000'], slo: { wall: "<= 500ms" } }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    #expect(try cause(scene, "asks").kind == .inputWait)
    let sleeping = try cause(scene, "sleeps")
    #expect(
      sleeping.kind == .idleWait && sleeping.causalChain.contains { $0.text.contains("sleep 30") })
    let spinning = try cause(scene, "spins")
    let record = try scene.record()
    let figures = try #require(record.stages.first { $0.id.text == "spins" }).indicators
    let waited = figures[.builtIn(.cpuWait)]?.reading.value ?? 0
    // Of a machine that others keep busy it had too little, and that is said then.
    let isStarved = waited >= 0.3 * (figures[.builtIn(.wall)]?.reading.value ?? 0)
    #expect(spinning.kind == (isStarved ? .processorStarvation : .busyLoop), "\(spinning)")
    #expect(spinning.objectives == ["spins.wall"])
    // Nothing that was only looked at is proven.
    #expect(record.causes.allSatisfy { $0.confidence != .proven })
    let text = try scene.andon("explain", "sleeps.wall")
    #expect(text.exitCode == 0 && text.output.contains("idle-wait, likely"))
    #expect(try scene.andon("explain", "nothing").exitCode == 64)
    let audit = try scene.andon("audit", "andon-out/report.md")
    #expect(audit.exitCode == 0, "\(audit.output)")
  }

  @Test("a stranger who has the processor is named")
  func starved() throws {
    let scene = try CommandFixture(
      """
      version: 1
      defaults: { timeout: { soft: 1s, hard: 20s } }
      stages:
        poor: { run: [taskset, -c, "0", TROUBLE, burn, "700"], slo: { wall: "<= 900ms" } }
      """)
    let trouble = try Built.troublemaker()
    let strangers = try (0..<4).map { _ in
      try Child(["taskset", "-c", "0", trouble, "spin", "1", "9000"], in: scene.folder.path)
    }
    defer { strangers.forEach { $0.send(9) } }
    _ = try scene.andon("run")
    let cause = try cause(scene, "poor")
    #expect(cause.kind == .processorStarvation, "\(cause)")
    // Each of them has a child that spins.
    let named = cause.causalChain.contains { $0.text.contains("spin 1 9000`") }
    #expect(named, "\(cause.causalChain)")
  }

  @Test("a stranger that holds a lock is named, with its parent; and the gain is computed")
  func stranger() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        build:
          run: |
            echo "    Blocking waiting for file lock on package cache"
            echo > asked; flock home/.package-cache true
          slo: { wall: "<= 2s" }
      """)
    try Files.createFolder(scene.folder.path + "/home")
    let holder = try Child(
      ["sh", "-c", "flock home/.package-cache sh -c '\(Self.holding(4))'; true"],
      in: scene.folder.path)
    try scene.waitFor("held")
    #expect(try scene.andon("run").exitCode == 20)
    _ = try holder.end()
    let cause = try cause(scene, "build")
    #expect(cause.kind == .lockContention && cause.confidence == .proven, "\(cause)")
    let chain = cause.causalChain.map(\.text)
    try #require(chain.count == 5 && chain[2].contains("/home/.package-cache"), "\(chain)")
    #expect(chain[3].contains("flock home/.package-cache") && chain[3].contains("not of this run"))
    #expect(chain[4].contains("whose parent is `sh -c"), "\(chain)")
    let advice = try #require(cause.advice.first)
    #expect(advice.objective == "build.wall" && advice.judgment == "pass", "\(advice)")
    #expect((advice.high ?? 9) < 2 && (advice.measured ?? 0) > 4)
  }

  @Test("advice that is followed comes true, and the ledger says so")
  func predictionResults() throws {
    let scene = try CommandFixture(
      """
      version: 1
      name: p
      history: { path: h.sqlite }
      stages:
        build: { run: 'sleep 1; echo > asked; flock own.lock true', slo: { wall: "<= 3s" } }
      """)
    let holder = try Child(
      ["flock", "own.lock", "sh", "-c", Self.holding(6)], in: scene.folder.path)
    try scene.waitFor("held")
    #expect(try scene.andon("run").exitCode == 20)
    #expect(
      try scene.andon("history", "predictions", "--history", "h.sqlite").output.hasPrefix("open: "))
    _ = try holder.end()
    // Nobody holds the lock any more.
    let end = try scene.andon("run")
    #expect(end.exitCode == 0 && end.output.contains("advice: hit: build.wall would be"), "\(end)")
    let entry = try #require(try scene.record().predictionResults.first)
    #expect(entry.isHit && entry.prediction.kind == .lockContention)
    let told = try scene.andon("history", "predictions", "--history", "h.sqlite").output
    #expect(told.hasPrefix("hit, ") && told.contains("build.wall would be"))
  }

  @Test("a line that green runs print as well says nothing")
  func usualLines() throws {
    let scene = try CommandFixture(
      """
      version: 1
      name: p
      history: { path: h.sqlite }
      stages:
        a: { run: 'echo "a: command not found"; exit $CODE' }
      """)
    #expect(try scene.andon("run", with: ["CODE": "0"]).exitCode == 0)
    #expect(try scene.record().stages[0].logMatches == ["command-not-found"])
    #expect(try scene.andon("run", with: ["CODE": "1"]).exitCode == 20)
    #expect(try scene.record().causes.isEmpty)
    #expect(try scene.andon("run", "--history", "other", with: ["CODE": "1"]).exitCode == 20)
    #expect(try scene.record().causes.map(\.kind) == [.missingDependency])
  }

  @Test("processes that hold too much together are named, and what one at a time would hold")
  func memory() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        compile:
          run: [TROUBLE, together, "4", "40", "500"]
          slo: { peak-memory: "<= 100MB" }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    let cause = try cause(scene, "compile")
    #expect(cause.kind == .memoryDemand && cause.objectives == ["compile.peak-memory"])
    #expect(
      cause.causalChain.contains { $0.text.contains("andon-troublema") }, "\(cause.causalChain)")
    let advice = try #require(cause.advice.first { $0.objective != nil })
    #expect(advice.change.contains("jobs: 1") && advice.judgment == "pass", "\(advice)")
    #expect((advice.high ?? 0) > 40e6 && (advice.high ?? 1e9) < 100e6)
  }

  @Test(
    "a full file system and the line about it prove each other",
    .enabled(if: getuid() == 0, "only root may mount"))
  func diskFull() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages: { fill: { run: 'dd if=/dev/zero of=small/x bs=1k count=300 status=none' } }
      """)
    try Files.createFolder(scene.folder.path + "/small")
    let mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", scene.folder.path + "/small"]
    let mounted = try Child.run(mount, in: "/")
    defer { _ = try? Child.run(["umount", scene.folder.path + "/small"], in: "/") }
    // Where a container may not mount there is no full file system to be had.
    if mounted.exitCode != 0 { return }
    #expect(try scene.andon("run").exitCode == 20)
    let cause = try cause(scene, "fill")
    #expect(cause.kind == .diskFull && cause.confidence == .proven, "\(cause)")
    #expect(cause.evidence.map(\.place) == ["statvfs, when it had ended", "logs/fill.1.log:1"])
  }

  @Test("a process with all the files open that it may have, and its line, prove each other")
  func descriptors() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        many:
          run: |
            ulimit -n 60
            exec python3 -c '
            import time
            held = []
            try:
              while True: held.append(open("/dev/null"))
            except OSError as error:
              time.sleep(0.5)
              raise'
      """)
    #expect(try scene.andon("run").exitCode == 20)
    let cause = try cause(scene, "many")
    #expect(cause.kind == .descriptors && cause.confidence == .proven, "\(cause)")
    #expect(cause.evidence.first?.text.contains("had 60 of its 60 files open") == true)
  }

  @Test("who listens on a port that is taken is named, and where it came from")
  func ports() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        serve:
          run: |
            exec python3 -c '
            import socket
            port = int(open("port").read())
            try:
              socket.socket().bind(("127.0.0.1", port))
            except OSError as error:
              exit(f"listen EADDRINUSE: address already in use 127.0.0.1:{port}")'
      """)
    let server = """
      import os, socket, time
      server = socket.socket()
      server.bind(("127.0.0.1", 0))
      server.listen()
      open("part", "w").write(str(server.getsockname()[1]))
      os.rename("part", "port")
      time.sleep(30)
      """
    // As an earlier run would have left it.
    let stranger = try Child(
      ["env", "ANDON_STAGE=dev", "python3", "-c", server], in: scene.folder.path)
    defer { stranger.send(9) }
    try scene.waitFor("port")
    #expect(try scene.andon("run").exitCode == 20)
    let cause = try cause(scene, "serve")
    #expect(cause.kind == .portConflict && cause.confidence == .proven, "\(cause)")
    let chain = cause.causalChain.map(\.text).joined(separator: "|")
    #expect(chain.contains("held by pid \(stranger.pid) `"), "\(chain)")
    #expect(cause.advice.first?.change.hasPrefix("end pid \(stranger.pid)") == true)
    // The journal tells the same.
    let again = try scene.andon(
      "report", "--journal", "andon-out/journal.jsonl", "--dir", "again")
    #expect(again.exitCode == 0, "\(again)")
    #expect(try scene.record("again").causes == [cause])
  }

  @Test("collected tests stand in the chain: behind the cause of their stage, or as the cause")
  func collected() throws {
    let results = """
      <testsuite name="s"><testcase classname="db" name="reads"><failure message="no &amp; answer"/>\
      </testcase><testcase name="writes"><error message="late"/></testcase>\
      <testcase name="ok"/></testsuite>
      """
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        broken:
          run: 'cp results.xml a.xml; echo "connect: Connection refused"; exit 1'
          collect: [{ junit: a.xml }]
        told:
          run: cp results.xml b.xml
          collect: [{ junit: b.xml }]
      """)
    try scene.folder.write("results.xml", results)
    #expect(try scene.andon("run").exitCode == 20)
    let record = try scene.record()
    let tests = record.findings.filter { $0.code == .testFailed }
    let stage = try #require(record.findings.first { $0.code == .stageFailed })
    #expect(tests.map(\.role) == [.symptom, .symptom, .cause, .cause])
    #expect(
      tests[0].message == "broken: db reads failed: no & answer" && tests[0].cause == stage.id)
    let broken = try cause(scene, "broken")
    #expect(broken.kind == .network, "\(broken)")
    #expect(broken.causalChain.map(\.place).prefix(2).last == "a.xml")
    #expect(broken.causalChain[1].text == "2 tests failed: db reads, writes")
    let told = try cause(scene, "told")
    #expect(told.kind == .testFailure && told.objectives == ["told.tests.failed"], "\(told)")
    #expect(told.causalChain.map(\.text).last == "db reads: no & answer")
    // The journal tells the same.
    let again = try scene.andon("report", "--journal", "andon-out/journal.jsonl", "--dir", "again")
    #expect(again.exitCode == 0)
    #expect(try scene.record("again") == record)
  }

  @Test("a budget that its stages may use up without breaking a limit is the cause")
  func contradictory() throws {
    let scene = try CommandFixture(
      """
      version: 1
      budget: 1s
      stages:
        first: { run: 'true', slo: { wall: "<= 800ms" } }
        second: { run: sleep 5, needs: [first], slo: { wall: "<= 900ms" } }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    let cause = try cause(scene, "second")
    #expect(cause.kind == .contradictoryLimits, "\(cause)")
    #expect(cause.causalChain.contains { $0.text.hasSuffix("1 s against 1.7 s") }, "\(cause)")
  }

  @Test("a crash, a missing program and a green run")
  func endings() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        crash: { run: [TROUBLE, die, "11"] }
        gone: { run: [no-such-program] }
        fine: { run: 'echo "a: command not found"' }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    #expect(try cause(scene, "crash").kind == .crash)
    #expect(try cause(scene, "gone").kind == .missingDependency)
    #expect(try scene.record().causes.map(\.stage?.text) == ["crash", "gone"])
  }
}
