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
    var downgrade: DowngradeReason?
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
    let first = answer(terms, figures(indicator, in: attempts.comparable))
    let again = attempts.filter { $0.role == .confirmation }
    // Only what asked for it is decided by it: other objectives of the stage have their answer.
    guard !again.isEmpty, terms.confirm != nil, isDoubtful(first) else { return first }
    let figures = figures(indicator, in: again)
    var second = answer(terms, figures)
    second.record.first = first.record.decision
    let measured = figures.values.compactMap { $0 }
    if !measured.isEmpty { second.measured = SampleStatistics.median(measured) }
    return second
  }

  /// How many runs are wanted to decide again.
  static func confirmations(_ objective: Objective, _ attempts: [AttemptRecord]) -> Int {
    guard let terms = objective.relative, let runs = terms.confirm else { return 0 }
    let first = answer(terms, figures(objective.indicator.name, in: attempts.comparable))
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

  // The values of attempts, and their unit.
  private struct Figures {
    /// A bound is not a value that can be compared.
    var values: [Double?] = []
    var unit: MeasureUnit?
  }

  private static func figures(_ name: IndicatorName, in attempts: [AttemptRecord]) -> Figures {
    let quantities = attempts.map { $0.indicators[name] }
    let values = quantities.map { quantity -> Double? in
      if case .exact(let value) = quantity?.reading { value } else { nil }
    }
    let unit = quantities.lazy.compactMap { $0 }.first { $0.reading.value != nil }?.unit
    return Figures(values: values, unit: unit?.series)
  }

  private static func answer(_ terms: RelativeTerms, _ head: Figures) -> Answer {
    guard case .runs(let all) = terms.baseline else { return silence(terms) }
    let runs = all.filter { $0.unit == nil || head.unit == nil || $0.unit == head.unit }
    var record = ComparisonRecord(against: terms.against.text, baseline: .runs(runs))
    if runs.count < all.count { record.formerUnit = all.last { $0.unit != head.unit }?.unit }
    let jobs = runs.map { SampleStatistics.measured($0.values) }.filter { !$0.isEmpty }
    if jobs.count < RelativeMethod.minJobs {
      return Answer(judgment: .warn, downgrade: .insufficientBaseline, record: record)
    }
    let medians = jobs.map(SampleStatistics.median)
    let isPositive = (jobs.joined() + head.values.compactMap { $0 }).allSatisfy { $0 > 0 }
    let base =
      isPositive
      ? Double.exp(SampleStatistics.mean(medians.map { .log($0) })) : SampleStatistics.mean(medians)
    record.base = base
    var answer = Answer(judgment: .pass, downgrade: nil, record: record)
    judge(terms, head, &answer) { excess in
      if !isPositive { return DifferenceMethod.decide(medians, head.values, excess) }
      let tolerance = Margin(margin: excess.margin(of: base), excess.direction)
      return RelativeMethod.decide(.init(baseline: jobs, head: head.values, tolerance))
    }
    return answer
  }

  // There is no baseline, or one that must not be used.
  private static func silence(_ terms: RelativeTerms) -> Answer {
    let baseline = terms.baseline ?? .unavailable(reason: "no history was asked")
    let isForeign = if case .foreign = baseline { true } else { false }
    return Answer(
      judgment: .unknown(isForeign ? .tainted : .notMeasured), downgrade: nil,
      record: ComparisonRecord(against: terms.against.text, baseline: baseline))
  }

  // fail is looked at first; where it is undecidable nothing else is said.
  private static func judge(
    _ terms: RelativeTerms, _ head: Figures, _ answer: inout Answer,
    _ decide: (RelativeThreshold) -> MethodDecision
  ) {
    let base = answer.record.base ?? 0
    for (excess, judgment) in [(terms.fail, Judgment.fail), (terms.warn, .warn)] {
      guard let excess else { continue }
      let margin = excess.margin(of: base)
      // A figure that is not below 0 is never worse by more than all of it.
      let isPositive = base > 0 && head.values.allSatisfy { ($0 ?? 0) >= 0 }
      if isPositive, excess.direction == .higher, margin >= 1 { continue }
      var decision = decide(excess)
      if let unit = head.unit, let other = excess.unit, excess.difference != nil,
        !unit.isComparable(with: other)
      {
        decision.answer = .inconclusive(.units)
      }
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
      case .inconclusive(.nothing), .inconclusive(.units):
        answer.judgment = .unknown(.notMeasured)
      case .inconclusive(.nonPositive) where judgment == .fail || terms.fail == nil:
        answer.judgment = .unknown(.notMeasured)
      case .inconclusive(.tooFew), .inconclusive(.noise), .inconclusive(.nonPositive):
        // That it does not fail is proven then: only whether it should warn is not.
        answer.judgment = judgment == .warn && terms.fail != nil ? .warn : .unknown(.tooFewSamples)
      }
      return
    }
  }
}
