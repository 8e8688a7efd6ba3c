// Stages that do their worst: nothing of them is left, and it is said how. Each with a cgroup of
// its own, without one, and without any rights; the witness is the kernel's.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite(
  "Containment", .tags(.slow, .needsCgroup), .unlessFast, .timeLimit(.minutes(10)),
  .enabled(if: CgroupProbe.canBeMade, "no cgroup can be made here to look from outside"))
struct ContainmentTests {
  /// Under which circumstances andon runs.
  enum Rights: String, CaseIterable, Sendable {
    /// As the tests do.
    case all
    /// No cgroup can be made: their file systems are read-only.
    case readOnly
    /// As another user.
    case nobody
    /// In a PID namespace.
    case isolated
    /// As another user, in a PID and a user namespace.
    case isolatedNobody

    private static let readOnlyScript = """
      for m in $(awk '$3 ~ /^cgroup/ {print $2}' /proc/mounts); do
        mount --bind "$m" "$m" && mount -o remount,ro,bind "$m" || exit 99
      done
      exec "$@"
      """

    var words: [String] {
      switch self {
      case .all, .isolated: []
      case .readOnly: ["unshare", "-m", "sh", "-c", Self.readOnlyScript, "sh"]
      case .nobody, .isolatedNobody:
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
      }
    }

    var isIsolated: Bool { self == .isolated || self == .isolatedNobody }

    var arguments: [String] { isIsolated ? ["--isolate"] : [] }

    var containment: String {
      switch self {
      case .all: "cgroup"
      case .readOnly, .nobody: "reaper"
      case .isolated, .isolatedNobody: "namespace"
      }
    }

    /// Whether this machine lets the tests make them so.
    var isThere: Bool {
      let namespace = ["unshare", "-pfm", "--mount-proc"]
      let more =
        isIsolated ? namespace + (self == .isolated ? [] : ["-U", "--map-current-user"]) : []
      guard let end = try? Child.run(words + more + ["true"], in: "/") else { return false }
      return end.exitCode == 0
    }
  }

  /// What a stage does, and what is to be left of it.
  struct Misdeed: Sendable, CustomTestStringConvertible {
    let words: String
    let state: StageState
    /// How a process that was left had got away; nil where none is left.
    let detachment: String?

    init(_ words: String, _ state: StageState, _ detachment: String? = nil) {
      self.words = words
      self.state = state
      self.detachment = detachment
    }

    var testDescription: String { words }
  }

  static let misdeeds = [
    Misdeed("TROUBLE daemon", .succeeded, "own-session"),
    Misdeed("TROUBLE own-session", .succeeded, "own-session"),
    Misdeed("TROUBLE hold-pipe", .succeeded, "orphan"),
    Misdeed("TROUBLE leave-cgroup", .succeeded, "own-session"),
    Misdeed("env -i TROUBLE daemon", .succeeded, "own-session"),
    Misdeed("TROUBLE refork 10", .stopped),
    Misdeed("TROUBLE nest", .stopped, "own-session"),
    Misdeed("TROUBLE chain 60", .succeeded, "own-session"),
    Misdeed("TROUBLE ignore-term", .stopped), Misdeed("TROUBLE answer-term", .stopped),
    Misdeed("TROUBLE stopped", .stopped),
    Misdeed("cat; exit 3", .failed), Misdeed("head -1 /dev/tty", .failed),
    Misdeed("rm -rf /tmp/none-$PPID; exec 1>&- 2>&-; sleep 0.01", .succeeded),
  ]

  private static let circumstances = Rights.allCases.filter(\.isThere)

