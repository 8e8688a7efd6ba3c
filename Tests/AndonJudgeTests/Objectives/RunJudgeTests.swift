// All rows into one decision.

import AndonJudge
import AndonModel
import AndonTestSupport
import Testing

@Suite("Judge of a run") struct RunJudgeTests {
  private func decide(
    _ stages: [StageRecord], _ objectives: [Objective] = [], _ ending: RunResult.Ending = .whole
  ) -> JudgedRun {
    let records = Dictionary(uniqueKeysWithValues: stages.map { ($0.id, $0) })
    let rows = objectives.compactMap { objective in
      records[objective.indicator.stage].map {
        Samples.row(objective, $0)
      }
    }
    return RunJudge.decide(stages, rows, ending)
  }

  private func optional(_ record: StageRecord) -> StageRecord {
    var record = record
    record.required = false
    return record
  }

  @Test("stages alone decide where there is no objective")
  func stagesAlone() {
    #expect(decide([Samples.stage(.succeeded)]).verdict == .green)
    #expect(decide([Samples.stage(.failed)]).verdict == .red)
    #expect(decide([Samples.stage(.stopped)]).verdict == .red)
    #expect(decide([Samples.stage(.couldNotStart)]).verdict == .red)
    #expect(decide([optional(Samples.stage(.failed))]).verdict == .yellow)
    #expect(
      decide([Samples.stage(.succeeded), Samples.stage(.skipped, id: "t")]).verdict == .unknown)
    #expect(decide([Samples.stage(.succeeded), Samples.stage(.lost, id: "t")]).verdict == .unknown)
    #expect(
      decide([Samples.stage(.succeeded), optional(Samples.stage(.skipped, id: "t"))]).verdict
        == .green)
  }

  @Test("nothing judged and nothing run is unknown")
  func nothing() {
    #expect(decide([]).verdict == .unknown)
    #expect(decide([optional(Samples.stage(.skipped))]).verdict == .unknown)
  }

  @Test("a crossed soft deadline and a flaky pass are yellow")
  func soft() {
    var slow = Samples.stage(.succeeded)
    slow.softCrossed = true
    #expect(decide([slow]).verdict == .yellow)
    var flaky = Samples.stage(.succeeded)
    flaky.flaky = true
    #expect(decide([flaky]).verdict == .yellow)
  }

  @Test("a cancelled run is red when that is proven, else unknown, never green")
  func cancelled() {
    #expect(decide([Samples.stage(.succeeded)], [], .cancelled).verdict == .unknown)
    #expect(decide([Samples.stage(.failed)], [], .cancelled).verdict == .red)
    let cutOff = Samples.stage(.cancelled, wall: .atLeast(50))
    #expect(decide([cutOff], [Samples.objective(fail: (.greater, 20))], .cancelled).verdict == .red)
  }

  @Test("red comes before unknown, unknown before yellow, and reasons in that order")
  func order() {
    var slow = Samples.stage(.succeeded, id: "slow")
    slow.softCrossed = true
    let decision = decide([slow, Samples.stage(.failed), Samples.stage(.lost, id: "l")])
    #expect(decision.verdict == .red)
    #expect(decision.reasons.map(\.colour) == [.red, .unknown, .yellow])
  }

  @Test("the headline counts one root once")
  func headline() {
    let failed = Samples.stage(.stopped, id: "build", wall: .atLeast(120))
    var blocked = Samples.stage(.skipped, id: "test")
    blocked.blockedBy = [StageID("build")]
    blocked.root = StageID("build")
    let promises =
      [Samples.objective(fail: (.greater, 15), stage: "build")]
      + (1...9).map { index in
        var promise = Samples.objective(fail: (.greater, 1), stage: "test")
        promise.id = "t\(index)"
        return promise
      }
    #expect(decide([failed, blocked], promises).headline == "1 failed, 9 unknown because of it")
    let broken = Samples.stage(.failed, id: "build", wall: .exact(3))
    #expect(decide([broken, blocked], promises).headline == "1 failed, 10 unknown because of it")
    #expect(decide([broken, blocked]).headline == "1 failed, 1 skipped because of it")
    let elsewhere = Samples.stage(.succeeded, id: "other", wall: .exact(9))
    let other = Samples.objective(fail: (.greater, 5), stage: "other")
    #expect(
      decide([broken, blocked, elsewhere], promises + [other]).headline
        == "1 failed, 10 unknown because of build")
    #expect(
      decide([elsewhere], [Samples.objective(fail: (.greater, 50), stage: "other")]).headline
        == "1 passed")
    #expect(decide([Samples.stage(.succeeded)]).headline == "1 stage succeeded")
    #expect(
      decide([Samples.stage(.succeeded)], [], .cancelled).headline == "cancelled: 1 stage succeeded"
    )
  }

  // MARK: Properties over random runs

  private func randomRun(
    _ random: inout SeededRandom
  ) -> (stages: [StageRecord], objectives: [Objective]) {
    let stages = (0..<Int.random(in: 1...8, using: &random)).map { index in
      let value = Double(Int.random(in: 0...40, using: &random))
      let readings: [BoundedValue] = [
        .exact(value), .atLeast(value), .atMost(value), .missing(reason: "x"),
      ]
      var record = Samples.stage(
        StageState.allCases.randomElement(using: &random) ?? .lost, id: "s\(index)",
        wall: readings.randomElement(using: &random) ?? .exact(value),
        peak: readings.randomElement(using: &random),
        metric: readings.randomElement(using: &random))
      record.required = Bool.random(using: &random)
      record.softCrossed = Int.random(in: 0...4, using: &random) == 0
      return record
    }
    let objectives = (0..<Int.random(in: 0...12, using: &random)).map { index in
      func limit() -> (Comparison.Relation, Double)? {
        Bool.random(using: &random)
          ? (
            Comparison.Relation.allCases.randomElement(using: &random) ?? .less,
            Double(Int.random(in: 0...40, using: &random))
          ) : nil
      }
      let fail = limit()
      var promise = Samples.objective(
        ["wall", "peak-memory", "m", "cpu"].randomElement(using: &random) ?? "wall", fail: fail,
        warn: fail == nil ? (.greater, 20) : limit(),
        stage: "s\(Int.random(in: 0..<stages.count, using: &random))")
      promise.id = "o\(index)"
      promise.required = Bool.random(using: &random)
      promise.onFail = Bool.random(using: &random) ? .red : .yellow
      return promise
    }
    return (stages, objectives)
  }

  @Test("totals add up, and nothing missing or cut off ever passes", arguments: 1...40)
  func properties(_ seed: UInt64) {
    var random = SeededRandom(seed)
    for _ in 0..<100 {
      let (stages, objectives) = randomRun(&random)
      let records = Dictionary(uniqueKeysWithValues: stages.map { ($0.id, $0) })
      let rows = objectives.compactMap { objective in
        records[objective.indicator.stage].map {
          Samples.row(objective, $0)
        }
      }
      let totals = Totals(stages: stages, objectives: rows)
      let counted = totals.objectives
      #expect(counted.total == rows.count)
      #expect(counted.pass + counted.warn + counted.fail + counted.unknown == counted.total)
      let states = totals.stages
      #expect(
        states.succeeded + states.failed + states.stopped + states.couldNotStart
          + states.cancelled + states.skipped + states.lost == states.total)
      for (row, objective) in zip(rows, objectives) where row.judgment == .pass {
        let state = records[objective.indicator.stage]?.state
        #expect(row.measured.value != nil)
        #expect(state == .succeeded || !objective.indicator.name.isResource)
        // A lower bound passes an upper limit only as a thin sample below half of it.
        if case .atLeast(let value) = row.measured, let fail = objective.fail,
          fail.relation == .greater || fail.relation == .greaterOrEqual
        {
          #expect(objective.indicator.name == .builtIn(.peakMemory) && value < fail.threshold / 2)
        }
      }
      let verdict = RunJudge.decide(stages, rows, .whole).verdict
      if verdict == .green {
        #expect(rows.allSatisfy { $0.judgment == .pass || !$0.required })
        #expect(stages.allSatisfy { $0.state == .succeeded || !$0.required })
      }
    }
  }

  @Test("another unknown never makes a verdict greener, and the order of rows decides nothing")
  func monotony() {
    var random = SeededRandom(7)
    let greenness: [Verdict: Int] = [.green: 3, .yellow: 2, .unknown: 1, .red: 0]
    for _ in 0..<3000 {
      let (stages, objectives) = randomRun(&random)
      let before = decide(stages, objectives).verdict
      #expect(
        decide(stages.shuffled(using: &random), objectives.shuffled(using: &random)).verdict
          == before)
      var promise = Samples.objective(fail: (.greater, 1), stage: "new")
      promise.required = Bool.random(using: &random)
      var lost = Samples.stage(.lost, id: "new", wall: .missing(reason: "x"))
      lost.required = Bool.random(using: &random)
      let after = decide(stages + [lost], objectives + [promise]).verdict
      #expect((greenness[after] ?? 9) <= (greenness[before] ?? 0))
    }
  }
}
