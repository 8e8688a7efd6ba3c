// A random pipeline and what will happen to its stages: the question that andon and the oracle both
// answer.

import AndonModel
import AndonSystem
import AndonTestSupport

/// One run that might be.
struct RandomRun {
  var pipeline: Pipeline
  /// What each stage's attempts do, one after the other, and its `prepare`.
  var scripts: [String: [TreeScript]] = [:]
  var signals: [(at: Double, number: Int32)] = []
  var only: [StageID] = []
  var yellowExit: Int
  /// The calendar's time at the start: noon of 2026-11-24.
  let startedAt = Timestamp(milliseconds: 1_795_521_600_000)

  /// Whether something beyond the stages themselves decides about them.
  var hasRunLevelEvents: Bool { pipeline.budget != nil || !signals.isEmpty }

  /// Makes one from a seed.
  init(_ random: inout SeededRandom) {
    pipeline = Pipeline(name: "world")
    yellowExit = [0, 10, 33][Int.random(in: 0..<3, using: &random)]
    let count = Int.random(in: 1...6, using: &random)
    for index in 0..<count { addStage(index, &random) }
    for index in 0..<Int.random(in: 0...8, using: &random) { addObjective(index, &random) }
    if chance(1, 6, &random) {
      pipeline.budget = Double(Int.random(in: 5...60, using: &random))
    }
    if chance(1, 6, &random) {
      let at = Double(Int.random(in: 0...40, using: &random)) + 0.25
      signals = [(at, [1, 2, 3, 15][Int.random(in: 0..<4, using: &random)])]
    }
    if chance(1, 6, &random) {
      only = [pipeline.stages[Int.random(in: 0..<count, using: &random)].id]
    }
    pipeline.jobs = Int.random(in: 1...3, using: &random)
  }

  private func chance(_ part: Int, _ of: Int, _ random: inout SeededRandom) -> Bool {
    Int.random(in: 0..<of, using: &random) < part
  }

  private mutating func addStage(_ index: Int, _ random: inout SeededRandom) {
    let hard = Double(Int.random(in: 4...30, using: &random))
    let soft: Double? = chance(1, 2, &random) ? Double(Int.random(in: 2...12, using: &random)) : nil
    var stage = Stage(
      id: StageID("s\(index)"), run: .words(["s\(index)"]),
      deadlines: Deadlines(soft: soft, hard: hard, grace: chance(1, 3, &random) ? 0 : 1))
    stage.needs = (0..<index).filter { _ in chance(1, 4, &random) }.map { StageID("s\($0)") }
    stage.always = chance(1, 6, &random)
    stage.required = chance(3, 4, &random)
    stage.locks = chance(1, 5, &random) ? ["l"] : []
    stage.attempts = policy(soft, &random)
    if chance(1, 5, &random) {
      stage.expectation.exits = [[0, 3], [3]][Int.random(in: 0..<2, using: &random)]
    }
    if chance(1, 5, &random) { stage.expectation.matches = "expected" }
    if chance(1, 2, &random) {
      stage.metrics = [
        MetricExtractor(
          name: "n", .output(pattern: "n=(\\d+)", chance(1, 2, &random) ? .last : .max),
          unit: .count)
      ]
    }
    if chance(1, 6, &random) {
      stage.prepare = .words(["p\(index)"])
      scripts["p\(index)"] = [script(&random)]
    }
    scripts["s\(index)"] = (0..<5).map { _ in script(&random) }
    pipeline.stages.append(stage)
  }

  private func policy(_ soft: Double?, _ random: inout SeededRandom) -> AttemptPolicy {
    switch Int.random(in: 0..<5, using: &random) {
    case 0:
      let use = Statistic.allCases[Int.random(in: 0..<Statistic.allCases.count, using: &random)]
      return .series(
        Repetition(
          runs: Int.random(in: 1...4, using: &random),
          warmup: Int.random(in: 0...1, using: &random), use: use))
    case 1: return .once(retries: Int.random(in: 1...2, using: &random), onSoft: .extend)
    case 2 where soft != nil:
      return .once(retries: Int.random(in: 0...1, using: &random), onSoft: .rerun)
    default: return .single
    }
  }

