// A history over several runs of the real binary, and what goes wrong with it.

import AndonModel
import AndonSystem
import AndonTestSupport
import Glibc
import Testing

@Suite("Runs with a history", .tags(.slow), .unlessFast, .timeLimit(.minutes(5)))
struct HistoryTests {
  private static let pipeline = """
    version: 1
    name: p
    stages:
      a: { run: 'echo n=$N', metrics: { n: { regex: 'n=([0-9.]+)' } } }
    objectives:
      creep: { indicator: a.n, against: { branch: main }, fail: "> +10%", confirm: { runs: 2 } }
    """

  // A repository on `main`, whose runs differ by N.
  private func scene(_ pipeline: String = Self.pipeline) throws -> CommandFixture {
    let scene = try CommandFixture(pipeline)
    let git = ["git", "-c", "user.email=a@b", "-c", "user.name=a"]
    for words in [
      git + ["init", "-q", "-b", "main"], git + ["commit", "-q", "--allow-empty", "-m", "x"],
    ] {
      #expect(try Child.run(words, in: scene.folder.path).exitCode == 0)
    }
    return scene
  }

  private func run(_ scene: CommandFixture, _ n: Double, _ more: [String: String] = [:]) throws
    -> Int32?
  {
    // A CI system around the tests must not name the branch.
    let quiet = [
      "GITHUB_HEAD_REF", "GITHUB_REF_NAME", "CI_COMMIT_BRANCH", "BRANCH_NAME", "CHANGE_BRANCH",
      "BUILDKITE_BRANCH", "BUILD_SOURCEBRANCH", "CIRCLE_BRANCH",
    ].map { ($0, "") }
    var variables = Dictionary(uniqueKeysWithValues: quiet)
    variables["N"] = "\(n)"
    return try scene.andon("run", with: variables.merging(more) { $1 }).exitCode
  }

