// A figure against those of earlier jobs where some are 0 or below, which have no logarithm:
// Student's interval for one new observation (1908), on the values themselves. Pure.
// statistics.md, section 2.

internal import AndonModel
internal import RealModule

/// Decides by how much a figure differs from what it was.
enum DifferenceMethod {
  // statistics.md, section 0.
  private static let alpha = 0.05

  /// The decision over the medians of earlier jobs, at least two.
  ///
  /// A figure that is as good as the best of them has not become worse. Beyond that a difference is
  /// decided, and a part only where all of them are above 0.
  static func decide(_ base: [Double], _ series: [Double?], _ excess: RelativeThreshold)
    -> MethodDecision
  {
    let values = SampleStatistics.measured(series)
    var decision = MethodDecision(.inconclusive(.nothing), runs: values.count)
    decision.excludedPairs = series.count - values.count
    guard !values.isEmpty else { return decision }
    let sign: Double = excess.direction == .lower ? 1 : -1
    let head = SampleStatistics.median(values) * sign
    let earlier = base.map { $0 * sign }
    if earlier.allSatisfy({ head <= $0 }) {
      decision.answer = .pass
      return decision
    }
    decision.answer = .inconclusive(.nonPositive)
    let hasPart = excess.part != nil && base.allSatisfy { $0 > 0 }
    let part = hasPart ? (excess.part ?? 0) * SampleStatistics.mean(base) : 0
    if excess.difference == nil, !hasPart { return decision }
    let allowed = max(excess.difference ?? 0, part)
    let count = Double(base.count)
    let distribution = StudentT(freedom: count - 1)
    let change = head - SampleStatistics.mean(earlier)
    let error = SampleStatistics.deviation(earlier) * (1 + 1 / count).squareRoot()
    let width = distribution.quantile(upper: alpha) * error
    if change + width <= allowed {
      decision.answer = .pass
    } else if excess.part != nil, !hasPart {
      return decision
    } else {
      decision.answer =
        change - width > allowed ? .fail : change > allowed ? .warn : .inconclusive(.noise)
    }
    decision.p =
      error > 0
      ? distribution.upperTail((change - allowed) / error) : change > allowed ? 0 : 1
    return decision
  }
}
