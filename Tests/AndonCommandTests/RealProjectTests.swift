// Real projects with real tools: a Cargo workspace of 30 crates, and a project in C.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

private let fixtures = Built.repository + "/Tests/Fixtures"

private func hasProgram(_ name: String) -> Bool {
  (try? ProcessEnvironment())?.hasProgram(name) ?? false
}

// A cargo that is there may still be a launcher without a toolchain, as in an empty home folder.
private func cargoRuns() -> Bool {
  (try? Child.run(["cargo", "--version"], in: "/"))?.exitCode == 0
}

@Suite(
  "A Cargo workspace", .tags(.slow), .unlessFast, .serialized, .timeLimit(.minutes(10)),
  .enabled(if: cargoRuns(), "there is no cargo that runs"))
struct CargoWorkspaceTests {
  /// Makes a workspace with a pipeline file of the fixtures.
  private func scene(_ pipeline: String, _ variant: String...) throws -> CommandFixture {
    let scene = try CommandFixture()
    let made = try Child.run(
      ["\(fixtures)/make-cargo-workspace", scene.folder.path] + variant, in: "/")
    try #require(made.exitCode == 0, "\(made.error)")
    let text = String(decoding: try Files.read("\(fixtures)/\(pipeline)"), as: UTF8.self)
    try scene.folder.write("andon.yaml", text)
    return scene
  }

  private func row(_ record: RunRecord, _ id: String) throws -> ObjectiveRecord {
    try #require(record.objectives.first { $0.id == id }, "\(id)")
  }

  @Test("all well: eleven objectives are judged, green or honestly yellow")
  func well() throws {
    let scene = try scene("workspace.yaml")
    let end = try scene.andon("run")
    let record = try scene.record()
    #expect(record.totals.objectives.total == 11)
    #expect(record.totals.objectives.unknown == 0 && record.totals.objectives.fail == 0)
    #expect(record.totals.stages.succeeded == 10)
    #expect(end.exitCode == (record.verdict == .green ? 0 : 10))
    #expect(record.verdict == .green || !record.reasons.filter { $0.colour == .yellow }.isEmpty)
    #expect(record.stages[2].indicators[.metric("triples")]?.reading == .exact(4000))
    let build = try row(record, "first-build.wall")
    #expect((build.measured.value ?? 0) > 0.3)
    let work = try #require(record.stages[0].indicators[.builtIn(.cpu)]?.reading.value)
    #expect(work > 0.5)
    let rustc = try #require(record.stages[0].indicators[.builtIn(.peakMemory)]?.reading)
    // Whether it was held depends on the compilers' luck; that it was there does not.
    #expect(rustc.bound != .atMost && (rustc.value ?? 0) > 20e6)
  }

  @Test("a broken first build: one failed, all others unknown with that one root")
  func broken() throws {
    let scene = try scene("workspace.yaml", "broken")
    let end = try scene.andon("run")
    #expect(end.exitCode == 20)
    #expect(end.output.contains("RED  1 failed, 11 unknown because of it"))
    #expect(end.error.contains("mismatched types"))
    let record = try scene.record()
    #expect(try row(record, "first-build.wall").judgment == .unknown(.stageFailed))
    for row in record.objectives.dropFirst() {
      #expect(row.judgment == .unknown(.blocked) && row.root == StageID("first-build"), "\(row.id)")
    }
    // One cause, one root: everything else follows from it, and says so.
    #expect(record.findings.filter { $0.role == .cause }.map(\.code) == [.stageFailed])
    let symptoms = record.findings.filter { $0.role == .symptom }
    #expect(symptoms.count == 9 && symptoms.allSatisfy { $0.cause == "f1" })
    #expect(record.causes.map(\.stage) == [StageID("first-build")])
    let cause = try #require(record.causes.first)
    #expect(cause.kind == .buildFailure && cause.text?.contains("error") == true, "\(cause)")
  }

