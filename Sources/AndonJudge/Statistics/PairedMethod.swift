// Head against base in pairs, looked at after 6, 8, 12, 20 and 30 of them: Wilcoxon's signed-rank
// test (1945) with the estimate of Hodges and Lehmann (1963) and Pocock's constant level for each
// look (1977). Pure. statistics.md, section 3.

internal import AndonModel
internal import RealModule

/// Decides whether the head of several pairs is worse than its base.
package enum PairedMethod {
  /// The numbers of pairs after which it is looked.
  package static let looks = [6, 8, 12, 20, 30]
  // Each look may err by this part of what the whole sequence may: 0.0170 of 0.05.
  private static let share = 0.34

  // What all pairs have in common with all others of their number.
  private static let distributions = looks.map { SignedRank(pairs: $0) }

  /// The decision after as many pairs as it takes.
  static func decide(_ question: PairedQuestion) -> MethodDecision {
    let pairs = Array(zip(question.base, question.head))
    let tolerance = question.tolerance
    let changes = pairs.compactMap { base, head -> Double? in
      guard let base, let head, base > 0, head > 0, base.isFinite, head.isFinite else { return nil }
      let ratio = head / base
      let isNumber = ratio.isFinite && ratio > 0
      return tolerance.change(isNumber ? .log(ratio) : .log(head) - .log(base))
    }
    var decision = MethodDecision(
      .inconclusive(changes.isEmpty ? .nothing : .tooFew), runs: changes.count)
    let excludedPairs = pairs.count - changes.count
    if changes.count < looks[0] || question.maxRuns < looks[0] {
      decision.runs = min(changes.count, max(0, question.maxRuns))
      if decision.runs > 0 {
        decision.estimate = tolerance.ratio(
          Statistic.median(ofSorted: walsh(changes.prefix(decision.runs))))
      }
    }
    for (look, distribution) in zip(looks, distributions)
    where look <= changes.count && look <= question.maxRuns {
      decision = self.look(changes.prefix(look), distribution, tolerance)
      if decision.answer == .pass || decision.answer == .fail { break }
    }
    decision.excludedPairs = excludedPairs
    return decision
  }

  private static func look(
    _ changes: ArraySlice<Double>, _ distribution: SignedRank, _ tolerance: Margin
  ) -> MethodDecision {
    let averages = walsh(changes)
    let estimate = Statistic.median(ofSorted: averages)
    var decision = MethodDecision(.inconclusive(.tooFew), runs: changes.count)
    decision.estimate = tolerance.ratio(estimate)
    decision.p = p(changes, distribution, tolerance.allowed)
    guard let end = distribution.largest(within: share * tolerance.alpha) else {
      if Margin.isAbove(estimate, tolerance.allowed) { decision.answer = .warn }
      return decision
    }
    let (low, high) = (averages[end], averages[averages.count - 1 - end])
    decision.answer = tolerance.answer(low: low, estimate: estimate, high: high)
    decision.decide(tolerance, low: low, estimate: estimate, high: high)
    decision.detectableChange = tolerance.ratio(tolerance.allowed + estimate - low).map(abs)
    return decision
  }

  // The means of all pairs of changes, each with itself too, the lowest first.
  private static func walsh(_ changes: ArraySlice<Double>) -> [Double] {
    let sorted = changes.sorted()
    var averages: [Double] = []
    averages.reserveCapacity(sorted.count * (sorted.count + 1) / 2)
    for (index, first) in sorted.enumerated() {
      for second in sorted[index...] { averages.append((first + second) / 2) }
    }
    averages.sort()
    return averages
  }

  // How probable so few and so low ranks below the limit are when the change is just the limit.
  private static func p(
    _ changes: ArraySlice<Double>, _ distribution: SignedRank, _ allowed: Double
  ) -> Double {
    let differences = changes.map { $0 - allowed }.sorted { abs($0) < abs($1) }
    var sum = 0.0
    var start = 0
    while start < differences.count {
      let ties = differences[start...].prefix {
        !Margin.isAbove(abs($0), abs(differences[start]))
      }
      let rank = Double(start + 1 + ties.endIndex) / 2
      for difference in ties {
        if Margin.isAbove(0, difference) {
          sum += rank
        } else if !Margin.isAbove(difference, 0) {
          sum += rank / 2
        }
      }
      start = ties.endIndex
    }
    return distribution.atMost(Int(sum.rounded(.up)))
  }
}
