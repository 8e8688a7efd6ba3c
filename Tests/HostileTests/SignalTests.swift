// Signals at any moment: andon is gone in time, nothing is left, nothing is green.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Signals at any moment", .tags(.slow), .unlessFast, .serialized) struct HostileSignalTests {
  /// The work of andon when the signal comes.
  enum Phase: String, CaseIterable, Sendable {
    case run, results, outputs, reports, receipt

    var pipeline: String {
      switch self {
      case .run: Attack.pipeline("echo begun; sleep 41.5")
      case .results:
        Attack.pipeline(
          "cp big.xml j.xml; touch j.xml", more: "collect: [{ junit: j.xml }]")
      case .outputs:
        Attack.pipeline(
          "mkdir out; for i in {1..500}; do echo $i > out/$i; done",
          more: "outputs: ['out/**']\nreproducible: { runs: 3, vary: [umask] }")
      case .reports:
        Attack.pipeline("true")
          + "objectives:\n"
          + (1...3000).map { "  o\($0): { indicator: s.wall, fail: '> \($0)s' }\n" }.joined()
      case .receipt: Attack.pipeline("truncate -s 2G big", more: "outputs: [big]")
      }
    }

    // Milliseconds in which the phase is.
    var span: Int {
      switch self {
      case .run: 200
      case .results: 400
      case .outputs: 600
      case .reports: 1500
      case .receipt: 3000
      }
    }
  }

  // 300 of each take an hour: ANDON_SIGNALS=300.
  private static let count =
    ((try? ProcessEnvironment())?.variable("ANDON_SIGNALS")).flatMap(Int.init) ?? 4

  @Test(
    "a run is gone within the grace period and 2 s, and says what its exit code says",
    .timeLimit(.minutes(60)), arguments: Phase.allCases, CommandFixture.Account.all)
  func moments(_ phase: Phase, _ account: CommandFixture.Account) throws {
    var random = SeededRandom(UInt64(phase.rawValue.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
    for _ in 0..<Self.count {
      let scene = try CommandFixture(phase.pipeline)
      if phase == .results {
        let cases = (1...20_000).map { "<testcase name='t\($0)'/>" }.joined()
        try scene.folder.write("big.xml", "<testsuite>\(cases)</testsuite>")
      }
      let signal: Int32 = Bool.random(using: &random) ? 2 : 15
      let delay = Int.random(in: 0..<phase.span, using: &random)
      let child = try scene.start(as: account, "run")
      _ = try Child.run(["sleep", "\(Double(delay) / 1000)"], in: "/")
      child.send(signal)
      let clock = ContinuousClock()
      var end: Child.End?
      let time = try clock.measure { end = try child.end() }
      #expect(time < .seconds(5), "\(phase) \(delay) ms: \(time)")
      try expectNothingGreen(scene, try #require(end), signal)
    }
    let left = try Child.run(["pgrep", "-f", "sleep 41[.]5"], in: "/")
    #expect(left.output.isEmpty)
  }

  private func expectNothingGreen(_ scene: CommandFixture, _ end: Child.End, _ signal: Int32) throws
  {
    guard let text = try? scene.folder.read("andon-out/verdict.json") else {
      // It had not begun.
      return #expect(end.signal == signal || end.exitCode == 128 + signal, "\(end)")
    }
    let record = try VerdictFile.read(Array(text.utf8))
    if end.exitCode == 0 || end.exitCode == 10 {
      // It had ended before the signal came: all of it is there.
      #expect(record.complete && record.exitCode == Int(end.exitCode ?? -1))
    } else {
      #expect(end.signal == signal || end.exitCode == 128 + signal, "\(end)")
      #expect(record.verdict != .green && record.verdict != .yellow, "\(end) \(record.verdict)")
    }
  }

  @Test(
    "a reader that stops reading does not make andon deaf", .timeLimit(.minutes(10)),
    arguments: ["github", "gitlab", "plain"])
  func deafReader(_ host: String) throws {
    let stages = (1...5).map { "  s\($0): { run: 'seq -f %0300.f 3000' }\n" }.joined()
    let scene = try CommandFixture("version: 1\nname: x\nstages:\n\(stages)")
    let script = """
      mkfifo pipe; sleep 50 < pipe & reader=$!
      $ANDON run --host \(host) > pipe 2>&1 & p=$!
      sleep 2; kill -TERM $p; kill -TERM $p; wait $p; echo $?; kill $reader
      """
    let clock = ContinuousClock()
    var end: Child.End?
    let time = try clock.measure { end = try Attack.sh(script, in: scene) }
    // 2 s until the signals, and 4 from the first one on.
    #expect(time < .seconds(8), "\(time)")
    // Where all reports were there before, their exit code stays.
    let record = try scene.record()
    let code = record.complete ? record.exitCode : 143
    #expect(end?.output == "\(code)\n", "\(String(describing: end))")
    #expect(record.complete || record.verdict == .unknown)
  }

  @Test("a signal after the reports changes no exit code", .timeLimit(.minutes(10)))
  func late() throws {
    let scene = try CommandFixture(Attack.pipeline("true"))
    let script = #"""
      mkfifo pipe; sleep 50 < pipe & reader=$!
      exec 3> pipe; head -c 65536 /dev/zero >&3
      $ANDON run >&3 & p=$!
      until grep -q '"complete":true' andon-out/verdict.json; do sleep 0.02; done
      until grep -q pipe /proc/$p/wchan; do sleep 0.02; done
      kill -TERM $p; wait $p; echo $?; kill $reader
      """#
    #expect(try Attack.sh(script, in: scene).output == "0\n")
    #expect(try scene.record().verdict == .green)
  }

  @Test("the second signal ends a run at once, whatever its stages do", .timeLimit(.minutes(10)))
  func second() throws {
    let scene = try CommandFixture(
      Attack.pipeline("trap '' TERM INT; touch begun; sleep 41.7 & wait; sleep 41.7"))
    let child = try scene.start("run")
    try scene.waitFor("begun")
    child.send(15)
    child.send(2)
    let clock = ContinuousClock()
    let time = try clock.measure { _ = try child.end() }
    #expect(time < .seconds(2))
    #expect(try Child.run(["pgrep", "-f", "sleep 41[.]7"], in: "/").output.isEmpty)
  }
}
