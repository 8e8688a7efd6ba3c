// The table of the design, section 2 and 3, row by row.

import AndonJudge
import AndonModel
import Testing

@Suite("Judge of an objective") struct ObjectiveJudgeTests {
  @Test(
    "fail is looked at first, then warn",
    arguments: [(5, .pass), (15, .warn), (16, .warn), (25, .fail)] as [(Double, Judgment)])
  func order(_ wall: Double, _ expected: Judgment) {
    let both = Samples.objective(fail: (.greater, 20), warn: (.greaterOrEqual, 15))
    #expect(Samples.judge(both, Samples.stage(.succeeded, wall: .exact(wall))) == expected)
  }

  @Test("an undecidable fail is unknown, even when warn is proven")
  func undecidableFail() {
    let both = Samples.objective(fail: (.greater, 20), warn: (.greater, 5))
    #expect(
      Samples.judge(both, Samples.stage(.succeeded, wall: .atLeast(10))) == .unknown(.censored))
    let decided = Samples.objective(fail: (.less, 3), warn: (.greater, 5))
    #expect(Samples.judge(decided, Samples.stage(.succeeded, wall: .atLeast(10))) == .warn)
    #expect(
      Samples.judge(decided, Samples.stage(.succeeded, wall: .atLeast(4))) == .unknown(.censored))
  }

  @Test("a bound decides only what it proves")
  func bounds() {
    let upper = Samples.objective(fail: (.greater, 20))
    #expect(Samples.judge(upper, Samples.stage(.succeeded, wall: .atLeast(21))) == .fail)
    #expect(Samples.judge(upper, Samples.stage(.succeeded, wall: .atMost(20))) == .pass)
    #expect(
      Samples.judge(upper, Samples.stage(.succeeded, wall: .atMost(21))) == .unknown(.censored))
    let lower = Samples.objective(fail: (.less, 20))
    #expect(Samples.judge(lower, Samples.stage(.succeeded, wall: .atLeast(20))) == .pass)
    #expect(Samples.judge(lower, Samples.stage(.succeeded, wall: .atMost(19))) == .fail)
  }

  @Test("what is missing is unknown, never 0")
  func missing() {
    for relation in Comparison.Relation.allCases {
      let any = Samples.objective(fail: (relation, 0))
      #expect(
        Samples.judge(any, Samples.stage(.succeeded, wall: .missing(reason: "x")))
          == .unknown(.notMeasured))
    }
    #expect(
      Samples.judge(Samples.objective("cpu", fail: (.greater, 1)), Samples.stage(.succeeded))
        == .unknown(.notMeasured))
  }

  @Test("a stage that was stopped proves a miss of its limit and nothing else")
  func stopped() {
    let cutOff = Samples.stage(.stopped, wall: .atLeast(130))
    #expect(Samples.judge(Samples.objective(fail: (.greater, 15)), cutOff) == .fail)
    #expect(Samples.judge(Samples.objective(fail: (.greater, 300)), cutOff) == .unknown(.censored))
    #expect(Samples.judge(Samples.objective(fail: (.less, 15)), cutOff) == .unknown(.censored))
  }

  @Test("a stage that failed has met no limit of a resource, but may have broken it")
  func failed() {
    let broken = Samples.stage(.failed, wall: .exact(3), metric: .exact(7))
    #expect(
      Samples.judge(Samples.objective(fail: (.greater, 15)), broken) == .unknown(.stageFailed))
    #expect(Samples.judge(Samples.objective(fail: (.greater, 2)), broken) == .fail)
    #expect(
      Samples.judge(Samples.objective(fail: nil, warn: (.greater, 2)), broken)
        == .unknown(.stageFailed))
    #expect(Samples.judge(Samples.objective(fail: (.less, 5)), broken) == .unknown(.stageFailed))
    #expect(Samples.judge(Samples.objective("m", fail: (.less, 5)), broken) == .pass)
    #expect(Samples.judge(Samples.objective("m", fail: (.less, 8)), broken) == .fail)
    #expect(
      Samples.judge(Samples.objective("x", fail: (.less, 8)), broken) == .unknown(.stageFailed))
  }

  @Test(
    "what never ran has its reason",
    arguments: [
      (.skipped, .blocked), (.couldNotStart, .stageFailed), (.cancelled, .cancelled),
      (.lost, .lost),
    ] as [(StageState, UnknownReason)])
  func neverRan(_ state: StageState, _ reason: UnknownReason) {
    var record = Samples.stage(state)
    record.attempts = []
    #expect(Samples.judge(Samples.objective(fail: (.greater, 1)), record) == .unknown(reason))
  }

  @Test(
    "a proven fail stays a fail, whoever ended the stage", arguments: [StageState.cancelled, .lost])
  func provenFail(_ state: StageState) {
    let cutOff = Samples.stage(state, wall: .atLeast(50))
    #expect(Samples.judge(Samples.objective(fail: (.greater, 20)), cutOff) == .fail)
    let reason: UnknownReason = state == .cancelled ? .cancelled : .lost
    #expect(Samples.judge(Samples.objective(fail: (.greater, 60)), cutOff) == .unknown(reason))
  }

  @Test("fewer than five samples pass only below half of the limit")
  func thinSampling() {
    let limit = Samples.objective("peak-memory", fail: (.greater, 100))
    func peak(_ reading: BoundedValue) -> Judgment {
      Samples.judge(limit, Samples.stage(.succeeded, peak: reading))
    }
    // What rests on enough samples is exact; the bound is set where it is measured.
    #expect(peak(.exact(99)) == .pass)
    #expect(peak(.atLeast(49)) == .pass)
    #expect(peak(.atLeast(50)) == .unknown(.tooFewSamples))
    #expect(peak(.atLeast(101)) == .fail)
    #expect(peak(.missing(reason: "too short")) == .unknown(.tooFewSamples))
    let broken = Samples.stage(.failed, peak: .atLeast(10))
    #expect(Samples.judge(limit, broken) == .unknown(.stageFailed))
  }

  @Test("blockers and root come from the stage, the ratio from value and limit")
  func rows() {
    var skipped = Samples.stage(.skipped)
    skipped.blockedBy = [StageID("a"), StageID("b")]
    skipped.root = StageID("a")
    let blocked = Samples.row(Samples.objective(fail: (.greater, 5)), skipped)
    #expect(blocked.blockedBy == skipped.blockedBy && blocked.root == StageID("a"))
    #expect(blocked.measured.value == nil && blocked.ratio == nil)
    let met = Samples.row(
      Samples.objective(fail: (.greater, 5)), Samples.stage(.succeeded, wall: .exact(4)))
    #expect(met.ratio == 0.8)
    let zero = Samples.row(Samples.objective(fail: (.greater, 0)), Samples.stage(.succeeded))
    #expect(zero.ratio == nil)
  }

  @Test("a waiver excuses a failure up to its day and its value, and nothing else")
  func waivers() {
    func waived(
      _ until: Int64, notAbove: Double? = nil, wall: BoundedValue = .exact(10),
      state: StageState = .succeeded
    ) -> ObjectiveRecord {
      var promise = Samples.objective(fail: (.greater, 5))
      promise.waiver = Waiver(
        until: CalendarDay(number: Samples.today.number + until), owner: "me", reason: "later")
      promise.waiver?.notAbove = notAbove
      return Samples.row(promise, Samples.stage(state, wall: wall))
    }
    #expect(waived(0).isWaived && waived(0).colour == .yellow && waived(0).judgment == .fail)
    #expect(!waived(-1).isWaived && waived(-1).colour == .red)
    #expect(waived(0, notAbove: 10).isWaived)
    #expect(!waived(0, notAbove: 9).isWaived)
    // What was cut off may lie anywhere above.
    #expect(!waived(0, notAbove: 99, wall: .atLeast(10), state: .stopped).isWaived)
    #expect(waived(0, wall: .atLeast(10), state: .stopped).isWaived)
    // It never covers an unknown, and is not needed for a pass.
    let unknown = waived(0, wall: .missing(reason: "x"))
    #expect(unknown.judgment == .unknown(.notMeasured) && unknown.colour == .unknown)
    #expect(!unknown.isWaived && !waived(0, wall: .exact(1)).isWaived)
  }

  @Test("a precondition that is not met, or not shown, comes before what is proven")
  func preconditions() {
    let broken = Samples.objective(fail: (.greater, 5))
    let record = Samples.stage(.succeeded, wall: .exact(10))
    #expect(Samples.row(broken, record, given: .holds).judgment == .fail)
    #expect(Samples.row(broken, record, given: .doesNotHold).judgment == .unknown(.precondition))
    #expect(Samples.row(broken, record, given: .undecided).judgment == .unknown(.precondition))
    var skipped = Samples.stage(.skipped)
    skipped.reason = .blocked
    #expect(Samples.row(broken, skipped, given: .doesNotHold).judgment == .unknown(.blocked))
    var unmet = record
    unmet.reason = .precondition
    #expect(Samples.row(broken, unmet).judgment == .unknown(.precondition))
  }

  @Test("given × missing: a figure that is missing, cut off or blocked shows nothing")
  func given() {
    func judgment(_ metric: BoundedValue?, _ state: StageState = .succeeded) -> Judgment {
      var promise = Samples.objective(fail: (.greater, 50))
      promise.given = Precondition(
        IndicatorReference(stage: StageID("load"), name: .metric("m")), .greaterOrEqual,
        .value(1000, .count), text: "load.m >= 1000")
      let stages = [Samples.stage(.succeeded), Samples.stage(state, id: "load", metric: metric)]
      return RunJudge.judge([promise], stages, startedAt: Timestamp(milliseconds: 0))[0].judgment
    }
    #expect(judgment(.exact(1000)) == .pass)
    #expect(judgment(.atLeast(1000)) == .pass)
    #expect(judgment(.exact(999)) == .unknown(.precondition))
    #expect(judgment(.atLeast(999)) == .unknown(.precondition))
    #expect(judgment(.missing(reason: "x")) == .unknown(.precondition))
    #expect(judgment(nil) == .unknown(.precondition))
    // A metric of a failed stage stays valid.
    #expect(judgment(.exact(1000), .failed) == .pass)
  }

  @Test("what only held in the end is at best a warning")
  func caps() {
    let kept = Samples.objective(fail: (.greater, 50))
    var flaky = Samples.stage(.succeeded)
    flaky.flaky = true
    #expect(
      Samples.row(kept, flaky).judgment == .warn && Samples.row(kept, flaky).downgrade == .flaky)
    var climbed = Samples.stage(.succeeded)
    climbed.attempts[0].role = .rerun
    #expect(Samples.row(kept, climbed).downgrade == .rerun)
    #expect(Samples.row(Samples.objective(fail: (.greater, 5)), flaky).judgment == .fail)
  }

  @Test(
    "the budget is the reason of what it stopped, unless a miss is proven")
  func budget() {
    var stopped = Samples.stage(.stopped, wall: .atLeast(10))
    stopped.reason = .budget
    #expect(Samples.judge(Samples.objective(fail: (.greater, 5)), stopped) == .fail)
    #expect(Samples.judge(Samples.objective(fail: (.greater, 50)), stopped) == .unknown(.budget))
  }

  @Test("a figure in another unit than its limits is missing, never a number")
  func units() {
    let seconds = Samples.objective(fail: (.greater, 5))
    var record = Samples.stage(.succeeded, wall: .exact(10))
    record.indicators[.builtIn(.wall)] = Quantity(.exact(10), unit: .bytes, source: .monotonic)
    #expect(Samples.judge(seconds, record) == .unknown(.notMeasured))
    #expect(Samples.row(seconds, record).measured == .missing(reason: "it was measured in B"))
  }

  @Test("a waiver excuses no value that is only a lower bound")
  func waivedBound() {
    var promise = Samples.objective(fail: (.greater, 5))
    promise.waiver = Waiver(until: Samples.today, owner: "me", reason: "later")
    promise.waiver?.notAbove = 60
    #expect(Samples.row(promise, Samples.stage(.succeeded, wall: .exact(20))).isWaived)
    // A stage that failed after 20 s might have taken any time.
    #expect(!Samples.row(promise, Samples.stage(.failed, wall: .exact(20))).isWaived)
  }
}