  private func scene(
    _ run: String, _ more: String = "", timeout: String = "{ hard: 700ms, grace: 100ms }"
  ) throws -> CommandFixture {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { run: '\(run)', timeout: \(timeout) }
      \(more)
      """)
    // Whoever runs it has to be able to write there.
    _ = try Child.run(["chmod", "-R", "a+rwX", scene.folder.path], in: "/")
    return scene
  }

  @Test(
    "nothing is left, and what had to be ended is told", arguments: misdeeds, circumstances)
  func misdeed(_ misdeed: Misdeed, _ rights: Rights) throws {
    let witness = try #require(CgroupProbe())
    let scene = try scene(misdeed.words)
    let words = ["timeout", "40", try Built.andon(), "run"] + rights.arguments
    let end = try Child.run(witness.words(rights.words + words), in: scene.folder.path)
    #expect(witness.isEmpty, "\(witness.leftCgroups)")
    let record = try scene.record()
    #expect(record.run.machine.containment == rights.containment)
    #expect((record.run.machine.containmentReason == nil) == (rights.containment != "reaper"))
    #expect(record.stages[0].state == misdeed.state, "\(end.error)")
    #expect(end.exitCode == (misdeed.state == .succeeded ? 0 : 20))
    // What forks every millisecond may be in no list at any moment; the witness knows better.
    if misdeed.words.contains("refork") { return }
    #expect(record.stages[0].left.first?.detachment == misdeed.detachment)
    #expect(record.findings.contains { $0.code == .leakedProcesses } == (misdeed.detachment != nil))
  }

  @Test(
    "a supervisor that was killed is told, and the next one up ends the tree",
    arguments: ["reaper", "keeper", "both"], circumstances.filter { !$0.isIsolated })
  func supervisors(_ whom: String, _ rights: Rights) throws {
    let witness = try #require(CgroupProbe())
    let scene = try scene(
      "exec TROUBLE kill \(whom)", "  b: { run: ls }\n  c: { run: ls, needs: [a] }")
    let words = ["timeout", "40", try Built.andon(), "run", "--jobs", "1"]
    let end = try Child.run(witness.words(rights.words + words), in: scene.folder.path)
    #expect(end.exitCode == 30, "\(end.error)")
    #expect(witness.isEmpty, "\(witness.leftCgroups)")
    let stages = try scene.record().stages
    // The run goes on, with a new keeper where that was what was killed.
    #expect(stages.map(\.state) == [.lost, .succeeded, .skipped])
    guard case .lost(let detail)? = stages[0].attempts.first?.outcome else {
      Issue.record("the stage was not lost")
      return
    }
    #expect(detail.contains(whom == "reaper" ? "supervisor was killed" : "was killed"))
  }

  @Test("a supervisor that was stopped does not keep a stage beyond its deadlines")
  func stopped() throws {
    let witness = try #require(CgroupProbe())
    let scene = try scene("exec TROUBLE stop reaper")
    let words = ["timeout", "40", try Built.andon(), "run"]
    let end = try Child.run(witness.words(words), in: scene.folder.path)
    #expect(end.exitCode == 20, "\(end.error)")
    #expect(witness.isEmpty, "\(witness.leftCgroups)")
    #expect(try scene.record().stages[0].state == .stopped)
  }

  @Test("an andon in a stage of andon makes its cgroups in that stage's own")
  func nested() throws {
    let witness = try #require(CgroupProbe())
    let andon = try Built.andon()
    let scene = try scene("cd inner && exec \(andon) run", timeout: "{ hard: 30s }")
    try scene.folder.write(
      "inner/andon.yaml",
      "version: 1\nstages: { a: { run: '\(try Built.troublemaker()) daemon' } }\n")
    let end = try Child.run(witness.words([andon, "run"]), in: scene.folder.path)
    #expect(end.exitCode == 0, "\(end.error)")
    #expect(witness.isEmpty, "\(witness.leftCgroups)")
    let inner = try scene.record("inner/andon-out")
    #expect(inner.stages[0].left.count == 1 && inner.run.machine.containment == "cgroup")
  }

  @Test("no process of the same user can take a supervisor's descriptors", arguments: circumstances)
  func descriptors(_ rights: Rights) throws {
    // What may be traced may be robbed: only root may trace whom it likes.
    let scene = try scene("ls -l /proc/$PPID/fd || echo refused", timeout: "{ hard: 30s }")
    let end = try Child.run(
      rights.words + [try Built.andon(), "run"] + rights.arguments, in: scene.folder.path)
    #expect(end.exitCode == 0, "\(end.error)")
    let log = try scene.folder.read("andon-out/logs/a.1.log")
    #expect(rights == .all || rights == .readOnly || rights == .isolated || log.contains("refused"))
  }

  @Test("killed at any moment, andon leaves no process and a journal that is never green")
  func sudden() throws {
    let witness = try #require(CgroupProbe())
    let scene = try CommandFixture(
      """
      version: 1
      machine: { jobs: 2 }
      stages:
        quick: { run: [ls] }
        wild: { run: [TROUBLE, refork, '3'] }
        deaf: { run: [TROUBLE, own-session], needs: [quick] }
        last: { run: [TROUBLE, ignore-term], needs: [deaf] }
      """)
    let andon = try Built.andon()
    var random = SeededRandom(5)
    for number in 1...100 {
      let child = try Child(witness.words([andon, "run"]), in: scene.folder.path)
      // From before its first line to the middle of all stages.
      try pause(milliseconds: Int.random(in: 0...150, using: &random))
      child.send(9)
      _ = try child.end()
      #expect(try witness.becomesEmpty(within: 10), "\(number): \(witness.leftCgroups)")
      guard Files.isFile(scene.folder.path + "/andon-out/journal.jsonl") else { continue }
      let report = try scene.andon(
        "report", "--journal", "andon-out/journal.jsonl", "--format", "json")
      // Killed before the journal's first line was whole: there is nothing to be told.
      if report.exitCode == 78 { continue }
      #expect(report.exitCode == 0, "\(number): \(report.error)")
      #expect(!report.output.contains("\"verdict\":\"green\""), "\(number)")
      #expect(!report.output.contains("\"complete\":true"), "\(number)")
      let verdict = Array(try scene.folder.read("andon-out/verdict.json").utf8)
      let provisional = try VerdictFile.read(verdict)
      #expect(provisional.verdict == .unknown && !provisional.complete, "\(number)")
    }
  }

  private func pause(milliseconds: Int) throws {
    let digits = String(milliseconds)
    let zeros = String(repeating: "0", count: 3 - digits.count)
    _ = try Child.run(["sleep", "0.\(zeros)\(digits)"], in: "/")
  }
}
