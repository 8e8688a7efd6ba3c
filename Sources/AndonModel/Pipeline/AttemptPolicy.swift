// How often a stage is started, and which of its attempts are judged.
// Whether another attempt is due is decided in AndonJudge. Design, section 3, rows "soft deadline",
// "retry" and "repeat".

/// How often a stage is started.
package enum AttemptPolicy: Equatable, Sendable {
  /// One attempt is judged, the last one.
  case once(retries: Int, onSoft: OnSoft)
  /// Several attempts are judged together.
  case series(Repetition)

  /// One attempt that may be slow.
  package static let single = AttemptPolicy.once(retries: 0, onSoft: .extend)

  /// The series whose runs decide one by one; nil for anything else.
  package var sequence: Repetition? {
    if case .series(let series) = self, series.end == .sequential { series } else { nil }
  }

  /// The most attempts that it can come to.
  package var most: Int {
    switch self {
    case .once(let retries, let onSoft): 1 + retries + (onSoft == .rerun ? 1 : 0)
    case .series(let repetition): repetition.warmup + repetition.runs
    }
  }
}

/// What happens to an attempt at its soft deadline.
package enum OnSoft: String, CaseIterable, Sendable {
  /// It goes on until its hard deadline.
  case extend
  /// It is stopped, and a second one without a soft deadline begins.
  case rerun
}

/// A series of attempts.
package struct Repetition: Equatable, Sendable {
  /// Attempts that are judged, at least 1; of a sequential series the most.
  package var runs: Int
  /// Attempts before them that are not.
  package var warmup: Int
  /// What their values are put together with.
  package var use: Statistic
  /// What ends it.
  package var end: SeriesEnd

  /// Joins the parts of a series.
  package init(runs: Int, warmup: Int, use: Statistic, end: SeriesEnd = .runs) {
    self.runs = runs
    self.warmup = warmup
    self.use = use
    self.end = end
  }
}

/// What ends a series, beside a failure.
package enum SeriesEnd: String, CaseIterable, Sendable {
  /// All runs are made.
  case runs
  /// As soon as the limits are decided, at the latest when all runs are made: statistics.md,
  /// section 1.
  case sequential
}

/// What several values are put together with.
package enum Statistic: String, CaseIterable, Sendable {
  case median
  case min
  case max
  case mean
  case p95

  /// The value that stands for several, of which there is at least one.
  ///
  /// Infinite values count. Percentiles interpolate linearly between neighbours: Hyndman and Fan
  /// (1996), definition 7. So the median of an even number is the mean of the middle two.
  package func value(of values: [Double]) -> Double {
    let sorted = values.sorted()
    switch self {
    case .min: return sorted[0]
    case .max: return sorted[sorted.count - 1]
    case .mean: return values.reduce(0, +) / Double(values.count)
    case .median: return Self.median(ofSorted: sorted)
    case .p95: return Self.percentile(sorted, 95)
    }
  }

  /// The reading that stands for several; what all of their bounds together prove.
  ///
  /// One that is missing makes the whole missing. Each statistic grows with each of its values, so
  /// the least and the most that it can be follow from the least and the most of the values.
  package func reading(of readings: [BoundedValue]) -> BoundedValue {
    let ranges = readings.compactMap(\.range)
    guard let first = readings.first else { return .missing(reason: "no attempt was judged") }
    guard ranges.count == readings.count else {
      return readings.first { $0.range == nil } ?? first
    }
    return BoundedValue(least: value(of: ranges.map(\.least)), most: value(of: ranges.map(\.most)))
  }

  /// The median of at least one value, in ascending order.
  package static func median(ofSorted sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    guard sorted.count.isMultiple(of: 2) else { return sorted[middle] }
    let (below, above) = (sorted[middle - 1], sorted[middle])
    // The sum of two large values can be infinite.
    return (below + above).isFinite ? (below + above) / 2 : below / 2 + above / 2
  }

  private static func percentile(_ sorted: [Double], _ percent: Int) -> Double {
    // Divided last, so that 2.85 is 2.85.
    let position = Double(percent * (sorted.count - 1)) / 100
    let below = sorted[Int(position)]
    let above = sorted[Swift.min(Int(position) + 1, sorted.count - 1)]
    let part = position - position.rounded(.down)
    // Between equal neighbours, also infinite ones, there is nothing to interpolate.
    return part == 0 || below == above ? below : below + (above - below) * part
  }
}
