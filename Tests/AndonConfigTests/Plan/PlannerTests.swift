import AndonConfig
import AndonModel
import Testing

@Suite("Plan") struct PlannerTests {
  private func words(_ run: String, shell: [String]? = nil, hasBash: Bool = true) -> [String] {
    var pipeline = Pipeline(name: "p")
    var stage = Stage(
      id: StageID("a"), run: .text(run), deadlines: Deadlines(soft: 1, hard: 2, grace: 3))
    stage.shell = shell
    pipeline.stages = [stage]
    return
      (try? Planner.plan(
        pipeline, .init(processors: 2, jobs: nil, memory: nil, hasBash: hasBash)
      ))?.stages[0].arguments ?? []
  }

  @Test(
    "a simple line is executed directly",
    arguments: [
      ("cargo build --workspace", ["cargo", "build", "--workspace"]),
      ("./a.out -x=1,2 %p @f", ["./a.out", "-x=1,2", "%p", "@f"]), ("make\n", ["make"]),
      ("make  test", ["make", "test"]),
    ])
  func direct(_ run: String, _ expected: [String]) {
    #expect(words(run) == expected)
  }

  @Test(
    "everything else goes through a shell",
    arguments: [
      "a | b", "A=1 b", "cd x", "echo x", "true", "test -f x", "a 'b c'", "a\nb", "a; b", "a > b",
      "if a", "ls *.c", "a $B", "a ~", "time a", "[ -f x ]", ". x", "a\tb",
    ])
  func shell(_ run: String) {
    #expect(words(run) == ["bash", "-eo", "pipefail", "-c", run])
    #expect(words(run, hasBash: false) == ["sh", "-e", "-c", run])
  }

  @Test("a shell of the stage's own gets every text")
  func ownShell() {
    #expect(words("print(1)", shell: ["python3", "-c"]) == ["python3", "-c", "print(1)"])
    #expect(words("make", shell: ["sh", "-c"]) == ["sh", "-c", "make"])
  }

  @Test("slots come from the caller, else the file, else the machine")
  func slots() throws {
    var pipeline = Pipeline(name: "p")
    func jobs(_ asked: Int?) throws -> Int {
      try Planner.plan(
        pipeline, PlanRequest(processors: 3, jobs: asked, memory: nil, hasBash: true)
      ).jobs
    }
    #expect(try jobs(nil) == 3)
    pipeline.jobs = 5
    #expect(try jobs(nil) == 5)
    #expect(try jobs(7) == 7)
  }

  @Test("a command without a file has only the limits that were asked for")
  func command() throws {
    let plain = try CommandPipeline.make(
      ["make"], soft: nil, hard: nil, grace: nil, folderName: "f")
    #expect(plain.stages[0].deadlines == Deadlines(soft: nil, hard: 120, grace: 10))
    let asked = try CommandPipeline.make(
      ["make"], soft: "30s", hard: "2m", grace: "0s", folderName: "f")
    #expect(asked.stages[0].deadlines == Deadlines(soft: 30, hard: 120, grace: 0))
    let error = #expect(throws: AndonError.self) {
      try CommandPipeline.make(["make"], soft: "soon", hard: nil, grace: nil, folderName: "f")
    }
    #expect(error?.exit.code == 64)
  }
}
