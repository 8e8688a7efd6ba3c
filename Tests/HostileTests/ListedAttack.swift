// One attack of the list: a folder, a run, and a script that finds out whether all is right.

import AndonTestSupport
import Testing

/// An attack as shell scripts; each runs in the folder of the pipeline file, with `ANDON` set.
struct ListedAttack: Sendable, CustomTestStringConvertible {
  /// Its number in the list, and its kind.
  let name: String
  /// The pipeline file; nil for none.
  var pipeline: String?
  /// Makes the attack ready, with the rights of the tests.
  var prepare = ":"
  /// Runs andon.
  var run = "$ANDON run"
  /// The exit codes that are right.
  let codes: Set<Int32>
  /// Succeeds where everything else is right.
  var check = ":"
  var accounts = CommandFixture.Account.all

  var testDescription: String { name }

  static let root = CommandFixture.Account.all.filter { $0 == .root }
  static let nobody = CommandFixture.Account.all.filter { $0 == .nobody }

  // Functions for the scripts: the verdict that a report folder shows.
  private static let head = """
    red() { grep -q '"verdict":"red"' "${1:-andon-out}/verdict.json"; }
    green() { grep -q '"verdict":"green"' "${1:-andon-out}/verdict.json"; }

    """

  /// Carries it out; what is wrong, nil for nothing.
  func outcome(as account: CommandFixture.Account) throws -> String? {
    let scene = try CommandFixture(pipeline)
    try Attack.sh(Self.head + prepare, in: scene).check()
    try scene.give(to: account)
    // A hang is ended, and shown by 124.
    let end = try Child.run(
      account.words + ["timeout", "-k", "5", "40", "bash", "-c", Self.head + run + "\nexit $?"],
      in: scene.folder.path, ["ANDON": try Installed.andon()])
    let text =
      "\(end.exitCode ?? -(end.signal ?? 0)): \(end.output.suffix(500)) \(end.error.suffix(900))"
    if !codes.contains(end.exitCode ?? -1) { return text }
    let seen = try Attack.sh(Self.head + check, in: scene)
    return seen.exitCode == 0 ? nil : "\(text) check: \(seen.output) \(seen.error)"
  }
}

@Suite("Listed attacks", .tags(.slow), .unlessFast, .timeLimit(.minutes(10)))
struct HostileListTests {
  @Test("the list of attacks", arguments: ListedAttack.all)
  func attack(_ attack: ListedAttack) throws {
    for account in attack.accounts {
      let wrong = try attack.outcome(as: account)
      #expect(wrong == nil, "as \(account): \(wrong ?? "")")
    }
  }
}

extension ListedAttack {
  /// All of them, by what they attack.
  static let all =
    surroundings + processes + reportFolders + texts + files + configurations + histories

  static let red = Attack.pipeline("exit 1")
  static let green = Attack.pipeline("true")
  // The process ids of the reaper, the keeper and andon, as a stage finds them.
  static let pids =
    "r=$PPID; k=$(awk '{print $4}' /proc/$r/stat); a=$(awk '{print $4}' /proc/$k/stat)\n"
  // The cgroup of a stage.
  static let group = """
    c=$(awk '$3 == "cgroup2" {print $2; exit}' /proc/mounts)$(sed -n 's/^0:://p' /proc/self/cgroup)

    """

  static func mounted(_ script: String) -> String { "unshare -m bash -c '\(script)'" }
}
