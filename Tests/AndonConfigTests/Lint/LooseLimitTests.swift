// Limits that no run comes near.

import AndonConfig
import AndonModel
import Testing

@Suite("Loose limits") struct LooseLimitTests {
  private func objective(
    _ relation: Comparison.Relation, _ seconds: Double, isWarning: Bool = false
  ) -> Objective {
    let limit = Comparison(relation, seconds, unit: .seconds, thresholdText: "\(seconds) s")
    return Objective(
      id: "s.wall", indicator: .init(stage: StageID("s"), name: .builtIn(.wall)),
      fail: isWarning ? nil : limit, warn: isWarning ? limit : nil)
  }

  @Test("a limit that twenty runs never came near is loose")
  func loose() throws {
    func finding(_ values: [Double], _ limit: Double = 60) -> Finding? {
      LooseLimit.finding(objective(.greater, limit), values)
    }
    let values = (0..<20).map { 1 + Double($0) / 10 }
    let found = try #require(finding(values))
    #expect(found.code == .looseLimit && found.objective == "s.wall")
    #expect(found.message.contains("used 2.9 s at most in the 20 runs"))
    #expect(found.message.contains("a limit of 5.8 s"))
    #expect(finding(Array(values.dropLast())) == nil && finding(values, 28) == nil)
    // Older runs do not count.
    #expect(finding([50] + values) != nil && finding(values.dropLast() + [50]) == nil)
    #expect(LooseLimit.finding(objective(.less, 60), values) == nil)
    #expect(LooseLimit.finding(objective(.greater, 60, isWarning: true), values) == nil)
  }

  @Test("a completed plan states it, and holds what the history answers")
  func completed() throws {
    var pipeline = Pipeline(name: "p")
    pipeline.stages = [
      Stage(
        id: StageID("s"), run: .words(["a"]),
        deadlines: Deadlines(soft: nil, hard: 100, grace: 1))
    ]
    pipeline.objectives = [objective(.greater, 60)]
    let request = PlanRequest(processors: 1, jobs: nil, memory: nil, hasBash: true)
    let plan = try Planner.plan(pipeline, request)
    var answers = HistoryAnswers()
    answers.used["s.wall"] = Array(repeating: 2, count: 20)
    answers.noise["s.wall"] = 0.05
    answers.knownRules[StageID("s")] = ["network"]
    let completed = Planner.completed(plan, by: answers)
    #expect(completed.lint.map(\.code) == [.looseLimit])
    #expect(completed.objectives[0].noise == 0.05)
    #expect(completed.stages[0].knownRules == ["network"])
    #expect(Planner.completed(plan, by: HistoryAnswers()) == plan)
  }
}
