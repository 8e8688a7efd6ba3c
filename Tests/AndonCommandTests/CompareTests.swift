// `andon compare` with real processes and real work trees.

import AndonModel
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@Suite("andon compare", .tags(.slow), .unlessFast, .timeLimit(.minutes(5))) struct CompareTests {
  private static func loop(_ count: Int) -> String {
    "i=0; while [ $i -lt \(count) ]; do i=$((i+1)); done"
  }

  private func git(_ scene: CommandFixture, _ words: String...) throws -> String {
    let all = ["git", "-c", "user.email=a@b", "-c", "user.name=a"] + words
    let end = try Child.run(all, in: scene.folder.path)
    #expect(end.exitCode == 0, "\(words): \(end.error)")
    return end.output
  }

  // Below a folder of its own, so that whatever is left beside the repository is seen.
  private func repository(head: Int) throws -> CommandFixture {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        build: { run: 'echo built > built' }
        s: { run: 'test -f built && sh work.sh && echo n=$(cat n)', needs: build, metrics: { n: { regex: 'n=([0-9]+)' } } }
        never: { run: exit 1, always: true }
      """)
    try scene.folder.write("work.sh", Self.loop(20_000))
    try scene.folder.write("n", "100")
    _ = try git(scene, "init", "-q", "-b", "main")
    _ = try git(scene, "add", "-A")
    _ = try git(scene, "commit", "-q", "-m", "base")
    try scene.folder.write("work.sh", Self.loop(head))
    try scene.folder.write("n", "\(head / 200)")
    _ = try git(scene, "commit", "-q", "-a", "--allow-empty", "-m", "head")
    return scene
  }

  private func expectClean(_ scene: CommandFixture) throws {
    #expect(try git(scene, "worktree", "list").split(separator: "\n").count == 1)
    let beside = Files.names(in: Paths.parent(of: scene.folder.path))
    let name = Paths.name(of: scene.folder.path)
    #expect(!beside.contains { $0.hasPrefix(name + ".andon-") })
    #expect(try git(scene, "status", "--short").isEmpty)
  }

  @Test("a head that does twice the work fails at the first look, in both forms of the answer")
  func slower() throws {
    let scene = try repository(head: 40_000)
    let end = try scene.andon("compare", "main~1", "main", "--stage", "s")
    #expect(end.exitCode == 20, "\(end.output)\(end.error)")
    #expect(end.output.contains("FAIL  (allowed +10.0 %, decided by 6 pairs)"))
    #expect(end.output.contains("p 0.0156") && end.output.contains("head main ("))
    #expect(end.error.split(separator: "\n").count == 6)
    try expectClean(scene)
    // Numbers that do not scatter decide at once; they come from the trees, not from here.
    try scene.folder.write("n", "7")
    let json = try scene.andon(
      "compare", "main~1", "main", "--stage", "s", "--indicator", "n", "--json", "--margin", "5")
    let value = try JSONReader.value(Array(json.output.utf8))
    #expect(value["decision"]?.text == "fail" && value["estimate"]?.number == 1)
    #expect(value["base"]?["values"]?.items == [JSONValue](repeating: .number(100), count: 6))
    #expect(value["head"]?["values"]?.items == [JSONValue](repeating: .number(200), count: 6))
    #expect(value["head"]?["commit"]?.text?.count == 40 && value["end"]?.text == "whole")
    let rate = try scene.andon(
      "compare", "main~1", "main", "--stage", "s", "--indicator", "n", "--higher-is-better")
    #expect(rate.exitCode == 0 && rate.output.contains("PASS, improved"))
  }

  @Test("the same twice passes, by a number that does not scatter")
  func same() throws {
    let scene = try repository(head: 20_000)
    let end = try scene.andon("compare", "HEAD~1", "HEAD", "--stage", "s", "--indicator", "n")
    #expect(end.exitCode == 0 && end.output.contains("decided by 6 pairs"))
    try expectClean(scene)
  }

  @Test("two commands are compared where they stand, in the order A B B A")
  func commands() throws {
    let scene = try CommandFixture("version: 1\nstages: { a: { run: x } }\n")
    let end = try scene.andon(
      "compare", "--base-run", "echo base >> order; \(Self.loop(20_000))", "--head-run",
      "echo head >> order; \(Self.loop(60_000))")
    #expect(end.exitCode == 20, "\(end.output)")
    let order = try scene.folder.read("order").split(separator: "\n").prefix(8)
    #expect(order == ["base", "head", "head", "base", "base", "head", "head", "base"])
    let few = try scene.andon(
      "compare", "--base-run", "true", "--head-run", "true", "--pairs", "2")
    #expect(few.exitCode == 30 && few.output.contains("INCONCLUSIVE"))
  }

  @Test("a side that breaks ends it: the head's fault is a failure, the base's is none")
  func broken() throws {
    let scene = try CommandFixture("version: 1\nstages: { a: { run: x } }\n")
    let head = try scene.andon("compare", "--base-run", "true", "--head-run", "echo oh; exit 3")
    #expect(head.exitCode == 20)
    #expect(
      head.output.contains("error: head: command exited with 3: oh"), "\(head.output)")
    let base = try scene.andon("compare", "--base-run", "exit 3", "--head-run", "true")
    #expect(base.exitCode == 30 && base.output.contains("error: base: "))
    let other = try repository(head: 20_000)
    let text = try other.folder.read("andon.yaml").replacing("echo built > built", with: "exit 4")
    try other.folder.write("andon.yaml", text)
    let needed = try other.andon("compare", "HEAD~1", "HEAD", "--stage", "s")
    #expect(
      needed.exitCode == 30
        && needed.output.contains("base, before the first pair: build exited with 4"))
  }

  @Test("an interrupted comparison leaves no work tree and shows the pairs so far")
  func interrupted() throws {
    let scene = try repository(head: 20_000)
    let text = try scene.folder.read("andon.yaml")
      .replacing("&& sh work.sh", with: "&& echo x >> \(scene.folder.path)/ran && sleep 0.2")
    try scene.folder.write("andon.yaml", text)
    let child = try scene.start("compare", "HEAD~1", "HEAD", "--stage", "s")
    try scene.waitFor("ran")
    while try scene.folder.read("ran").split(separator: "\n").count < 6 {}
    child.send(15)
    let end = try child.end()
    #expect(end.exitCode == 143, "\(end)")
    #expect(end.output.contains("interrupted by SIGTERM, after 2 pairs"), "\(end.output)")
    #expect(try git(scene, "worktree", "list").split(separator: "\n").count == 1)
    let beside = Files.names(in: Paths.parent(of: scene.folder.path))
    #expect(!beside.contains { $0.hasPrefix(Paths.name(of: scene.folder.path) + ".andon-") })
  }

  @Test("what cannot be compared is said so")
  func usage() throws {
    let scene = try repository(head: 20_000)
    for (words, hint) in [
      (["nonsense", "HEAD", "--stage", "s"], "no commit `nonsense`"),
      (["--end", "HEAD", "--stage", "s"], "either BASE HEAD"),
      (["HEAD", "HEAD", "--stage", "t"], "no stage `t`"),
      (["HEAD", "HEAD", "--stage", "s", "--indicator", "what"], "no indicator `what`"),
      (["HEAD", "HEAD"], "either BASE HEAD"),
      (["--base-run", "", "--head-run", " "], "one of them is empty"),
      (["HEAD", "HEAD", "--stage", "s", "--base-run", "x"], "either BASE HEAD"),
      (["--base-run", "x", "--head-run", "y", "--pairs", "31"], "--pairs"),
      (
        ["--base-run", "x", "--head-run", "y", "--margin", "100", "--higher-is-better"], "--margin"
      ),
    ] {
      let end = try Child.run([try Built.andon(), "compare"] + words, in: scene.folder.path)
      #expect(end.exitCode == 64 && end.error.contains(hint), "\(words): \(end.error)")
    }
    try expectClean(scene)
    let bare = try CommandFixture("version: 1\nstages: { a: { run: x } }\n")
    let end = try bare.andon("compare", "HEAD", "HEAD", "--stage", "a")
    #expect(end.exitCode == 64 && end.error.contains("no git repository"))
  }
}
