// A series cut into levels so that squared deviations and a penalty for each cut add up to the
// least: optimal partitioning by dynamic programming (Jackson et al., 2005). Pure.

/// Cuts a series.
struct OptimalPartitioning {
  private static let least = 3
  // Sums of squares differ in their last digits although they are the same.
  private static let noise = 1e-12

  // At index i: the sums over the first i values, about their common mean, so that no digits are
  // lost where values are large and their differences are small.
  private var sums: [Double] = [0]
  private var squares: [Double] = [0]

  /// Prepares at least one value.
  init(_ values: [Double]) {
    let mean = SampleStatistics.mean(values)
    for value in values {
      let value = value - mean
      sums.append(sums[sums.count - 1] + value)
      squares.append(squares[squares.count - 1] + value * value)
    }
  }

  private var count: Int { sums.count - 1 }

  // The squared deviations of a range from its mean.
  private func cost(_ start: Int, _ end: Int) -> Double {
    let sum = sums[end] - sums[start]
    return max(0, squares[end] - squares[start] - sum * sum / Double(end - start))
  }

  /// Positions of the first values of new levels, each of at least three values.
  func changes(penalty: Double) -> [Int] {
    let tie = Self.noise * squares[count]
    var best = [Double](repeating: .infinity, count: count + 1)
    var start = [Int](repeating: 0, count: count + 1)
    best[0] = -penalty
    for end in stride(from: Self.least, through: count, by: 1) {
      for candidate in 0...(end - Self.least) where best[candidate].isFinite {
        let sum = best[candidate] + cost(candidate, end) + penalty
        if sum < best[end] - tie {
          best[end] = sum
          start[end] = candidate
        }
      }
    }
    var changes: [Int] = []
    var end = count
    while start[end] > 0 {
      end = start[end]
      changes.append(end)
    }
    return changes.reversed()
  }
}
