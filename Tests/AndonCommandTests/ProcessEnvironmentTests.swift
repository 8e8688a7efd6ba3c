// The real binary in bad surroundings: hosts that cannot be told, names that are hard to carry,
// files that lie where they should not.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Bad surroundings", .tags(.slow), .unlessFast) struct ProcessEnvironmentTests {
  private static let yellow = """
    version: 1
    name: warned
    stages: { a: { run: exit 3, required: false } }
    """

  // What GitHub's runner makes of the file of outputs: NAME<<DELIMITER, lines, DELIMITER.
  private func outputs(_ text: String) throws -> [String: String] {
    var outputs: [String: String] = [:]
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let head = lines.popFirst(), !head.isEmpty {
      let parts = head.split(separator: "<<", maxSplits: 1)
      try #require(parts.count == 2, "\(head)")
      let value = lines.prefix { $0 != parts[1] }
      lines = lines.dropFirst(value.count + 1)
      outputs[String(parts[0])] = value.joined(separator: "\n")
    }
    return outputs
  }

  @Test("GitHub gets outputs and a summary, after what other commands have left there")
  func github() throws {
    let scene = try CommandFixture(Self.yellow)
    try scene.folder.write("outputs", "before=1\n")
    try scene.folder.write("summary", "# before\n")
    let end = try scene.andon(
      "run", "--report-dir", "out\nput",
      with: [
        "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "\(scene.folder.path)/outputs",
        "GITHUB_STEP_SUMMARY": "\(scene.folder.path)/summary",
      ])
    #expect(end.exitCode == 0 && end.error.isEmpty, "\(end.error)")
    let text = try scene.folder.read("outputs")
    #expect(text.hasPrefix("before=1\n"))
    #expect(
      try outputs(String(text.dropFirst(9))) == [
        "verdict": "yellow", "exit-code": "0", "headline": "1 failed",
        "report-dir": "\(scene.folder.path)/out\nput",
      ])
    let summary = try scene.folder.read("out\nput/summary.md")
    #expect(try scene.folder.read("summary") == "# before\n\n<!-- -->\n\n" + summary)
  }

  @Test(
    "a host's file that is missing or cannot be written is a note",
    arguments: ["/dev/full", "/nowhere/there", "/proc", ""])
  func unwritable(_ path: String) throws {
    let scene = try CommandFixture(Self.yellow)
    let end = try scene.andon(
      "run", with: ["GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": path, "GITHUB_STEP_SUMMARY": path])
    #expect(end.exitCode == 0)
    let notes = end.error.split(separator: "\n")
    #expect(notes.count == 2 && notes.allSatisfy { $0.hasPrefix("andon: note: GITHUB_") })
    #expect(GitHubRunner(end.output).commands.contains { $0.name == "warning" })
    #expect(try scene.record().verdict == .yellow)
  }

  @Test("a summary that is full already is left as it is")
  func fullSummary() throws {
    let scene = try CommandFixture(Self.yellow)
    let full = String(repeating: "x", count: 1_048_000)
    try scene.folder.write("summary", full)
    let end = try scene.andon(
      "run", with: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary"])
    #expect(end.exitCode == 0 && end.error.contains("GITHUB_STEP_SUMMARY is full"))
    #expect(try scene.folder.read("summary") == full)
  }

  @Test("a pipeline that is not right is told to the host, and clears the variables of GitLab")
  func faults() throws {
    let scene = try CommandFixture(Self.yellow)
    #expect(try scene.andon("run", "--host", "gitlab").exitCode == 10)
    #expect(try scene.folder.read("andon-out/gitlab.env").hasPrefix("ANDON_VERDICT=yellow\n"))
    try scene.folder.write("andon.yaml", "version: 1\nstages: {}\n")
    #expect(try scene.andon("run", "--host", "gitlab").exitCode == 78)
    #expect(
      try scene.folder.read("andon-out/gitlab.env")
        .hasPrefix("ANDON_VERDICT=unknown\nANDON_EXIT_CODE=78\n"))
    let end = try scene.andon(
      "run", with: ["GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "\(scene.folder.path)/outputs"])
    #expect(end.exitCode == 78)
    #expect(
      GitHubRunner(end.output).commands.map(\.properties["file"]) == ["andon.yaml"])
    #expect(try outputs(scene.folder.read("outputs"))["exit-code"] == "78")
  }

  @Test("ids in every script, the longest names, and names that look like commands are carried")
  func names() throws {
    let stage = String(repeating: "長", count: 33)
    let id =
      "👩‍🚀 ñ العربية ${{ x }} ::error:: ##[y] | ' ] % , = #" + String(repeating: "é", count: 40)
    #expect(stage.utf8.count <= 100 && id.utf8.count <= 200)
    let scene = try CommandFixture()
    let file = String(repeating: "f", count: 250) + ".yaml"
    let pipeline = String(repeating: "ü", count: 127)
    let quoted = id.replacing("'", with: "''")
    // A file is written under a longer name than it gets.
    try scene.folder.write(
      "short",
      """
      version: 1
      name: \(pipeline)
      stages: { \(stage): { run: [echo, "::warning::x"] } }
      objectives: { '\(quoted)': { indicator: \(stage).wall, fail: "> 0s" } }
      """)
    #expect(try Child.run(["mv", "short", file], in: scene.folder.path).exitCode == 0)
    let folder = String(repeating: "r", count: 255)
    for host in Host.allCases {
      let end = try scene.andon(
        "run", "--config", file, "--report-dir", folder, "--host", host.rawValue)
      #expect(end.exitCode == 20, "\(host): \(end.error)")
      let record = try scene.record(folder)
      #expect(record.objectives.map(\.id) == [id] && record.run.pipeline == pipeline)
      guard host == .github else { continue }
      let runner = GitHubRunner(end.output)
      #expect(runner.commands.map(\.name) == ["group", "endgroup", "error"])
      #expect(runner.commands.last?.properties["title"] == "WallTime: \(id)")
      #expect(runner.commands.last?.properties["file"] == file)
    }
  }

  @Test("places in reports are relative to the repository, wherever the file is reached from")
  func places() throws {
    let scene = try CommandFixture()
    try scene.folder.write("repo/.git/HEAD", "ref: refs/heads/main\n")
    try scene.folder.write("repo/ci/slo.yaml", Self.yellow)
    try scene.folder.write("outside.yaml", Self.yellow)
    let path = scene.folder.path
    for (target, link) in [("repo", "linked"), ("slo.yaml", "repo/ci/link.yaml")] {
      #expect(try Child.run(["ln", "-s", target, link], in: path).exitCode == 0)
    }
    for (config, name) in [
      ("ci/slo.yaml", "ci/slo.yaml"), ("../linked/ci/slo.yaml", "ci/slo.yaml"),
      ("\(path)/linked/ci/slo.yaml", "ci/slo.yaml"), ("ci/link.yaml", "ci/link.yaml"),
      ("../outside.yaml", "outside.yaml"),
    ] {
      let words = [try Built.andon(), "run", "--config", config]
      #expect(try Child.run(words, in: "\(path)/repo").exitCode == 10)
      let record = try scene.record("repo/andon-out")
      #expect(record.run.configFile == name && record.stages[0].place?.file == name)
      let isOutside = record.findings.contains { $0.code == .fileOutside }
      #expect(isOutside == (config == "../outside.yaml"))
    }
  }

  @Test("a shallow clone has its commit, and none is needed")
  func shallow() throws {
    let scene = try CommandFixture(Self.yellow)
    let script = """
      export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a GIT_COMMITTER_NAME=a \
      GIT_COMMITTER_EMAIL=a
      git init -q full && cp andon.yaml full && cd full && git add . && git commit -qm 1 \
      && git commit -q --allow-empty -m 2 && cd .. \
      && git clone -q --depth 1 "file://$PWD/full" shallow && git -C shallow rev-parse HEAD
      """
    let clone = try Child.run(["bash", "-c", script], in: scene.folder.path)
    try #require(clone.exitCode == 0, "\(clone.error)")
    let words = [try Built.andon(), "run", "--host", "github"]
    #expect(try Child.run(words, in: scene.folder.path + "/shallow").exitCode == 0)
    let record = try scene.record("shallow/andon-out")
    #expect(record.run.commit.map { $0 + "\n" } == clone.output)
    #expect(try scene.folder.read("shallow/andon-out/github-check.json").contains("\"head_sha\":"))
    #expect(try scene.andon("run").exitCode == 10)
    #expect(try scene.record().run.commit == nil)
    #expect(try !scene.folder.read("andon-out/github-check.json").contains("head_sha"))
  }

  @Test(
    "a checkout that cannot be written needs a report folder elsewhere",
    .enabled(if: ContainmentTests.Rights.nobody.isThere, "only root may become nobody"))
  func readOnly() throws {
    let scene = try CommandFixture(Self.yellow)
    let elsewhere = try TemporaryDirectory()
    for (mode, path) in [("755", scene.folder.path), ("777", elsewhere.path)] {
      #expect(try Child.run(["chmod", mode, path], in: "/").exitCode == 0)
    }
    func run(_ arguments: String...) throws -> Child.End {
      try Child.run(
        ContainmentTests.Rights.nobody.words + [try Built.andon(), "run"] + arguments,
        in: scene.folder.path)
    }
    let refused = try run()
    #expect(refused.exitCode == 74 && refused.error.contains("--report-dir"))
    let folder = elsewhere.path + "/out"
    #expect(try run("--report-dir", folder, "--host", "gitlab").exitCode == 10)
    let bytes = try Files.read(folder + "/verdict.json")
    #expect(try VerdictFile.read(bytes).verdict == .yellow)
    #expect(Files.isFile(folder + "/gitlab.env"))
  }
}
