// Promises about change: baselines chosen, answers given, confirmations asked for.

import AndonModel
import Testing

@testable import AndonJudge

@Suite("Judge of change") struct RelativeJudgeTests {
  private static let calm = [10.0, 10.2, 9.9, 10.1, 10.4, 9.8, 10.0, 10.3, 10.1, 9.9]

  private func past(_ values: [Double], on machine: String = "m") -> [PastValue] {
    values.enumerated().map { index, value in
      PastValue(
        run: BaselineRun(id: "\(machine)\(index)", commit: nil, values: [value]),
        startedAt: Timestamp(milliseconds: Int64(index)), fingerprint: machine)
    }
  }

  private func runs(_ values: [Double]) -> Baseline {
    .runs(past(values).map(\.run))
  }

  private func creep(
    _ baseline: Baseline?,
    fail: RelativeThreshold? = RelativeThreshold(part: 0.1, difference: nil, .lower, text: ">"),
    warn: RelativeThreshold? = nil, confirm: Int? = nil, id: String = "creep"
  ) -> Objective {
    var objective = Samples.objective("wall")
    objective.id = id
    var terms = RelativeTerms(
      BaselineSelector(branch: "main", history: nil), fail: fail, warn: warn, unit: .seconds)
    terms.baseline = baseline
    terms.confirm = confirm
    objective.relative = terms
    return objective
  }

  private func attempts(_ values: [Double], again: [Double] = []) -> [AttemptRecord] {
    let all = values.map { (AttemptRole.measured, $0) } + again.map { (.confirmation, $0) }
    return all.enumerated().map { index, attempt in
      var record = AttemptRecord(
        number: index + 1, role: attempt.0, outcome: .exited(code: 0),
        startedAt: Timestamp(milliseconds: 0), log: "")
      record.indicators[.builtIn(.wall)] = Quantity(
        .exact(attempt.1), unit: .seconds, source: .monotonic)
      return record
    }
  }

  private func rows(_ objectives: [Objective], _ attempts: [AttemptRecord]) -> [ObjectiveRecord] {
    var record = Samples.stage(.succeeded)
    record.attempts = attempts
    return RunJudge.judge(objectives, [record], startedAt: Timestamp(milliseconds: 0))
  }

  @Test(
    "a baseline of 0 is decided by a difference, and by a part only where nothing became worse",
    arguments: [
      (RelativeThreshold(part: nil, difference: 1, .lower, text: "> +1"), 0, Judgment.pass),
      (RelativeThreshold(part: nil, difference: 1, .lower, text: "> +1"), 1, .pass),
      (RelativeThreshold(part: nil, difference: 1, .lower, text: "> +1"), 30, .fail),
      (RelativeThreshold(part: 0.1, difference: nil, .lower, text: "> +10%"), 0, .pass),
      (
        RelativeThreshold(part: 0.1, difference: nil, .lower, text: "> +10%"), 5,
        .unknown(.notMeasured)
      ),
      (RelativeThreshold(part: 0.1, difference: 1, .lower, text: "> +10% and > +1"), 1, .pass),
      (
        RelativeThreshold(part: 0.1, difference: 1, .lower, text: "> +10% and > +1"), 9,
        .unknown(.notMeasured)
      ),
    ])
  func zeroBaseline(_ excess: RelativeThreshold, _ head: Double, _ judgment: Judgment) {
    let objective = creep(runs([0, 0, 0, 0, 0, 0]), fail: excess)
    #expect(rows([objective], attempts([head]))[0].judgment == judgment)
  }

  @Test("a baseline with a 0 in it is noise as any other")
  func someZeros() {
    let one = RelativeThreshold(part: nil, difference: 5, .lower, text: "> +5")
    let base = runs([0, 1, 2, 0, 1, 2, 1, 0])
    #expect(rows([creep(base, fail: one)], attempts([2]))[0].judgment == .pass)
    #expect(rows([creep(base, fail: one)], attempts([30]))[0].judgment == .fail)
    // A rate that falls to 0 has lost all of it.
    let rate = RelativeThreshold(part: 0.1, difference: nil, .higher, text: "< -10%")
    #expect(rows([creep(runs(Self.calm), fail: rate)], attempts([0]))[0].judgment == .fail)
  }

