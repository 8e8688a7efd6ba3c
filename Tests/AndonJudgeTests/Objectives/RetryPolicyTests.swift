// Whether a stage is started again. Design, section 3, rows "soft deadline", "retry", "repeat".

import AndonJudge
import AndonModel
import Testing

@Suite("Judge of attempts") struct RetryPolicyTests {
  /// Lets a stage run through outcomes; what each attempt was for.
  private func roles(_ policy: AttemptPolicy, _ outcomes: [Outcome], exits: [Int] = [0]) -> [String]
  {
    var attempts: [AttemptRecord] = []
    var outcomes = outcomes[...]
    while let role = RetryPolicy.next(after: attempts, policy, exits: exits) {
      guard let outcome = outcomes.popFirst() else { return attempts.map(\.role.rawValue) + ["…"] }
      var attempt = AttemptRecord(
        number: attempts.count + 1, role: role, outcome: outcome,
        startedAt: Timestamp(milliseconds: 0), log: "")
      if case .stopped(.rerun, _, _) = outcome { attempt.role = .rerun }
      attempts.append(attempt)
    }
    return attempts.map(\.role.rawValue)
  }

  private static let good = Outcome.exited(code: 0)
  private static let bad = Outcome.exited(code: 1)
  private static let hard = Outcome.stopped(.hard, limit: 1, ending: .survived)
  private static let rerun = Outcome.stopped(.rerun, limit: 1, ending: .survived)
  private static let budget = Outcome.stopped(.budget, limit: 1, ending: .survived)

  @Test(
    "once",
    arguments: [
      ([good], ["measured"]), ([bad], ["measured"]), ([hard], ["measured"]),
    ] as [([Outcome], [String])])
  func once(_ outcomes: [Outcome], _ expected: [String]) {
    #expect(roles(.single, outcomes) == expected)
  }

  @Test(
    "retries follow a failure or a hard stop, and nothing else",
    arguments: [
      ([bad, hard, good], ["measured", "retry", "retry"]),
      ([bad, bad, bad], ["measured", "retry", "retry"]),
      ([bad, good], ["measured", "retry"]), ([good], ["measured"]),
      ([.signalled(.kill), good], ["measured", "retry"]),
      ([.couldNotStart(detail: "")], ["measured"]), ([.lost(detail: "")], ["measured"]),
      ([.cancelled(by: .interrupt, ending: .survived)], ["measured"]),
      ([bad, budget], ["measured", "retry"]),
    ] as [([Outcome], [String])])
  func retry(_ outcomes: [Outcome], _ expected: [String]) {
    #expect(roles(.once(retries: 2, onSoft: .extend), outcomes) == expected)
  }

  @Test(
    "only time climbs the ladder, and it does so once",
    arguments: [
      ([rerun, good], ["rung", "measured"]), ([rerun, bad], ["rung", "measured"]),
      ([bad], ["measured"]),
      ([rerun, hard], ["rung", "measured"]), ([good], ["measured"]),
    ] as [([Outcome], [String])])
  func ladder(_ outcomes: [Outcome], _ expected: [String]) {
    #expect(roles(.once(retries: 0, onSoft: .rerun), outcomes) == expected)
  }

  @Test(
    "a ladder takes no retry away",
    arguments: [
      ([rerun, bad, good], ["rung", "measured", "retry"]),
      ([bad, rerun, good], ["measured", "rung", "retry"]),
      ([bad, rerun, bad], ["measured", "rung", "retry"]),
    ] as [([Outcome], [String])])
  func both(_ outcomes: [Outcome], _ expected: [String]) {
    #expect(roles(.once(retries: 1, onSoft: .rerun), outcomes) == expected)
  }

  @Test(
    "a series warms up first and ends with its first failure",
    arguments: [
      ([good, good, good], ["warmup", "measured", "measured"]), ([bad], ["warmup"]),
      ([good, bad], ["warmup", "measured"]),
      ([good, good, hard], ["warmup", "measured", "measured"]),
      ([good, hard], ["warmup", "measured"]),
    ] as [([Outcome], [String])])
  func series(_ outcomes: [Outcome], _ expected: [String]) {
    let policy = AttemptPolicy.series(Repetition(runs: 2, warmup: 1, use: .median))
    #expect(roles(policy, outcomes) == expected)
  }

  @Test("good exit codes are those that are listed")
  func exits() {
    let policy = AttemptPolicy.once(retries: 1, onSoft: .extend)
    #expect(roles(policy, [.exited(code: 3)], exits: [3]) == ["measured"])
    #expect(
      roles(policy, [.exited(code: 0), .exited(code: 3)], exits: [3]) == ["measured", "retry"])
  }
}