  @Test("two cargo commands that fight for one folder are stopped; nothing of it passes")
  func fight() throws {
    let scene = try scene("workspace-fight.yaml")
    let end = try scene.andon("run")
    #expect(end.exitCode == 20)
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.stopped, .stopped, .skipped])
    let cause = try #require(record.causes.first { $0.kind == .lockContention })
    #expect(cause.confidence == .proven && cause.stage == StageID("first-build"))
    #expect(cause.objectives == ["first-build.wall", "quick-build"])
    let chain = cause.causalChain.map(\.text).joined(separator: " → ")
    #expect(chain.contains("/target/debug/.cargo-lock") && chain.contains("of stage holder"))
    #expect(chain.contains("cargo build -p holder"), "\(chain)")
    #expect(cause.advice.allSatisfy { $0.change.contains("locks: [cargo]") && $0.high == nil })
    #expect(try row(record, "holder.wall").judgment == .fail)
    #expect(try row(record, "quick-build").judgment == .fail)
    #expect(try row(record, "first-build.wall").judgment == .unknown(.censored))
    #expect(try row(record, "rdf-processing").judgment == .unknown(.blocked))
    #expect(record.objectives.prefix(3).allSatisfy { $0.measured.bound == .atLeast })
    #expect(record.totals.objectives.pass == 0 && record.totals.objectives.warn == 0)
    let evidence = record.findings.filter { $0.stage == StageID("first-build") }.flatMap(\.evidence)
    #expect(evidence.contains { $0.contains("waiting for file lock") })
  }

  @Test(
    "a stranger's cargo holds the folder; with a folder of its own the objective is kept: a hit")
  func stranger() throws {
    let scene = try scene("workspace-fight.yaml")
    func run(folder: String, holding seconds: Int) throws -> Child.End {
      try scene.folder.write(
        "andon.yaml",
        """
        version: 1
        name: w
        history: { path: h.sqlite }
        env: { CARGO_TERM_COLOR: never, CARGO_NET_OFFLINE: "true", CARGO_TARGET_DIR: \(folder) }
        stages: { check: { run: cargo check -p core, slo: { wall: "<= 6s" } } }
        """)
      _ = try Child.run(["rm", "-f", "holding"], in: scene.folder.path)
      // Another value makes cargo run the script that holds the lock once more.
      let stranger = try Child(
        ["cargo", "check", "-p", "holder"], in: scene.folder.path,
        ["HOLD": "\(seconds)", "CARGO_NET_OFFLINE": "true"])
      try scene.waitFor("holding")
      let end = try scene.andon("run")
      _ = try stranger.end()
      return end
    }
    #expect(try run(folder: "target", holding: 15).exitCode == 20)
    let cause = try #require(try scene.record().causes.first)
    #expect(cause.kind == .lockContention && cause.confidence == .proven, "\(cause)")
    let chain = cause.causalChain.map(\.text).joined(separator: " → ")
    #expect(chain.contains("/target/debug/.cargo-lock") && chain.contains("check -p holder"))
    let advice = try #require(cause.advice.first)
    #expect(advice.change.contains("CARGO_TARGET_DIR: target/check"), "\(advice)")
    #expect(advice.judgment == "pass" && (advice.high ?? 99) < 6, "\(advice)")
    let end = try run(folder: "target/check", holding: 16)
    #expect(end.exitCode == 0, "\(end)")
    let entry = try #require(try scene.record().predictionResults.first)
    #expect(entry.isHit && entry.prediction.kind == .lockContention, "\(entry)")
  }
}

@Suite(
  "A project in C", .tags(.slow), .unlessFast, .timeLimit(.minutes(10)),
  .enabled(if: hasProgram("make") && hasProgram("cc"), "there is no make or no cc"))
struct CProjectTests {
  @Test("its tests partly fail: what they counted is judged, what comes after is blocked")
  func partlyFailing() throws {
    let scene = try CommandFixture()
    let copied = try Child.run(["cp", "-r", "\(fixtures)/c-project/.", scene.folder.path], in: "/")
    try #require(copied.exitCode == 0)
    let end = try scene.andon("run")
    #expect(end.exitCode == 20)
    #expect(end.error.contains("  | not ok 5 - median of four"))
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.succeeded, .failed, .skipped, .succeeded])
    let judgments = Dictionary(
      uniqueKeysWithValues: record.objectives.map { ($0.id, $0.judgment) })
    #expect(judgments["build.wall"] == .pass)
    #expect(judgments["test.wall"] == .unknown(.stageFailed))
    #expect(judgments["package.wall"] == .unknown(.blocked))
    #expect(judgments["all-tests-pass"] == .fail)
    #expect(judgments["enough-tests"] == .warn)
    #expect(record.headline == "1 failed, 2 unknown because of it, 1 warning")
  }

  @Test("the README shows this project's pipeline and what really comes of it")
  func readme() throws {
    func text(_ path: String) throws -> String {
      String(decoding: try Files.read("\(Built.repository)/\(path)"), as: UTF8.self)
    }
    let readme = try text("README.md")
    #expect(readme.contains(try text("Tests/Fixtures/c-project/andon.yaml")))
    let scene = try CommandFixture()
    _ = try Child.run(["cp", "-r", "\(fixtures)/c-project/.", scene.folder.path], in: "/")
    let end = try Child.run(
      ["sh", "-c", "exec \"$0\" run 2>&1", try Built.andon()], in: scene.folder.path)
    // Times differ from run to run, and with them the width of their column.
    func masked(_ text: some StringProtocol) -> [String] {
      text.split(separator: "\n").map { line in
        String(line).replacing(/[0-9.]+ m?s\b/, with: "TIME").replacing(#/ {2,}/#, with: "  ")
      }
    }
    let shown = masked(readme)
    for line in masked(end.output) where !line.contains("cc -Wall") {
      #expect(shown.contains(line), "\(line)")
    }
  }

  @Test("every pipeline that the README shows is right")
  func readmePipelines() throws {
    let readme = String(
      decoding: try Files.read("\(Built.repository)/README.md"), as: UTF8.self)
    let blocks = readme.split(separator: "```yaml\n").dropFirst().map { block in
      block.prefix(upTo: block.firstRange(of: "```")?.lowerBound ?? block.endIndex)
    }
    #expect(blocks.count == 4)
    for block in blocks {
      let head = block.hasPrefix("version:") ? "" : "version: 1\n"
      let scene = try CommandFixture(head + block)
      let end = try scene.andon("check", "--strict")
      #expect(end.exitCode == 0 && end.output == "ok\n", "\(end.output)")
    }
  }
}