  private func script(_ random: inout SeededRandom) -> TreeScript {
    let ends: Double? =
      chance(1, 10, &random) ? nil : Double(Int.random(in: 1...16, using: &random))
    let code = [0, 0, 0, 0, 0, 0, 1, 3][Int.random(in: 0..<8, using: &random)]
    var script = TreeScript(ends: ends, .exited(Int32(code)))
    if chance(1, 30, &random) { script.end = .signalled(11) }
    if chance(1, 40, &random) { script.fault = .program(2) }
    if chance(1, 30, &random), ends != nil { script.isLost = true }
    script.heedsTerm = chance(2, 3, &random)
    script.isImmortal = chance(1, 20, &random)
    if chance(1, 10, &random) {
      script.lingers = [0.05, 30][Int.random(in: 0..<2, using: &random)]
    }
    if chance(1, 10, &random) { script.usage = nil }
    script.samples = TreeSamples(
      peak: Double(Int.random(in: 1...20, using: &random)),
      looks: Int.random(in: 0...7, using: &random))
    if chance(2, 3, &random) { script.output += "n=\(Int.random(in: 0...20, using: &random))\n" }
    if chance(1, 8, &random) { script.output += "n=\(Int.random(in: 0...20, using: &random))\n" }
    if chance(3, 4, &random) { script.output += "as expected\n" }
    return script
  }

  private mutating func addObjective(_ index: Int, _ random: inout SeededRandom) {
    let stage = pipeline.stages[Int.random(in: 0..<pipeline.stages.count, using: &random)]
    let looked = indicator(of: stage, &random)
    let fail = comparison(of: looked, &random)
    let warn = comparison(of: looked, &random)
    let which = Int.random(in: 0..<3, using: &random)
    var objective = Objective(
      id: "o\(index)", indicator: looked, fail: which == 0 ? nil : fail,
      warn: which == 1 ? nil : warn)
    objective.required = chance(3, 4, &random)
    objective.onFail = chance(1, 4, &random) ? .yellow : .red
    if chance(1, 5, &random) { objective.given = precondition(&random) }
    if chance(1, 4, &random) {
      let day = CalendarDay(
        year: 2026, month: 11, day: Int64([23, 24, 25][Int.random(in: 0..<3, using: &random)]))
      var waiver = Waiver(until: day, owner: "me", reason: "later")
      if chance(1, 2, &random) {
        waiver.notAbove = Double(Int.random(in: 1...20, using: &random))
        waiver.notAboveText = "x"
      }
      objective.waiver = waiver
    }
    pipeline.objectives.append(objective)
  }

  private func indicator(of stage: Stage, _ random: inout SeededRandom) -> IndicatorReference {
    var names = ["wall", "cpu", "peak-memory", "exit-code", "attempts"]
    if !stage.metrics.isEmpty { names += ["n", "n"] }
    return IndicatorReference(
      stage: stage.id, name: IndicatorName(names[Int.random(in: 0..<names.count, using: &random)]))
  }

  private func relation(_ random: inout SeededRandom) -> Comparison.Relation {
    // Limits are mostly upper ones.
    let all: [Comparison.Relation] = [
      .greater, .greater, .greaterOrEqual, .greaterOrEqual, .less, .lessOrEqual, .equal, .different,
    ]
    return all[Int.random(in: 0..<all.count, using: &random)]
  }

  private func comparison(
    of indicator: IndicatorReference, _ random: inout SeededRandom
  ) -> Comparison {
    let threshold = Double(Int.random(in: 0...20, using: &random))
    let unit: MeasureUnit =
      switch "\(indicator.name)" {
      case "wall", "cpu": .seconds
      case "peak-memory": .bytes
      default: .count
      }
    return Comparison(relation(&random), threshold, unit: unit, thresholdText: "\(threshold)")
  }

  private func precondition(_ random: inout SeededRandom) -> Precondition {
    let left = pipeline.stages[Int.random(in: 0..<pipeline.stages.count, using: &random)]
    let right = pipeline.stages[Int.random(in: 0..<pipeline.stages.count, using: &random)]
    return Precondition(
      indicator(of: left, &random), relation(&random),
      chance(1, 4, &random)
        ? .indicator(indicator(of: right, &random))
        : .value(Double(Int.random(in: 0...20, using: &random)), nil), text: "given")
  }
}