  @Test("a figure that falls below 0 is judged, and a warning in doubt only warns")
  func belowZero() {
    let score = RelativeThreshold(part: nil, difference: 5, .higher, text: "< -5")
    let base = runs([5, 5, 5, 5, 5, 5])
    #expect(rows([creep(base, fail: score)], attempts([-1]))[0].judgment == .fail)
    #expect(rows([creep(base, fail: score)], attempts([1]))[0].judgment == .pass)
    // The failure's limit is kept; the warning's part has nothing to be a part of.
    let fail = RelativeThreshold(part: nil, difference: 20, .lower, text: "> +20")
    let part = RelativeThreshold(part: 0.1, difference: nil, .lower, text: "> +10%")
    let zeros = runs([0, 0, 0, 0, 0, 0])
    #expect(rows([creep(zeros, fail: fail, warn: part)], attempts([5]))[0].judgment == .warn)
  }

  @Test("a figure in another unit begins the series anew, and a limit in another unit says nothing")
  func otherUnits() {
    func baseline(_ unit: MeasureUnit) -> Baseline {
      .runs(Self.calm.map { BaselineRun(id: "r", commit: nil, values: [$0], unit: unit) })
    }
    let row = rows([creep(baseline(.bytesPerSecond))], attempts([10]))[0]
    #expect(row.judgment == .warn && row.downgrade == .insufficientBaseline)
    #expect(row.comparison?.formerUnit == .bytesPerSecond && row.comparison?.runs.isEmpty == true)
    #expect(rows([creep(baseline(.seconds))], attempts([10]))[0].judgment == .pass)
    let excess = RelativeThreshold(part: nil, difference: 5, unit: .bytes, .lower, text: "> +5B")
    let other = rows([creep(baseline(.seconds), fail: excess)], attempts([10]))[0]
    #expect(other.judgment == .unknown(.notMeasured))
    let newest = past([1, 1, 1, 1, 1]).map { figure in
      var figure = figure
      figure.run.unit = .count
      return figure
    }
    let chosen = BaselineChoice.choose(past(Self.calm) + newest, runs: 12)
    #expect(chosen == .runs(newest.map(\.run)))
  }

  @Test(
    "a baseline that is almost 0 decides nothing, and no figure of the row is beyond all numbers",
    arguments: ["1e-320", "1e-310", "5e-324"], [0.1, 5, 1e308])
  func almostZero(_ text: String, _ head: Double) throws {
    let base = try #require(Double(text))
    let excess = RelativeThreshold(part: 0.1, difference: 0.2, .lower, text: ">")
    let baseline = runs([Double](repeating: base, count: 12))
    let row = try #require(rows([creep(baseline, fail: excess)], attempts([head])).first)
    #expect(row.judgment != .pass && row.judgment != .warn)
    let decision = try #require(row.comparison?.decision)
    for value in [
      row.ratio, row.comparison?.margin, decision.p, decision.estimate, decision.low,
      decision.high, decision.detectableChange,
    ] { #expect(value?.isFinite != false) }
  }

  @Test(
    "the worked table of the rule is the judgment",
    arguments: [
      (10.3, .pass), (10.9, .unknown(.tooFewSamples)), (11.2, .warn), (11.5, .fail), (12, .fail),
    ] as [(Double, Judgment)])
  func table(_ head: Double, _ judgment: Judgment) throws {
    let row = try #require(rows([creep(runs(Self.calm))], attempts([head])).first)
    #expect(row.judgment == judgment && row.downgrade == nil)
    let comparison = try #require(row.comparison)
    #expect(abs(try #require(comparison.base) - 10.0684) < 1e-3 && comparison.runs.count == 10)
    #expect(comparison.decision?.detectableChange != nil)
  }

  @Test("fewer than five runs warn whatever the figure: still learning, never a pass")
  func learning() {
    let row = rows([creep(runs([10, 10, 10, 10]))], attempts([1]))[0]
    #expect(
      row.judgment == .warn && row.downgrade == .insufficientBaseline && row.colour == .yellow)
    #expect(rows([creep(runs([]))], attempts([99]))[0].judgment == .warn)
    // What was not measured is unknown all the same.
    var bound = attempts([1])
    bound[0].indicators[.builtIn(.wall)]?.reading = .missing(reason: "gone")
    var record = Samples.stage(.succeeded, wall: .missing(reason: "gone"))
    record.attempts = bound
    let rows = RunJudge.judge(
      [creep(runs([]))], [record], startedAt: Timestamp(milliseconds: 0))
    #expect(rows[0].judgment == .unknown(.notMeasured))
  }

