// Limits over the runs of a sequential series, as the runner asks for them one by one.

import AndonModel
import Testing

@testable import AndonJudge

@Suite("Judge of sequences") struct SequentialTestTests {
  private static func series(_ runs: Int = 7, _ use: Statistic = .median) -> Repetition {
    Repetition(runs: runs, warmup: 1, use: use, end: .sequential)
  }

  private func attempts(_ walls: [Double], warmup: Bool = true) -> [AttemptRecord] {
    let all = (warmup ? [(AttemptRole.warmup, 99.0)] : []) + walls.map { (.measured, $0) }
    return all.enumerated().map { index, attempt in
      var record = AttemptRecord(
        number: index + 1, role: attempt.0, outcome: .exited(code: 0),
        startedAt: Timestamp(milliseconds: 0), log: "")
      record.indicators[.builtIn(.wall)] = Quantity(
        .exact(attempt.1), unit: .seconds, source: .monotonic)
      return record
    }
  }

  // How many runs are made, of those that lie ahead, and what they come to.
  private func end(
    _ walls: [Double], _ objectives: [Objective], _ series: Repetition = Self.series()
  ) -> (runs: Int, judgments: [Judgment]) {
    var made = 0
    while RetryPolicy.next(
      after: attempts(Array(walls.prefix(made))), .series(series), exits: [0],
      objectives: objectives) == .measured, made < walls.count
    {
      made += 1
    }
    var record = Samples.stage(.succeeded)
    record.attempts = attempts(Array(walls.prefix(made)))
    return (
      made,
      objectives.map { objective in
        var objective = objective
        objective.sequence = series
        return Samples.row(objective, record).judgment
      }
    )
  }

  @Test("the figure that is shown is that of the runs that decided")
  func decisive() {
    var limit = Samples.objective(fail: (.greater, 10))
    limit.sequence = Self.series()
    var record = Samples.stage(.succeeded)
    record.attempts = attempts([4, 20, 20, 20, 20, 20, 20])
    let row = Samples.row(limit, record)
    #expect(row.judgment == .pass && row.measured == .exact(4) && row.ratio == 0.4)
  }

  @Test("beside a run without a figure nothing passes, and what is broken still fails")
  func missing() {
    var limit = Samples.objective(fail: (.greater, 10))
    limit.sequence = Self.series()
    for (gaps, walls, judgment) in [
      ([0, 1], [4, 4, 4, 4, 4, 4, 4], Judgment.unknown(.tooFewSamples)),
      ([1], [9.9, 4, 4, 4, 4, 4, 4], .unknown(.tooFewSamples)),
      ([0], [4, 20, 20, 20, 20, 20, 20], .fail), ([1], [4, 4], .pass),
    ] {
      var record = Samples.stage(.succeeded)
      record.attempts = attempts(walls, warmup: false)
      for gap in gaps {
        record.attempts[gap].indicators[.builtIn(.wall)] = Quantity(
          .missing(reason: "no line matched"), unit: .seconds, source: .monotonic)
      }
      #expect(Samples.row(limit, record).judgment == judgment, "\(gaps) \(walls)")
    }
  }

  @Test("a series ends as soon as its limits are decided, and judges what it has seen")
  func ends() {
    let limit = Samples.objective(fail: (.greater, 15))
    let worked = end([14.2, 15.6, 14.1, 14.8, 14.9, 99, 99], [limit])
    #expect(worked.runs == 5 && worked.judgments == [.pass])
    #expect(end([16, 16, 16, 1, 1, 1, 1], [limit]) == (3, [.fail]))
    #expect(end([7, 99, 99], [limit]) == (1, [.pass]))
    #expect(
      end([14, 16, 14, 16, 14, 16, 14, 16], [limit]) == (7, [.unknown(.tooFewSamples)]))
    // A limit that must be stayed below is broken at it.
    #expect(end([15, 15, 15], [Samples.objective(fail: (.greaterOrEqual, 15))]) == (3, [.fail]))
    #expect(end([15, 15, 15], [Samples.objective(fail: (.less, 15))]) == (3, [.pass]))
  }

  @Test("it goes on until every objective and every warning is decided")
  func several() {
    let both = Samples.objective(fail: (.greater, 20), warn: (.greater, 15))
    #expect(end([9, 16, 16, 16, 16, 16, 16], [both]) == (5, [.warn]))
    // What fails needs no answer about the warning.
    #expect(end([21, 21, 21, 1], [both]) == (3, [.fail]))
    let other = Samples.objective(fail: (.greater, 8.5))
    #expect(
      end([9, 9, 9, 9], [Samples.objective(fail: (.greater, 20)), other]) == (3, [.pass, .fail]))
    // Without an objective all runs are made.
    #expect(end([9, 9, 9, 9, 9, 9, 9, 9], []) == (7, []))
  }

  @Test("a quantile fails early, and passes when enough runs are in")
  func quantile() {
    let limit = Samples.objective(fail: (.greater, 15))
    let calm = [Double](repeating: 10, count: 60)
    let series = Self.series(59, .p95)
    #expect(end(calm, [limit], series) == (59, [.pass]))
    let wild = end([Double](repeating: 20, count: 60), [limit], series)
    #expect(wild == (7, [.fail]))
    var one = calm
    one[30] = 20
    #expect(end(one, [limit], series) == (59, [.unknown(.tooFewSamples)]))
  }

  @Test("a run whose bound says nothing about the limit is no run")
  func bounds() {
    var runs = attempts([14, 14, 14], warmup: false)
    runs[1].indicators[.builtIn(.wall)]?.reading = .atLeast(14)
    let limit = Samples.objective(fail: (.greater, 15))
    #expect(!SequentialTest.isSettled(limit, runs, Self.series()))
    runs[1].indicators[.builtIn(.wall)]?.reading = .atLeast(16)
    #expect(
      SequentialTest.answer(
        SequentialTest.readings(of: limit, runs),
        bad: limit.fail ?? .init(.less, 0, unit: .seconds, thresholdText: ""),
        Self.series()) == nil)
    // A stage that was stopped is judged by what it has used.
    var record = Samples.stage(.stopped, wall: .atLeast(20))
    record.attempts = runs
    var sequential = limit
    sequential.sequence = Self.series()
    #expect(Samples.row(sequential, record).judgment == .fail)
  }
}
