// A figure against those of earlier jobs: Student's interval for one new observation (1908), on
// logarithms. Pure. statistics.md, section 2. The repeats of one job are one observation: pooled,
// they raise a false alarm in every fifth run.

internal import AndonModel
internal import RealModule

/// Decides whether a figure is worse than it was.
enum RelativeMethod {
  /// Fewer jobs than this say nothing.
  static let minJobs = 5
  /// Older jobs than these do not count.
  static let maxJobs = 20
  // Jobs that all took the same time would make every difference significant.
  private static let minDeviation = 0.005
  // How often a change that is provable would be proven.
  private static let power = 0.8

  /// The decision over the most recent jobs.
  static func decide(_ question: RelativeQuestion) -> MethodDecision {
    let head = SampleStatistics.measured(question.head)
    let jobs = question.baseline.map(SampleStatistics.measured).filter { !$0.isEmpty }.suffix(
      maxJobs)
    var decision = MethodDecision(.inconclusive(.nothing), runs: head.count)
    decision.excludedPairs = question.head.count - head.count
    guard !head.isEmpty else { return decision }
    let value = SampleStatistics.median(head)
    guard
      let scaled = UnitScale.convert(value, from: question.unit, to: question.baselineUnit)
    else {
      decision.answer = .inconclusive(.units)
      return decision
    }
    guard head.allSatisfy({ $0 > 0 }), jobs.allSatisfy({ $0.allSatisfy { $0 > 0 } }) else {
      decision.answer = .inconclusive(.nonPositive)
      return decision
    }
    let base = jobs.map { Double.log(SampleStatistics.median($0)) }
    judge(.log(scaled), base, question.tolerance, &decision)
    return decision
  }

  private static func judge(
    _ head: Double, _ base: [Double], _ tolerance: Margin, _ decision: inout MethodDecision
  ) {
    guard base.count >= minJobs else {
      decision.answer = .inconclusive(.tooFew)
      if !base.isEmpty {
        decision.estimate = tolerance.ratio(tolerance.change(head - SampleStatistics.mean(base)))
      }
      return
    }
    let count = Double(base.count)
    let distribution = StudentT(freedom: count - 1)
    let change = tolerance.change(head - SampleStatistics.mean(base))
    let error = max(SampleStatistics.deviation(base), minDeviation) * (1 + 1 / count).squareRoot()
    let bound = distribution.quantile(upper: tolerance.alpha)
    let width = bound * error
    decision.answer = tolerance.answer(
      low: change - width, estimate: change, high: change + width)
    decision.decide(tolerance, low: change - width, estimate: change, high: change + width)
    decision.p = distribution.upperTail((change - tolerance.allowed) / error)
    let seen = (bound + distribution.quantile(upper: 1 - power)) * error
    decision.detectableChange = tolerance.ratio(tolerance.allowed + seen).map(abs)
  }
}
