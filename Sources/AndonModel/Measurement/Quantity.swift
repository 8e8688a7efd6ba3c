// A number that says how much it is worth.
// Missing is a case, never 0; a number that was cut off is a bound.

/// What was measured: a value with its bound, or why there is none.
package enum BoundedValue: Equatable, Sendable {
  /// The value itself.
  case exact(Double)
  /// The true value is this or more: it was cut off, or a sampler may have missed more.
  case atLeast(Double)
  /// The true value is this or less: the counter includes what was not meant.
  case atMost(Double)
  /// The true value lies between both: a sampler saw the lower one, a counter includes more.
  case between(least: Double, most: Double)
  /// There is no value.
  case missing(reason: String)

  /// The number, where there is one; of two the upper one.
  package var value: Double? {
    switch self {
    case .exact(let value), .atLeast(let value), .atMost(let value), .between(_, let value): value
    case .missing: nil
    }
  }

  /// The lower one of two numbers; nil where there is one, or none.
  package var least: Double? {
    if case .between(let least, _) = self { least } else { nil }
  }

  /// Why there is no value.
  package var reason: String? {
    if case .missing(let reason) = self { reason } else { nil }
  }

  /// The bound's name in files.
  package var bound: Bound {
    switch self {
    case .exact: .exact
    case .atLeast: .atLeast
    case .atMost: .atMost
    case .between: .between
    case .missing: .missing
    }
  }

  /// The same value as a lower bound: what remains of a figure when the attempt was cut off.
  package var cutOff: BoundedValue {
    switch self {
    case .exact(let value), .atLeast(let value): .atLeast(value)
    case .between(let least, _): .atLeast(least)
    case .atMost: .missing(reason: "cut off")
    case .missing: self
    }
  }

  /// The same reading, or, where its number is none that can be told, why it is missing: a sum or a
  /// unit may lead beyond the largest number.
  package var finite: BoundedValue {
    guard let value, !value.isFinite else { return self }
    return .missing(reason: value.isNaN ? "it is not a number" : "it is too large for a number")
  }

  /// The sum of readings of which none is below 0: of what is known, at least.
  package static func sum(_ parts: [BoundedValue]) -> BoundedValue {
    var sum = 0.0
    var missing: BoundedValue?
    var isKnown = parts.isEmpty
    var isWhole = true
    for part in parts {
      switch part {
      case .exact(let value):
        sum += value
        isKnown = true
      case .atLeast(let value):
        sum += value
        isKnown = true
        isWhole = false
      case .between(let least, _):
        sum += least
        isKnown = true
        isWhole = false
      case .atMost, .missing:
        missing = missing ?? part
        isWhole = false
      }
    }
    if isWhole { return .exact(sum) }
    return isKnown ? .atLeast(sum) : missing ?? .exact(sum)
  }

  /// The sum of two readings of which none is below 0.
  package static func + (left: BoundedValue, right: BoundedValue) -> BoundedValue {
    if case .exact(let one) = left, case .exact(let other) = right { return .exact(one + other) }
    return sum([left, right])
  }

  /// What the true value can be; nil when nothing is known of it.
  package var range: (least: Double, most: Double)? {
    switch self {
    case .exact(let value): (value, value)
    case .atLeast(let value): (value, .infinity)
    case .atMost(let value): (-.infinity, value)
    case .between(let least, let most): (least, most)
    case .missing: nil
    }
  }

  /// The reading of what can be from one value to another.
  package init(least: Double, most: Double) {
    if least == most {
      self = .exact(least)
    } else if least.isFinite, most.isFinite {
      self = .between(least: least, most: most)
    } else if least.isFinite {
      self = .atLeast(least)
    } else if most.isFinite {
      self = .atMost(most)
    } else {
      self = .missing(reason: "its bounds say nothing")
    }
  }

  /// Puts together what a file states apart; nil when value and bound contradict each other.
  package init?(bound: Bound, value: Double?, least: Double? = nil, reason: String?) {
    switch (bound, value) {
    case (.between, .some(let most)):
      guard let least, least <= most else { return nil }
      self = .between(least: least, most: most)
    case (.exact, .some(let value)): self = .exact(value)
    case (.atLeast, .some(let value)): self = .atLeast(value)
    case (.atMost, .some(let value)): self = .atMost(value)
    case (.missing, .none): self = .missing(reason: reason ?? "")
    case (.exact, .none), (.atLeast, .none), (.atMost, .none), (.between, .none),
      (.missing, .some):
      return nil
    }
  }
}

/// The name of a reading's bound in files.
package enum Bound: String, Sendable {
  case exact
  case atLeast = "at-least"
  case atMost = "at-most"
  case between
  case missing
}