  @Test("a figure of another machine, or without a history, proves nothing")
  func silence() {
    let foreign = rows([creep(.foreign(9))], attempts([99]))[0]
    #expect(foreign.judgment == .unknown(.tainted) && foreign.colour == .unknown)
    #expect(rows([creep(nil)], attempts([9]))[0].judgment == .unknown(.notMeasured))
    let broken = creep(.unavailable(reason: "no permission"))
    #expect(rows([broken], attempts([9]))[0].judgment == .unknown(.notMeasured))
    let zeros = creep(runs([0, 0, 0, 0, 0]))
    #expect(rows([zeros], attempts([9]))[0].judgment == .unknown(.notMeasured))
    // A stage that broke has used at least what it has used, and no less.
    var record = Samples.stage(.failed)
    record.attempts = attempts([99])
    let rows = RunJudge.judge(
      [creep(runs(Self.calm))], [record], startedAt: Timestamp(milliseconds: 0))
    #expect(rows[0].judgment == .unknown(.stageFailed))
  }

  @Test("both excesses have to be exceeded, and a warning comes before the failure")
  func excesses() {
    let both = RelativeThreshold(part: 0.1, difference: 3, .lower, text: "> +10% and > +3s")
    #expect(rows([creep(runs(Self.calm), fail: both)], attempts([12]))[0].judgment == .pass)
    #expect(rows([creep(runs(Self.calm), fail: both)], attempts([14]))[0].judgment == .fail)
    let five = RelativeThreshold(part: 0.02, difference: nil, .lower, text: "> +2%")
    let row = rows([creep(runs(Self.calm), warn: five)], attempts([10.6]))[0]
    #expect(row.judgment == .warn && row.comparison?.margin == 0.02)
    // That it does not fail is proven, whether it should warn is not: not green, and not unknown.
    #expect(rows([creep(runs(Self.calm), warn: five)], attempts([10.2]))[0].judgment == .warn)
    let only = creep(runs(Self.calm), fail: nil, warn: five)
    #expect(rows([only], attempts([10.2]))[0].judgment == .unknown(.tooFewSamples))
    let rate = RelativeThreshold(part: 0.1, difference: nil, .higher, text: "< -10%")
    #expect(rows([creep(runs(Self.calm), fail: rate)], attempts([8]))[0].judgment == .fail)
    #expect(rows([creep(runs(Self.calm), fail: rate)], attempts([12]))[0].judgment == .pass)
  }

