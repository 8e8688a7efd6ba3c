// A limit on a quantile, such as "95 of 100 runs take at most 2 s": the exact binomial test of how
// many runs were beyond it. Pure. statistics.md, section 1, last row.
// With a fixed number of runs it may end early only where the rest could change nothing: then the
// error stays what it is.

internal import AndonModel

/// Decides whether a quantile keeps its limit.
enum QuantileMethod {
  private static let alpha = 0.05

  /// The answer of so many runs of which so many were beyond the limit; nil when it is neither.
  static func answer(_ quantile: Double, runs: Int, overs: Int) -> MethodDecision.Answer? {
    let distribution = Binomial(trials: runs, probability: 1 - quantile)
    if distribution.atLeast(overs) <= alpha { return .fail }
    return distribution.atMost(overs) <= alpha ? .pass : nil
  }

  /// The answer that all runs will give whatever becomes of those that are left; nil when they may
  /// still decide.
  static func settled(
    _ quantile: Double, runs: Int, overs: Int, of most: Int
  ) -> MethodDecision.Answer? {
    if answer(quantile, runs: most, overs: overs) == .fail { return .fail }
    let worst = overs + most - runs
    if answer(quantile, runs: most, overs: worst) == .pass { return .pass }
    return runs >= most ? .inconclusive(runs == 0 ? .nothing : .tooFew) : nil
  }
}
