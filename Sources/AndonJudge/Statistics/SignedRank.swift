// Wilcoxon's signed-rank statistic (1945): its exact distribution when all signs are equally
// probable. Of 2^n assignments of signs, how many have positive ranks that add up to t.

/// The distribution of the sum of positive ranks among `pairs` pairs.
struct SignedRank {
  // At index t: the probability of t or less.
  private let cumulative: [Double]

  /// Counts; 30 pairs have a thousand million assignments, which a Double counts exactly.
  init(pairs: Int) {
    var ways = [1.0]
    for rank in stride(from: 1, through: pairs, by: 1) {
      var next = ways + [Double](repeating: 0, count: rank)
      for (sum, count) in ways.enumerated() { next[sum + rank] += count }
      ways = next
    }
    let all = ways.reduce(0, +)
    var total = 0.0
    cumulative = ways.map { count in
      total += count
      return total / all
    }
  }

  /// The probability of a sum of `rank` or less.
  func atMost(_ rank: Int) -> Double {
    rank < 0 ? 0 : cumulative[min(rank, cumulative.count - 1)]
  }

  /// The largest sum that is not exceeded with at most this probability; nil when there is none.
  func largest(within probability: Double) -> Int? {
    cumulative.firstIndex { $0 > probability }.flatMap { $0 > 0 ? $0 - 1 : nil }
  }
}
