// Attacks on the start of andon: what it needs from the machine, and its standard streams.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Hostile start", .tags(.slow), .unlessFast) struct HostileStartTests {
  private static let isRoot = CommandFixture.Account.all.contains(.root)
  private static let red = Attack.pipeline("exit 1")

  @Test("without words andon is called wrongly", arguments: ["", "history"])
  func words(_ words: String) throws {
    let end = try Attack.sh("$ANDON \(words)", in: CommandFixture())
    #expect(end.exitCode == 64 && end.output.isEmpty && end.error.contains("USAGE"))
  }

  @Test(
    "without /proc nothing is run, and that is never 0", .enabled(if: isRoot),
    arguments: ["run", "check", "--help", ""], CommandFixture.Account.all)
  func noProc(_ command: String, _ account: CommandFixture.Account) throws {
    let user = account == .root ? "" : "setpriv --reuid=65534 --regid=65534 --clear-groups "
    let script = "unshare -m bash -c \"mount -t tmpfs none /proc; \(user)$ANDON \(command)\""
    let end = try Attack.sh(script, in: CommandFixture(Self.red))
    #expect(end.exitCode == 70 && end.error.contains("/proc"), "\(end)")
  }

  @Test(
    "closed, full and broken streams change nothing",
    arguments: [
      "<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full", "2>&1 | head -c 1; exit 20",
    ])
  func streams(_ redirection: String) throws {
    let scene = try CommandFixture(Self.red)
    let end = try Attack.sh("$ANDON run \(redirection)", in: scene)
    #expect(try end.exitCode == 20 && scene.record().verdict == .red)
  }

  @Test(
    "scarce surroundings are never green",
    arguments: [
      "env -i $ANDON run", "PATH= $ANDON run", "env -u HOME $ANDON run",
      "(ulimit -n 4; $ANDON run)", "(ulimit -n 8; $ANDON run)", "(ulimit -n 20; $ANDON run)",
      "(ulimit -f 1; $ANDON run)", "(ulimit -v 100000; $ANDON run)", "(ulimit -s 64; $ANDON run)",
      "TMPDIR=/none $ANDON run",
    ])
  func scarce(_ command: String) throws {
    let end = try Attack.sh(command, in: CommandFixture(Self.red))
    #expect(end.exitCode != 0 && end.exitCode != 10, "\(end)")
  }

  @Test(
    "words and folders that are not UTF-8 are refused, not taken for others",
    arguments: [
      ("$ANDON run -- test ! -e $'a\\xff'", 64), ("$ANDON run --report-dir $'r\\xff'", 64),
      ("$ANDON verify $'a\\xff'", 64), ("cd $'d\\xff' && $ANDON run", 70),
      ("cd $'d\\xff' && $ANDON check", 70),
    ])
  func names(_ command: String, _ code: Int32) throws {
    let scene = try CommandFixture()
    let script = """
      mkdir $'d\\xff' d\u{FFFD}; touch $'a\\xff'; $ANDON run -- true >/dev/null 2>&1 || exit 1
      \(command)
      """
    let end = try Attack.sh(script, in: scene)
    #expect(end.exitCode == code && end.error.contains("UTF-8"), "\(end)")
    #expect(try Attack.sh("ls d\u{FFFD}", in: scene).output.isEmpty)
    // A run that is refused leaves no earlier green.
    let isLeft = Attack.holds(scene, "andon-out/verdict.json", "green")
    #expect(isLeft != command.contains("run -"), "\(command)")
  }

  @Test("a folder that is gone, or cannot be written to, is told")
  func folder() throws {
    let gone = try Attack.sh("mkdir a; cd a; rmdir ../a; $ANDON run", in: CommandFixture(Self.red))
    #expect(gone.exitCode == 70)
    let scene = try CommandFixture(Self.red)
    let end = try scene.andon(as: .nobody, "run", "--report-dir", "/proc/none")
    #expect(end.exitCode == 74)
  }
}
