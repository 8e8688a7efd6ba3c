// Attacks on processes: stages that stop, kill or limit andon's own, and moments at which it is
// killed.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Hostile processes", .tags(.slow), .unlessFast) struct HostileProcessTests {
  @Test(
    "whatever a stage kills or stops, the run is not green and nothing is left",
    .timeLimit(.minutes(10)),
    arguments: [
      "kill -9 $r", "kill -9 $k", "kill -9 $k $r", "kill -9 $r $k", "kill -9 $a",
      "kill -STOP $r; kill -9 $a", "kill -STOP $k; kill -9 $a", "kill -STOP $k $r; kill -9 $a",
    ], CommandFixture.Account.all)
  func killers(_ script: String, _ account: CommandFixture.Account) throws {
    let mark = "41.\(Int.random(in: 1_000_000..<9_999_999))"
    let scene = try CommandFixture(
      Attack.pipeline(ListedAttack.pids + "sleep \(mark) &\n\(script)\nsleep \(mark)"))
    let end = try scene.andon(as: account, "run")
    #expect(end.exitCode != 0 && end.exitCode != 10, "\(end)")
    #expect(try Attack.isGone(sleep: mark, scene), "\(script) as \(account)")
    let reports = try scene.folder.read("andon-out/verdict.json")
    #expect(!reports.contains("\"verdict\":\"green\""))
  }

  @Test(
    "a stage that takes away the right to open files leaves no process",
    arguments: CommandFixture.Account.all)
  func openFiles(_ account: CommandFixture.Account) throws {
    let mark = "41.\(Int.random(in: 1_000_000..<9_999_999))"
    let scene = try CommandFixture(
      Attack.pipeline(
        ListedAttack.pids + """
          for p in $r $k; do prlimit --pid $p --nofile=3:3; done
          (trap '' TERM; exec setsid sleep \(mark) <&- >&- 2>&-) & prlimit --pid $a --nofile=3:3
          """))
    let end = try scene.andon(as: account, "run")
    #expect(end.exitCode != 0 && end.exitCode != 10, "\(end)")
    #expect(try Attack.isGone(sleep: mark, scene))
  }

  @Test(
    "an isolated stage reaches no process outside, and ends with andon", .timeLimit(.minutes(10)),
    .enabled(if: hasNamespaces, "no PID namespace can be made here"),
    arguments: CommandFixture.Account.all)
  func isolated(_ account: CommandFixture.Account) throws {
    let mark = "41.\(Int.random(in: 1_000_000..<9_999_999))"
    let scene = try CommandFixture(
      Attack.pipeline(
        """
        pgrep -x andon && exit 1
        kill -STOP 1 $PPID; kill -9 1; (setsid sleep \(mark) &); touch begun; sleep \(mark)
        """))
    let child = try scene.start(as: account, "run", "--isolate")
    try scene.waitFor("begun")
    child.send(9)
    #expect(try child.end().signal == 9)
    #expect(try Attack.isGone(sleep: mark, scene))
  }

  @Test(
    "an isolated stage that kills all it can reach is lost, and nothing else is",
    .enabled(if: hasNamespaces, "no PID namespace can be made here"),
    arguments: CommandFixture.Account.all)
  func isolatedKiller(_ account: CommandFixture.Account) throws {
    let scene = try CommandFixture(
      Attack.pipeline("sleep 0.3; kill -9 -1; sleep 0.1; exit 0", rest: "  t: { run: exit 0 }\n"))
    let end = try scene.andon(as: account, "run", "--isolate")
    #expect(end.exitCode == 30, "\(end)")
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.lost, .succeeded])
    #expect(record.run.machine.containment == "namespace")
  }

  @Test(
    "isolation that cannot be had is refused",
    .enabled(
      if: CommandFixture.Account.all.contains(.root), "only root may change the root directory"))
  func refused() throws {
    let scene = try CommandFixture(Attack.pipeline("true"))
    try scene.give(to: .nobody)
    // Below another root directory no user may make a user namespace (user_namespaces(7)).
    let script = """
      mkdir r; exec unshare -m sh -c 'mount --rbind / r && exec chroot r \
        setpriv --reuid=65534 --regid=65534 --clear-groups \
        sh -c "cd $PWD; $ANDON run --isolate; exit \\$?"'
      """
    let end = try Attack.sh(script, in: scene)
    #expect(end.exitCode == 70 && end.error.contains("PID namespace"), "\(end)")
    #expect(!Attack.holds(scene, "andon-out/verdict.json", "green"))
  }

  private static let hasNamespaces =
    (try? Child.run(["unshare", "-Upfmr", "--mount-proc", "true"], in: "/"))?.exitCode == 0

  @Test(
    "a run that is killed at any moment shows no earlier green",
    arguments: CommandFixture.Account.all)
  func killed(_ account: CommandFixture.Account) throws {
    var random = SeededRandom(account == .root ? 1 : 2)
    let scene = try CommandFixture(Attack.pipeline("true"))
    #expect(try scene.andon(as: account, "run").exitCode == 0)
    try scene.folder.write("andon.yaml", Attack.pipeline("sleep 41.6"))
    for _ in 0..<10 {
      let child = try scene.start(as: account, "run")
      let delay = Double.random(in: 0.1..<0.6, using: &random)
      _ = try Child.run(["sleep", "\(delay)"], in: "/")
      child.send(9)
      #expect(try child.end().signal == 9)
      #expect(Attack.holds(scene, "andon-out/verdict.json", "\"verdict\":\"unknown\""))
    }
    #expect(try Attack.isGone(sleep: "41.6", scene))
  }

  @Test(
    "a stage that is stopped before it began to run took no less than no time",
    arguments: ["1us", "100us", "1ms"])
  func stoppedEarly(_ limit: String) throws {
    let scene = try CommandFixture(
      Attack.pipeline("sleep 41.7", more: "timeout: { hard: \(limit), grace: 100ms }"))
    let end = try scene.andon("run")
    #expect(try end.exitCode == 20 && scene.record().verdict == .red, "\(end)")
    #expect(Attack.holds(scene, "andon-out/junit.xml", "<error"))
  }

  @Test(
    "memory is seen where a first thread has ended, and below a process that shares its parent's",
    arguments: ["headless", "sharing"], CommandFixture.Account.all)
  func memory(_ how: String, _ account: CommandFixture.Account) throws {
    let scene = try CommandFixture(
      Attack.pipeline("exec TROUBLE \(how) 200", more: "slo: { peak-memory: '<= 100MB' }"))
    let end = try scene.andon(as: account, "run")
    #expect(try end.exitCode == 20 && scene.record().stages[0].state == .succeeded, "\(end)")
  }

  @Test(
    "a stage that limits andon leaves the provisional reports",
    arguments: CommandFixture.Account.all)
  func limited(_ account: CommandFixture.Account) throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        ListedAttack.pids + "prlimit --pid $a --fsize=0:0 2>/dev/null || touch unable"))
    let end = try scene.andon(as: account, "run")
    if Files.isFile(scene.folder.path + "/unable") { return }
    #expect(end.exitCode == 74, "\(end)")
    #expect(Attack.holds(scene, "andon-out/verdict.json", "\"verdict\":\"unknown\""))
    #expect(Attack.holds(scene, "andon-out/junit.xml", "<error"))
  }

  @Test("two runs in one folder: the second is refused and names the first")
  func twice() throws {
    let scene = try CommandFixture(Attack.pipeline("touch begun; sleep 5"))
    let child = try scene.start("run")
    try scene.waitFor("begun")
    let end = try scene.andon("run")
    #expect(end.exitCode == 74 && end.error.contains("in use by process \(child.pid)"), "\(end)")
    child.send(15)
    _ = try child.end()
  }

  @Test("many runs that share a history keep all of them", .timeLimit(.minutes(10)))
  func shared() throws {
    let scene = try CommandFixture(
      Attack.pipeline("true", rest: "history: { path: h.sqlite }\n"))
    let script = """
      for i in {1..8}; do
        (for j in 1 2 3; do $ANDON run --report-dir out$i >/dev/null 2>&1; done) &
      done
      wait; $ANDON history export --history h.sqlite | wc -l
      """
    #expect(try Attack.sh(script, in: scene).output == "24\n")
  }

  @Test(
    "a stopped and continued run is what it would have been", arguments: CommandFixture.Account.all)
  func stopped(_ account: CommandFixture.Account) throws {
    let scene = try CommandFixture(Attack.pipeline("sleep 0.3; exit 1"))
    let child = try scene.start(as: account, "run")
    for _ in 0..<5 {
      child.send(19)
      _ = try Child.run(["sleep", "0.02"], in: "/")
      child.send(18)
    }
    #expect(try child.end().exitCode == 20)
  }

  @Test(
    "a clock of any year leaves a record", .enabled(if: hasFaketime),
    arguments: [
      "1856-01-01", "1969-12-31", "1970-01-02", "2038-01-20", "2106-02-08", "2200-01-01",
      "2300-01-01", "9999-12-31",
    ])
  func clocks(_ day: String) throws {
    let scene = try CommandFixture(Attack.pipeline("true"))
    // The monotonic clock is the kernel's, whatever the year.
    let clock = "FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f '@\(day) 00:00:00'"
    let end = try Attack.sh("\(clock) $ANDON run", in: scene)
    #expect(end.exitCode == 0, "\(end)")
    #expect(try scene.record().verdict == .green)
  }

  @Test(
    "a clock that jumps changes no verdict and no deadline", .enabled(if: hasFaketime),
    arguments: ["+3600", "-3600"])
  func jumps(_ offset: String) throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "echo \(offset) > clock; cp j.xml k.xml; sleep 0.2; date +%s > seen",
        more: "timeout: { hard: 20s }\ncollect: [{ junit: k.xml }]\nslo: { wall: '<= 15s' }",
        rest: "  t: { needs: [s], run: sleep 30, timeout: { hard: 500ms, grace: 100ms } }\n"))
    try scene.folder.write("clock", "+0\n")
    try scene.folder.write("j.xml", "<testsuite><testcase name='a'/></testsuite>")
    // The file is read at each call; the monotonic clock is the kernel's, which does not jump.
    let script = """
      export FAKETIME_TIMESTAMP_FILE=$PWD/clock FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1
      export LD_PRELOAD=$(faketime -f +0 sh -c 'echo $LD_PRELOAD') NOW=$(date +%s)
      $ANDON run; c=$?; unset LD_PRELOAD; s=$(( $(cat seen) - NOW ))
      [ ${s#-} -gt 3000 ] && exit $c
      """
    let end = try Attack.sh(script, in: scene)
    #expect(end.exitCode == 20, "\(end)")
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.succeeded, .stopped], "\(end)")
    #expect(record.run.seconds < 15, "\(record.run.seconds)")
  }

  private static let hasFaketime =
    (try? Child.run(["faketime", "-f", "@2020-01-01 00:00:00", "true"], in: "/"))?.exitCode == 0
}
