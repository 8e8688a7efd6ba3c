// Which of many tests count when only a part of those may be wrong: Benjamini and Hochberg (1995).
// Pure. statistics.md, section 5.

/// Chooses among the tests of one verdict.
enum FalseDiscovery {
  /// The part of the chosen ones that may be wrong.
  static let rate = 0.05

  /// Positions of the p values that count; one that is missing is no test.
  static func rejected(_ values: [Double?], rate: Double = rate) -> [Int] {
    let tests = values.enumerated().compactMap { index, p in
      p.flatMap { $0.isFinite ? (index: index, p: $0) : nil }
    }
    let sorted = tests.sorted { ($0.p, $0.index) < ($1.p, $1.index) }
    let count = sorted.indices.last { rank in
      sorted[rank].p <= rate * Double(rank + 1) / Double(sorted.count)
    }
    return sorted.prefix(count.map { $0 + 1 } ?? 0).map(\.index).sorted()
  }
}