  @Test("what is no pass is measured again, and that decides; both answers are kept")
  func confirmation() throws {
    let objective = creep(runs(Self.calm), confirm: 2)
    let next = { (attempts: [AttemptRecord]) in
      RetryPolicy.next(after: attempts, .single, exits: [0], objectives: [objective])
    }
    #expect(next(attempts([10])) == nil)
    #expect(next(attempts([12])) == .confirmation)
    #expect(next(attempts([12], again: [10])) == .confirmation)
    #expect(next(attempts([12], again: [10, 10])) == nil)
    // A confirmation that fails ends it.
    var broken = attempts([12], again: [10])
    broken[1].outcome = .exited(code: 1)
    #expect(next(broken) == nil)
    let row = rows([objective], attempts([12], again: [10, 10]))[0]
    #expect(row.judgment == .pass && row.comparison?.first?.answer == .fail)
    #expect(rows([objective], attempts([12], again: [12, 12]))[0].judgment == .fail)
    // Where there is nothing to compare with, another run changes nothing.
    let learning = creep(runs([]), confirm: 2)
    #expect(
      RetryPolicy.next(after: attempts([12]), .single, exits: [0], objectives: [learning]) == nil)
  }

  @Test("only what asked for it is decided by a confirmation")
  func foreignConfirmation() {
    let asked = creep(runs(Self.calm), confirm: 2, id: "asked")
    let silent = creep(runs(Self.calm), id: "silent")
    let both = rows([asked, silent], attempts([15], again: [10, 10.2]))
    #expect(both[0].judgment == .pass && both[0].measured == .exact(10.1))
    #expect(both[1].judgment == .fail)
    // What passed at once asked for nothing.
    let passed = rows([asked], attempts([10], again: [15, 15]))[0]
    #expect(passed.judgment == .pass && passed.comparison?.first == nil)
  }

  @Test("a history keeps what was confirmed, and nothing of what meant nothing")
  func remembered() {
    var record = RunRecord(
      tool: ToolIdentity(version: "1"),
      run: RunIdentity(
        id: "r", pipeline: "p", startedAt: Timestamp(milliseconds: 0), host: .plain,
        machine: MachineIdentity(
          system: "linux", kernel: "6", architecture: "x", hostname: "h", processors: 1,
          memory: 1, jobs: 1, containment: nil)), verdict: .green, exitCode: 0, headline: "")
    var stage = Samples.stage(.succeeded)
    stage.attempts = attempts([15], again: [10, 10.2])
    let objective = creep(runs(Self.calm), confirm: 2)
    record.stages = [stage]
    record.objectives = RunJudge.judge(
      [objective], [stage], startedAt: Timestamp(milliseconds: 0))
    #expect(HistoryEntry(of: record).figures.first?.values == [10, 10.2])
    record.stages[0].reason = .precondition
    #expect(HistoryEntry(of: record).figures.isEmpty)
  }

  @Test("a figure that means nothing is none among many")
  func meaninglessFamily() {
    let failing = creep(runs(Self.calm))
    var unmet = creep(runs(Self.calm), id: "unmet")
    unmet.given = Precondition(
      failing.indicator, .greater, .value(99, nil), text: "s.wall > 99s")
    unmet.required = false
    let rows = rows([failing, unmet], attempts([11.5]))
    #expect(rows[0].judgment == .fail && rows[1].judgment == .unknown(.precondition))
  }

  @Test("nothing is worse by more than all of it")
  func wholeMargin() {
    let all = RelativeThreshold(part: nil, difference: 200, .higher, text: "< -200")
    let row = rows([creep(runs(Self.calm), fail: all)], attempts([1]))[0]
    #expect(row.judgment == .pass && row.comparison?.decision == nil)
  }

  @Test("among many tests only what is sure together fails")
  func family() {
    // 0.0436 alone is a failure; the second of two needs half of that.
    let failing = creep(runs(Self.calm))
    let calm = (0..<9).map { creep(runs(Self.calm.map { $0 * 2 }), id: "calm\($0)") }
    #expect(rows([failing], attempts([11.5]))[0].judgment == .fail)
    let row = rows([failing] + calm, attempts([11.5]))[0]
    #expect(row.judgment == .warn && row.downgrade == .multipleComparisons && row.colour == .yellow)
    #expect(rows([creep(runs(Self.calm))] + calm, attempts([13]))[0].judgment == .fail)
  }

  @Test("a baseline is the last runs since the level changed, of this machine alone")
  func choice() {
    let two = past([Double](repeating: 10, count: 10) + [12, 12, 12, 12, 12, 12])
    guard case .runs(let level) = BaselineChoice.choose(two, runs: 12) else {
      Issue.record("no runs")
      return
    }
    #expect(level.map(\.values) == [[12], [12], [12], [12], [12], [12]])
    let long = BaselineChoice.choose(past(Self.calm + Self.calm), runs: 12)
    #expect(long == .runs(past(Self.calm + Self.calm).suffix(12).map(\.run)))
    #expect(BaselineChoice.choose(past([1, 2]), runs: 12, foreign: 10) == .foreign(10))
    #expect(BaselineChoice.choose([], runs: 12, foreign: 2) == .runs([]))
  }
}
