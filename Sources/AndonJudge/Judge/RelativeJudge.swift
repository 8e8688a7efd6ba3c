// A promise about change, held against earlier runs. Pure. Design, section 2 ("still learning");
// statistics.md, section 2.
// Too few runs warn, whatever the figure: they never pass. A figure of another machine proves
// nothing.

internal import AndonModel
internal import RealModule

/// Judges relative objectives.
enum RelativeJudge {
  /// What is answered, and how it came about.
  struct Answer {
    /// The answer.
    var judgment: Judgment
    /// Why it is a warning although its limits say otherwise.
    var cap: Cap?
    /// How it was decided.
    var record: ComparisonRecord
    /// How probable the figure is when it is just as much worse as is allowed.
    var p: Double?
    /// The figure that was confirmed; nil where it was measured once.
    var measured: Double?
  }

  /// The answer that a stage's attempts give; the confirmation decides where there was one.
  static func answer(
    _ terms: RelativeTerms, _ indicator: IndicatorName, _ attempts: [AttemptRecord]
  ) -> Answer {
    let first = answer(terms, values(indicator, in: attempts.comparable))
    let again = attempts.filter { $0.role == .confirmation }
    // Only what asked for it is decided by it: other objectives of the stage have their answer.
    guard !again.isEmpty, terms.confirm != nil, isDoubtful(first) else { return first }
    let figures = values(indicator, in: again)
    var second = answer(terms, figures)
    second.record.first = first.record.decision
    let measured = figures.compactMap { $0 }
    if !measured.isEmpty { second.measured = Samples.median(measured) }
    return second
  }

  /// How many runs are wanted to decide again.
  static func confirmations(_ objective: Objective, _ attempts: [AttemptRecord]) -> Int {
    guard let terms = objective.relative, let runs = terms.confirm else { return 0 }
    let first = answer(terms, values(objective.indicator.name, in: attempts.comparable))
    return isDoubtful(first) ? runs : 0
  }

  // Whether it is no pass, and other runs could change that.
  private static func isDoubtful(_ answer: Answer) -> Bool {
    guard let decision = answer.record.decision, answer.judgment != .pass else { return false }
    return switch decision.answer {
    case .warn, .fail, .inconclusive(.noise), .pass: true
    case .inconclusive(.nothing), .inconclusive(.tooFew), .inconclusive(.nonPositive),
      .inconclusive(.units):
      false
    }
  }

  // What is only a bound is no value that could be compared.
  private static func values(_ name: IndicatorName, in attempts: [AttemptRecord]) -> [Double?] {
    attempts.map { attempt in
      if case .exact(let value) = attempt.indicators[name]?.reading { value } else { nil }
    }
  }

  private static func answer(_ terms: RelativeTerms, _ head: [Double?]) -> Answer {
    guard case .runs(let runs) = terms.baseline else { return silence(terms) }
    var record = ComparisonRecord(against: terms.against.text, baseline: .runs(runs))
    let jobs = runs.map { Samples.measured($0.values) }.filter { !$0.isEmpty }
    if jobs.count < RelativeRule.leastJobs {
      return Answer(judgment: .warn, cap: .learning, record: record)
    }
    guard jobs.allSatisfy({ $0.allSatisfy { $0 > 0 } }) else {
      record.decision = RuleDecision(.inconclusive(.nonPositive), runs: head.count)
      return Answer(judgment: .unknown(.notMeasured), cap: nil, record: record)
    }
    let base = Double.exp(Samples.mean(jobs.map { .log(Samples.median($0)) }))
    record.base = base
    var answer = Answer(judgment: .pass, cap: nil, record: record)
    judge(terms, jobs, head, base, &answer)
    return answer
  }

  // There is no baseline, or one that must not be used.
  private static func silence(_ terms: RelativeTerms) -> Answer {
    let baseline = terms.baseline ?? .unavailable(reason: "no history was asked")
    let isForeign = if case .foreign = baseline { true } else { false }
    return Answer(
      judgment: .unknown(isForeign ? .tainted : .notMeasured), cap: nil,
      record: ComparisonRecord(against: terms.against.text, baseline: baseline))
  }

  // fail is looked at first; where it is undecidable nothing else is said.
  private static func judge(
    _ terms: RelativeTerms, _ jobs: [[Double]], _ head: [Double?], _ base: Double,
    _ answer: inout Answer
  ) {
    for (excess, judgment) in [(terms.fail, Judgment.fail), (terms.warn, .warn)] {
      guard let excess else { continue }
      let margin = excess.margin(of: base)
      // Nothing is worse by more than all of it.
      if excess.direction == .higher, margin >= 1 { continue }
      let tolerance = Tolerance(margin: margin, excess.direction)
      let decision = RelativeRule.decide(.init(baseline: jobs, head: head, tolerance))
      if answer.p == nil { answer.p = decision.p }
      // The row tells of the condition that decided it.
      if answer.record.decision == nil || decision.answer != .pass {
        answer.record.decision = decision
        answer.record.margin = margin.isFinite ? margin : nil
      }
      switch decision.answer {
      case .pass: continue
      case .fail: answer.judgment = judgment
      case .warn: answer.judgment = .warn
      case .inconclusive(.nothing), .inconclusive(.nonPositive), .inconclusive(.units):
        answer.judgment = .unknown(.notMeasured)
      case .inconclusive(.tooFew), .inconclusive(.noise):
        // That it does not fail is proven then: only whether it should warn is not.
        answer.judgment = judgment == .warn && terms.fail != nil ? .warn : .unknown(.tooFewSamples)
      }
      return
    }
  }
}
