// Attacks on the CI system: its files, its tokens, its decision.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Hostile to the host", .tags(.slow), .unlessFast) struct HostileHostTests {
  private func action(
    _ script: String, failOn: String = "unknown", more: String = "",
    _ variables: [String: String] = [:]
  ) throws -> (end: Child.End, outputs: String, scene: CommandFixture) {
    let scene = try CommandFixture(Attack.pipeline(script, more: more))
    try scene.folder.write("outputs", "")
    let path = scene.folder.path
    let own = [
      "GITHUB_OUTPUT": "\(path)/outputs", "GITHUB_STEP_SUMMARY": "\(path)/summary",
      "GITHUB_ENV": "\(path)/env", "GITHUB_PATH": "\(path)/paths", "GITHUB_STATE": "\(path)/state",
      "RUNNER_TEMP": path, "INPUT_FAIL_ON": failOn, "INPUT_CONFIG": "", "INPUT_ARGS": "",
      "INPUT_VERSION": "", "INPUT_BINARY": try Installed.andon(), "GITHUB_ACTIONS": "true",
      "GITHUB_ACTION_PATH": "\(Built.repository)/ci/github",
    ]
    let end = try Child.run(
      ["bash", "\(Built.repository)/ci/github/run.sh"], in: path, own.merging(variables) { $1 })
    return (end, (try? scene.folder.read("outputs")) ?? "", scene)
  }

  @Test("the step that ran andon fails by itself, whatever a stage writes")
  func heredoc() throws {
    let script = "printf 'verdict=green\\nstatus=0\\nz<<status=20\\n' >> outputs; exit 1"
    let (end, outputs, _) = try action(script)
    #expect(end.exitCode == 20)
    #expect(!outputs.contains("green") && outputs.contains("\nred\n"))
  }

  @Test("stages do not see the files of the host unless they ask for it", arguments: [true, false])
  func hidden(_ asks: Bool) throws {
    let (end, outputs, scene) = try action(
      "env | grep -c '^GITHUB_\\(OUTPUT\\|ENV\\|PATH\\|STATE\\|STEP_SUMMARY\\)=' || true",
      more: asks ? "host-files: true" : "")
    #expect(end.exitCode == 0)
    #expect(try scene.folder.read("andon-out/logs/s.1.log") == (asks ? "5\n" : "0\n"))
    #expect(outputs.contains("\ngreen\n"))
  }

  @Test("the job of a matrix that the action names keeps its own alerts")
  func category() throws {
    let (end, _, scene) = try action("true", ["INPUT_CATEGORY": "linux 22"])
    #expect(end.exitCode == 0)
    #expect(try scene.folder.read("andon-out/upload.sarif").contains("/linux 22/\""))
  }

  @Test("what a stage that asked wrote stays, and andon's lines begin on a line of their own")
  func asked() throws {
    let (_, outputs, scene) = try action(
      "printf a=1 >> $GITHUB_OUTPUT; printf '<!--' >> $GITHUB_STEP_SUMMARY",
      more: "host-files: true")
    #expect(outputs.hasPrefix("a=1\nverdict<<andon-"))
    #expect(try scene.folder.read("summary").hasPrefix("<!--\n\n<!-- -->\n\n# "))
  }

  @Test(
    "stages do not see by which variables other hosts are acted on",
    arguments: [
      "CIRRUS_ENV", "ENVMAN_ENVSTORE_PATH", "BUILDKITE_AGENT_JOB_API_SOCKET",
      "BUILDKITE_AGENT_JOB_API_TOKEN", "BUILDKITE_ENV_FILE", "GITLAB_ENV",
    ])
  func others(_ variable: String) throws {
    let scene = try CommandFixture(Attack.pipeline("env | grep \(variable) && exit 1; true"))
    #expect(try scene.andon("run", with: [variable: "/x"]).exitCode == 0)
  }

  @Test("the token of the job is not a stage's")
  func token() throws {
    let (_, _, scene) = try action("env", ["GH_TOKEN": "ghs_abcdef"])
    #expect(!(try scene.folder.read("andon-out/logs/s.1.log").contains("GH_TOKEN")))
  }

  @Test(
    "the exit code decides",
    arguments: [
      ("exit 1", "never", 0), ("exit 1", "red", 20), ("exit 1", "yellow", 20),
      ("true", "yellow", 0),
      ("sleep 0.2", "yellow", 10), ("sleep 0.2", "unknown", 0), ("echo unexpected", "unknown", 30),
      ("echo unexpected", "red", 0),
    ])
  func decides(_ script: String, _ failOn: String, _ code: Int32) throws {
    let more =
      script.hasPrefix("sleep")
      ? "timeout: { soft: 50ms, hard: 10s }"
      : script.hasPrefix("echo") ? "expect: { matches: '^expected' }" : ""
    #expect(try action(script, failOn: failOn, more: more).end.exitCode == code)
  }

  @Test("the action's scripts are read whole before a stage could rewrite them")
  func rewritten() throws {
    let scene = try CommandFixture(
      Attack.pipeline("printf 'exit 0\\n%.0s' {1..900} > run.sh; exit 1"))
    try Attack.sh("cp \(Built.repository)/ci/github/run.sh .", in: scene).check()
    let end = try Attack.sh(
      "INPUT_FAIL_ON=unknown INPUT_BINARY=$ANDON GITHUB_ACTION_PATH=. bash run.sh", in: scene)
    #expect(end.exitCode == 20)
  }

  @Test(
    "a file of the host that is no file is a note",
    arguments: [
      "mkdir o", "mkfifo o", "ln -s /dev/full o", "ln -s precious o",
      ": > o; printf 'version: 1\nstages: { s: { run: rm o; ln precious o; exit 1 } }\n' > andon.yaml",
    ])
  func planted(_ script: String) throws {
    let scene = try CommandFixture(Attack.pipeline("exit 1"))
    try scene.folder.write("precious", "keep me")
    try Attack.sh(script, in: scene).check()
    let end = try scene.andon(
      "run", "--host", "github", with: ["GITHUB_OUTPUT": scene.folder.path + "/o"])
    #expect(end.exitCode == 20 && end.error.contains("note: GITHUB_OUTPUT"), "\(end)")
    #expect(try scene.folder.read("precious") == "keep me")
  }
}
