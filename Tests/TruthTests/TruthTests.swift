// Whatever happens to stages, andon and an oracle that shares no code with it come to the same.
// ANDON_TRUTH_RUNS=N makes N runs a seed instead of a thousand.

import AndonConfig
import AndonImport
import AndonJudge
import AndonModel
import AndonRun
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@Suite("Truth", .tags(.slow), .unlessFast) struct TruthTests {
  private static let runs =
    (try? ProcessEnvironment())?.variable("ANDON_TRUTH_RUNS").flatMap { Int($0) } ?? 1000

  @Test(
    "andon and the oracle agree on every judgment, colour, verdict, exit code and total",
    arguments: 1...100)
  func agreement(_ seed: UInt64) async throws {
    let difference = try await inIdleTime { try firstDifference(seed) }
    if let difference { Issue.record("seed \(seed), \(difference)") }
  }

  private func firstDifference(_ seed: UInt64) throws -> String? {
    var random = SeededRandom(seed)
    let folder = try TemporaryDirectory()
    for number in 0..<Self.runs {
      let world = RandomRun(&random)
      if let difference = try difference(world, in: folder.path) {
        return "run \(number): \(difference)\n\(world)"
      }
    }
    return nil
  }

  /// What andon says otherwise than the oracle; nil when they agree.
  private func difference(_ world: RandomRun, in folder: String) throws -> String? {
    var request = PlanRequest(processors: 2, jobs: nil, memory: nil, hasBash: true)
    request.selection = world.only.isEmpty ? .everything : .only(world.only)
    request.yellowExit = world.yellowExit
    let plan = try Planner.plan(world.pipeline, request)
    let configuration = RunnerConfiguration(
      .sample(startedAt: world.startedAt), environment: [], directory: "/",
      reportDirectory: folder, pulse: 1000, masker: Masker([]), retries: RetryPolicy(plan),
      causes: [LogPattern]())
    let machine = ScriptedMachine(world.scripts, signals: world.signals)
    let result = try Dispatcher.run(plan, on: machine, configuration) { _ in }.result
    let judged = RunJudge.judge(plan, result)
    let end = FinishedRun(plan, result, judged, Diagnosis.diagnose(plan, result, judged))
    let oracle = Oracle(world: world)
    let stages =
      world.hasRunLevelEvents ? observed(result, world) : StageOracle(world: world).stages()
    if let difference = compare(result, stages) { return difference }
    let signal = result.interruption.map { Int($0.number) }
    return compare(end, oracle.answer(stages, cancelledBy: signal), world)
  }

  // MARK: Comparing

  private func compare(_ result: RunResult, _ stages: [String: OracleStage]) -> String? {
    for record in result.stages {
      guard let expected = stages[record.id.text] else { return "\(record.id) is not expected" }
      let found = self.seen(record)
      if found.state != expected.state || found.neverRan != expected.neverRan
        || found.isFlaky != expected.isFlaky || found.crossedSoft != expected.crossedSoft
        || found.isUnmet != expected.isUnmet || found.wasRerun != expected.wasRerun
      {
        return "\(record.id) is \(found) and not \(expected)"
      }
      for (name, known) in expected.figures where !areSame(found.figures[name] ?? .nothing, known) {
        return "\(record.id).\(name) is \(found.figures[name] ?? .nothing) and not \(known)"
      }
    }
    return nil
  }

  private func areSame(_ left: Known, _ right: Known) -> Bool {
    switch (left, right) {
    case (.exactly(let one), .exactly(let other)), (.orMore(let one), .orMore(let other)),
      (.orLess(let one), .orLess(let other)):
      abs(one - other) < 1e-7
    case (.within(let low, let high), .within(let least, let most)):
      abs(low - least) < 1e-7 && abs(high - most) < 1e-7
    case (.nothing, .nothing): true
    default: false
    }
  }

  private func compare(_ end: FinishedRun, _ answer: OracleAnswer, _ world: RandomRun) -> String? {
    for (row, expected) in zip(end.record.objectives, answer.rows) {
      let found = OracleRow(
        judgment: row.judgment.name, reason: row.judgment.reason?.rawValue,
        colour: row.colour.rawValue, isWaived: row.isWaived)
      if found != expected { return "\(row.id) is \(found) and not \(expected)" }
    }
    if end.record.verdict.rawValue != answer.verdict {
      return "the verdict is \(end.record.verdict) and not \(answer.verdict)"
    }
    if end.exit.code != answer.exitCode || end.record.exitCode != answer.exitCode {
      return "the exit code is \(end.exit.code) and not \(answer.exitCode)"
    }
    let totals = totals(end.record)
    return totals == answer.totals ? nil : "the totals are \(totals) and not \(answer.totals)"
  }

  private func totals(_ record: RunRecord) -> [String: Int] {
    let objectives = record.totals.objectives
    let stages = record.totals.stages
    return [
      "objectives": objectives.total, "pass": objectives.pass, "warn": objectives.warn,
      "fail": objectives.fail, "unknown": objectives.unknown, "waived": objectives.waived,
      "stages": stages.total, "succeeded": stages.succeeded, "failed": stages.failed,
      "stopped": stages.stopped, "could-not-start": stages.couldNotStart,
      "cancelled": stages.cancelled, "skipped": stages.skipped, "lost": stages.lost,
    ].filter { $0.value > 0 || $0.key == "objectives" || $0.key == "stages" }
  }

  // MARK: What was seen

  // Where a budget or a signal decides, what became of stages is taken from the run; what follows
  // from it is the oracle's.
  private func observed(_ result: RunResult, _ world: RandomRun) -> [String: OracleStage] {
    Dictionary(uniqueKeysWithValues: result.stages.map { ($0.id.text, seen($0)) })
  }

  private func seen(_ record: StageRecord) -> OracleStage {
    var stage = OracleStage()
    stage.state = record.state.rawValue
    if record.attempts.isEmpty { stage.neverRan = record.reason?.rawValue }
    stage.isBudget = record.reason == .budget
    stage.isUnmet = record.reason == .precondition
    stage.isFlaky = record.flaky
    stage.crossedSoft = record.softCrossed
    stage.wasRerun = record.attempts.contains { $0.role == .rerun }
    for row in record.indicators.rows {
      stage.figures["\(row.name)"] =
        switch row.quantity.reading {
        case .exact(let value): .exactly(value)
        case .atLeast(let value): .orMore(value)
        case .atMost(let value): .orLess(value)
        case .between(let low, let high): .within(low, high)
        case .missing: .nothing
        }
    }
    return stage
  }
}
