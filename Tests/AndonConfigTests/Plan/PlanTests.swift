// What was asked for, which values are secret, and how a plan is outlined.

import AndonConfig
import AndonModel
import Testing

@Suite("Selection") struct SelectionTests {
  private static let text = """
    version: 1
    stages:
      a: { run: x }
      b: { run: x, needs: a }
      c: { run: x, needs: b }
      d: { run: x }
      clean: { run: x, needs: [c, d], always: true }
    """

  private func selected(_ names: String...) throws -> [String] {
    var offer = PlanRequest(processors: 2, jobs: nil, memory: nil, hasBash: true)
    offer.selection = .only(names.map { StageID($0) })
    return try Planner.plan(try Samples.pipeline(Self.text), offer).stages.filter(\.isSelected)
      .map(\.id.text)
  }

  @Test("what is asked for comes with what it needs, and what always runs")
  func needs() throws {
    #expect(try selected("b") == ["a", "b", "clean"])
    #expect(try selected("d") == ["d", "clean"])
    #expect(try selected("c", "d") == ["a", "b", "c", "d", "clean"])
  }

  @Test("a name that no stage has is a usage error with the nearest spelling")
  func unknown() {
    let error = #expect(throws: AndonError.self) { try selected("cleen") }
    #expect(error?.exit == .usage && error?.hint == "did you mean `clean`?")
  }
}

@Suite("Secrets") struct SecretsTests {
  @Test("a value in quotes, and a key in one line, as programs print them")
  func spoken() throws {
    let found = try values(["A_PASSWORD=\"hunter22\"", "B_KEY=-- BEGIN\\nMIIEabcdef\\n-- END 1"])
    #expect(found.isSuperset(of: ["hunter22", "MIIEabcdef", "-- BEGIN"]))
  }

  private func values(_ environment: [String], _ text: String = "") throws -> Set<String> {
    let read = try Samples.pipeline(
      "version: 1\n\(text)\nstages: { a: { run: x, env: { B_TOKEN: inside } } }")
    return Set(
      Secrets.values(of: read, environment.map { Array($0.utf8) }).map {
        String(decoding: $0, as: UTF8.self)
      })
  }

  @Test("names say what is secret, from the environment and from every env")
  func names() throws {
    let found = try values(
      [
        "GITHUB_TOKEN=ghp_123456", "MY_SECRET_X=abcdefg", "DB_PASSWORD=hunter22", "API_KEY=k-1-2-3",
        "npm_token=lower1", "KEYBOARD=qwertz", "HOME=/root/x", "PLAIN=nothing",
      ], "env: { A_SECRET: pipeline }")
    #expect(
      found == [
        "ghp_123456", "abcdefg", "hunter22", "k-1-2-3", "lower1", "pipeline", "inside",
      ])
  }

  @Test("mask names others; short values are words and stay")
  func mask() throws {
    #expect(
      try values(["PLAIN=nothing", "A_TOKEN=short", "B=a=b=c=d"], "mask: [PLAIN, B, NONE]")
        == ["nothing", "a=b=c=d", "inside"])
  }

  @Test("a line's end at the end of a value is not a part of it")
  func lineEnd() throws {
    #expect(try values(["X_TOKEN=abcdef\n"]).contains("abcdef"))
  }
}

@Suite("Outline") struct PlanSummaryTests {
  private func outline(_ text: String, known: [StageID: Double] = [:]) throws -> PlanSummary {
    let read = try Samples.pipeline(text)
    let plan = try Planner.plan(
      read, .init(processors: 2, jobs: nil, memory: nil, hasBash: true))
    return PlanSummarizer.outline(plan, of: read, known: known)
  }

  private static let text = """
    version: 1
    stages:
      a: { run: x, timeout: { hard: 10s } }
      b: { run: x, needs: a, timeout: { hard: 100s } }
      c: { run: x, needs: a, timeout: { hard: 20s }, retry: 1 }
      d: { run: x, needs: [b, c], timeout: { hard: 5s } }
    """

  @Test("without known times the limits decide what the whole waits for")
  func limits() throws {
    let found = try outline(Self.text)
    #expect(found.waves == [0, 1, 1, 2])
    #expect(found.criticalPath == [0, 1, 3])
    #expect(found.times[2] == .atMost(40))
    #expect(found.criticalTime == .atMost(115))
  }

  @Test("known times come before limits")
  func known() throws {
    let found = try outline(
      Self.text,
      known: [StageID("a"): 1, StageID("b"): 2, StageID("c"): 3, StageID("d"): 4])
    #expect(found.criticalPath == [0, 2, 3])
    #expect(found.criticalTime == .known(8))
  }

  @Test("all attempts count, each with its prepare")
  func attempts() throws {
    let times = try outline(
      """
      version: 1
      defaults: { timeout: { soft: 3s, hard: 10s } }
      stages:
        series: { run: x, repeat: { runs: 3, warmup: 1 } }
        ladder: { run: x, timeout: { on-soft: rerun } }
        both: { run: x, prepare: y, retry: 1 }
      """
    ).times
    #expect(times == [.atMost(40), .atMost(13), .atMost(40)])
  }
}