  private func grow(_ scene: CommandFixture) throws {
    for n in [10, 10.2, 9.9, 10.1, 10] { #expect(try run(scene, n) == 10) }
  }

  @Test("five runs are learnt from, then a change is judged, confirmed and judged the same again")
  func course() throws {
    let scene = try scene()
    try grow(scene)
    var row = try #require(try scene.record().objectives.first)
    #expect(row.downgrade == .insufficientBaseline && row.comparison?.runs.count == 4)
    #expect(try run(scene, 10.1) == 0)
    #expect(try run(scene, 15) == 20)
    let record = try scene.record()
    row = try #require(record.objectives.first)
    #expect(row.judgment == .fail && row.comparison?.runs.count == 6)
    #expect(record.stages[0].attempts.map(\.role) == [.measured, .confirmation, .confirmation])
    #expect(row.comparison?.first?.answer == .fail && row.comparison?.decision?.answer == .fail)
    let commit = try #require(Repository(around: scene.folder.path)?.checkout.commit)
    #expect(row.comparison?.runs.allSatisfy { $0.commit == commit } == true)
    #expect(record.run.branch == "main")
    let summary = try scene.folder.read("andon-out/summary.md")
    #expect(summary.contains("against 6 runs of main"))
    #expect(summary.contains("with 6 runs and this noise a change of"))
    #expect(summary.contains("**baseline** of creep: 6 runs of main"))
    #expect(summary.contains("commit \(commit.prefix(12)): 10.1"))
    // The failed run is no baseline.
    #expect(try run(scene, 10) == 0)
    #expect(try scene.record().objectives.first?.comparison?.runs.count == 6)
    // Judged again from what was recorded: the same bytes.
    let again = try scene.andon(
      "judge", "--pipeline", "andon.yaml", "--measurements", "andon-out/verdict.json", "--json")
    #expect(again.output == (try scene.folder.read("andon-out/verdict.json")))
    let report = try scene.andon(
      "report", "--journal", "andon-out/journal.jsonl", "--dir", "again")
    #expect(report.exitCode == 0)
    #expect(try scene.record("again").objectives == (try scene.record().objectives))
    // What git sees of it is nothing.
    let status = try Child.run(["git", "status", "--short"], in: scene.folder.path)
    #expect(!status.output.contains(".andon"))
  }

  @Test("after twenty runs a limit that none came near to is told of")
  func generous() throws {
    let scene = try scene(
      """
      version: 1
      name: p
      history: { path: h.sqlite }
      stages: { a: { run: 'true', slo: { wall: "<= 1h" } } }
      """)
    for _ in 0..<20 { #expect(try run(scene, 1) == 0) }
    func told() throws -> [String?] {
      try scene.record().findings.filter { $0.code == .looseLimit }.map(\.objective)
    }
    #expect(try told() == [])
    #expect(try run(scene, 1) == 0)
    #expect(try told() == ["a.wall"])
  }

  @Test("a branch is held against main, and its own runs are kept apart")
  func branch() throws {
    let scene = try scene()
    try grow(scene)
    let main = try #require(Repository(around: scene.folder.path)?.checkout.commit)
    let git = ["git", "-c", "user.email=a@b", "-c", "user.name=a"]
    for words in [
      ["switch", "-q", "-c", "feature"], ["commit", "-q", "--allow-empty", "-m", "y"],
    ] {
      #expect(try Child.run(git + words, in: scene.folder.path).exitCode == 0)
    }
    #expect(try run(scene, 15) == 20)
    #expect(try run(scene, 10) == 0)
    let record = try scene.record()
    #expect(record.run.branch == "feature" && record.run.mergeBase == main)
    #expect(record.objectives.first?.comparison?.runs.count == 5)
    // What a CI system says goes before what is checked out.
    #expect(try run(scene, 10, ["GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main"]) == 0)
    #expect(try run(scene, 10) == 0)
    #expect(try scene.record().objectives.first?.comparison?.runs.count == 6)
  }

  @Test("another machine's figures are no baseline")
  func foreign() throws {
    let scene = try scene()
    try grow(scene)
    let moved = try Child.run(
      [
        "/usr/bin/python3", "-c",
        "import sqlite3; b = sqlite3.connect('.andon/history.sqlite'); "
          + "b.execute(\"UPDATE label SET text = 'a machine of others' WHERE text LIKE 'linux%'\"); "
          + "b.commit()",
      ], in: scene.folder.path)
    #expect(moved.exitCode == 0)
    #expect(try run(scene, 99) == 30)
    let row = try #require(try scene.record().objectives.first)
    #expect(row.judgment == .unknown(.tainted) && row.comparison?.baseline == .foreign(5))
  }

  @Test("a damaged history is moved aside, told of, and begun anew; nothing passes by it")
  func damaged() throws {
    let scene = try scene()
    try grow(scene)
    try scene.folder.write(".andon/history.sqlite", "this is no database, but it is long enough")
    #expect(try run(scene, 99) == 10)
    let record = try scene.record()
    #expect(record.objectives.first?.downgrade == .insufficientBaseline)
    let finding = try #require(record.findings.first { $0.code == .historyProblem })
    #expect(finding.message.contains("it was moved to history.sqlite."))
    let names = Files.names(in: scene.folder.path + "/.andon")
    #expect(names.contains { $0.hasSuffix(".aside") } && names.contains("history.sqlite"))
    // The run that met it is the first of the new one.
    #expect(try scene.andon("history", "list").output.split(separator: "\n").count == 1)
  }

  @Test(
    "a history in a folder that cannot be written is read",
    .enabled(if: getuid() == 0, "only root can be somebody else"))
  func readOnlyFolder() throws {
    let scene = try scene()
    try grow(scene)
    let script = """
      mkdir -p 'a ?#%' && cp .andon/history.sqlite 'a ?#%/h.sqlite' && chmod -R a+rX . && chmod 755 .
      exec setpriv --reuid=65534 --clear-groups "$0" history list --history 'a ?#%/h.sqlite'
      """
    let end = try Child.run(
      ["/bin/sh", "-c", script, try Built.andon()], in: scene.folder.path)
    #expect(end.exitCode == 0 && end.output.split(separator: "\n").count == 5, "\(end)")
    #expect(Files.names(in: scene.folder.path + "/a ?#%") == ["h.sqlite"])
  }

  @Test("a history that cannot be written is read, and one that cannot be read is unknown")
  func rights() throws {
    let scene = try scene()
    try grow(scene)
    let text = Self.pipeline.replacing(
      "{ branch: main }", with: "{ branch: main, history: x.sqlite }")
    try scene.folder.write("andon.yaml", text)
    #expect(try run(scene, 10) == 30)
    #expect(try scene.record().objectives.first?.judgment == .unknown(.notMeasured))
    #expect(try scene.record().findings.contains { $0.code == .historyProblem })
    let copied = try Child.run(["cp", ".andon/history.sqlite", "x.sqlite"], in: scene.folder.path)
    #expect(copied.exitCode == 0)
    #expect(try run(scene, 10) == 0)
    #expect(try scene.record().objectives.first?.comparison?.runs.count == 5)
  }

  @Test("what a history knows of chance lets a good first run decide, and is judged the same again")
  func noise() throws {
    let scene = try scene(
      """
      version: 1
      name: p
      history: {}
      stages:
        a: { run: 'echo n=$N', repeat: { decide: sequential }, metrics: { n: { regex: 'n=([0-9.]+)' } }, slo: { n: "<= 12" } }
      """)
    // 10 is no good first run by itself: three have to be made.
    for n in [10, 10.1, 9.9, 10.05, 10] {
      #expect(try run(scene, n) == 0)
      #expect(try scene.record().stages[0].attempts.count == 3)
    }
    #expect(try run(scene, 10) == 0)
    let record = try scene.record()
    #expect(record.stages[0].attempts.count == 1)
    #expect(try #require(record.objectives[0].noise) < 0.02)
    let again = try scene.andon(
      "judge", "--pipeline", "andon.yaml", "--measurements", "andon-out/verdict.json", "--json")
    #expect(again.output == (try scene.folder.read("andon-out/verdict.json")))
  }

  @Test("a pipeline that compares nothing leaves no history unless it asks for one")
  func quiet() throws {
    let scene = try CommandFixture("version: 1\nstages: { a: { run: ls } }\n")
    #expect(try scene.andon("run").exitCode == 0)
    #expect(!Files.isFolder(scene.folder.path + "/.andon"))
    #expect(try scene.andon("run", "--history", "memory.sqlite").exitCode == 0)
    #expect(try scene.andon("history", "list", "--history", "memory.sqlite").exitCode == 0)
    try scene.folder.write(
      "andon.yaml", "version: 1\nhistory: { path: sub/h.sqlite }\nstages: { a: { run: ls } }\n")
    #expect(
      try scene.andon("run").exitCode == 0 && Files.isFile(scene.folder.path + "/sub/h.sqlite"))
    #expect(try scene.andon("history", "list").output.split(separator: "\n").count == 1)
    // What was cut short is no run to be compared with.
    #expect(try scene.andon("history", "list", "--history", "none.sqlite").exitCode == 64)
  }

  @Test("a history is listed, drawn, exported, imported, merged and pruned")
  func commands() throws {
    let scene = try scene(Self.pipeline.replacing(", confirm: { runs: 2 }", with: ""))
    for n in [10, 10.1, 10, 10.2, 9.9, 10, 10.1, 10] { _ = try run(scene, n) }
    for n in [20, 20.1, 19.9, 20, 20.2, 20] { _ = try run(scene, n) }
    let trend = try scene.andon("history", "trend", "a.n").output
    #expect(trend.contains("a.n  14 runs, 9.9 to 20.2, last 20\n▁▁▁▁▁▁▁▁██████\n"))
    #expect(trend.contains("10 → 20 since ") && trend.contains(", commit "))
    let list = try scene.andon("history", "list", "--limit", "100").output.split(separator: "\n")
    #expect(list.count == 14 && list[0].contains("red") && list[13].contains("yellow"))
    let id = String(list[0].prefix(12))
    let show = try scene.andon("history", "show", id).output
    #expect(show.contains("creep  fail") && show.contains("a.n  20"))
    let export = try scene.andon("history", "export").output
    try scene.folder.write("runs.jsonl", export)
    let into = ["--history", "other.sqlite"]
    #expect(
      try scene.andon("history", "import", into[0], into[1], "runs.jsonl").output
        == "14 runs read, 14 of them new\n")
    #expect(
      try scene.andon("history", "import", into[0], into[1], "andon-out/verdict.json").output
        == "1 runs read, 0 of them new\n")
    #expect(try scene.andon("history", "export", into[0], into[1]).output == export)
    #expect(
      try scene.andon("history", "merge", into[0], into[1], ".andon/history.sqlite").output
        == "0 new runs\n")
    #expect(
      try scene.andon("history", "prune", into[0], into[1], "--keep", "2").output
        == "12 runs removed\n")
    #expect(try scene.andon("history", "show", "zz").exitCode == 64)
    #expect(try scene.andon("history", "prune").exitCode == 64)
    #expect(try scene.andon("history", "trend", "a.nothing").exitCode == 64)
  }
}