/// How a figure came about.
package enum MeasureSource: String, Sendable {
  /// The monotonic clock.
  case monotonic
  /// The kernel's account of processes that were waited for.
  case rusage
  /// The kernel's account of the stage's cgroup.
  case cgroup
  /// The kernel's account of how long the stage's cgroup was held up.
  case pressure
  /// The kernel's account of how long each living process was ready to run without running.
  case schedstat
  /// Readings of /proc at intervals.
  case sampled
  /// The same, with shared pages divided among those who map them.
  case shares
  /// The same, with shared pages counted for each process that maps them.
  case residentSum = "rss-sum"
  /// The status that the leader ended with.
  case waitStatus = "wait-status"
  /// andon's own counting: of attempts, of bytes.
  case counted
  /// A number that the stage printed.
  case output
  /// A number in a file that the stage wrote.
  case file
  /// Outputs of several runs held against each other.
  case compared

  /// What is known to be wrong with its figures; nil for nothing.
  package var bias: Bias? {
    switch self {
    case .monotonic, .waitStatus, .counted, .output, .file, .compared: nil
    case .rusage: .unwaited
    case .cgroup: .leftCgroup
    case .pressure: .anyOfAll
    case .schedstat: .betweenLooks
    case .sampled, .shares: .betweenLooks
    case .residentSum: .sharedPages
    }
  }

  /// What is known to be wrong with a kind of figure.
  package enum Bias: String, Sendable {
    /// It lacks processes that their parents did not wait for.
    case unwaited
    /// It lacks processes that left the cgroup.
    case leftCgroup = "left-cgroup"
    /// A second counts once, however many processes were held up in it.
    case anyOfAll = "any-of-all"
    /// It lacks what came and went between two looks.
    case betweenLooks = "between-looks"
    /// Shared pages are counted for each process that maps them.
    case sharedPages = "shared-pages"
  }
}

/// One figure of an attempt or a stage.
package struct Quantity: Equatable, Sendable {
  /// From this many samples on a sampled peak counts as exact.
  package static let trustedSamples = 5

  /// The value with its bound.
  package var reading: BoundedValue
  /// The unit of the value.
  package var unit: MeasureUnit
  /// How it came about.
  package var source: MeasureSource
  // Ten thousand stages have three hundred thousand figures: what is small is kept small.
  private var sampleCount: Int32
  // Negative for none.
  private var periodSeconds: Float

  /// Readings that it rests on; for a figure of a stage, the attempts judged.
  package var samples: Int {
    get { Int(sampleCount) }
    set { sampleCount = Int32(clamping: newValue) }
  }

  /// Seconds between two readings on the average, to the microsecond; nil for what is not read at
  /// intervals.
  package var period: Double? {
    get { periodSeconds < 0 ? nil : (Double(periodSeconds) * 1e6).rounded() / 1e6 }
    set { periodSeconds = Self.stored(newValue) }
  }

  // What is read back is stored the same.
  private static func stored(_ period: Double?) -> Float {
    period.map { Float(($0 * 1e6).rounded() / 1e6) } ?? -1
  }

  /// Joins a reading with where it comes from; a number that is not finite is missing.
  package init(
    _ reading: BoundedValue, unit: MeasureUnit, source: MeasureSource, samples: Int = 1,
    period: Double? = nil
  ) {
    self.reading = reading.finite
    self.unit = unit
    self.source = source
    sampleCount = Int32(clamping: samples)
    periodSeconds = Self.stored(period)
  }
}

/// The figures of one attempt or stage by indicator: andon's own in their order, then metrics by
/// name.
package struct Measurements: Equatable, Sendable {
  /// One figure with its name.
  package struct Row: Equatable, Sendable {
    /// What it is a figure of.
    package let name: IndicatorName
    /// The figure.
    package var quantity: Quantity
  }

  /// Name and figure, in the order of report files.
  ///
  /// A sorted list instead of a dictionary: ten thousand stages have twenty thousand of these.
  package private(set) var rows: [Row] = []

  /// Starts with nothing measured.
  package init() {}

  /// Reads or replaces a figure; nil when there is no such indicator.
  package subscript(name: IndicatorName) -> Quantity? {
    get {
      let index = position(of: name)
      return index < rows.count && rows[index].name == name ? rows[index].quantity : nil
    }
    set {
      let index = position(of: name)
      let isThere = index < rows.count && rows[index].name == name
      switch (newValue, isThere) {
      case (.some(let quantity), true): rows[index].quantity = quantity
      case (.some(let quantity), false): rows.insert(Row(name: name, quantity: quantity), at: index)
      case (nil, true): rows.remove(at: index)
      case (nil, false): break
      }
    }
  }

  // Where a name stands, or should stand.
  private func position(of name: IndicatorName) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
