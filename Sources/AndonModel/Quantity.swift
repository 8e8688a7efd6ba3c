// A number that says how much it is worth.
// Missing is a case, never 0; a number that was cut off is a bound.

/// What was measured: a value with its bound, or why there is none.
package enum Reading: Equatable, Sendable {
  /// The value itself.
  case exact(Double)
  /// The true value is this or more: it was cut off, or a sampler may have missed more.
  case atLeast(Double)
  /// The true value is this or less: the counter includes what was not meant.
  case atMost(Double)
  /// There is no value.
  case missing(reason: String)

  /// The number, where there is one.
  package var value: Double? {
    switch self {
    case .exact(let value), .atLeast(let value), .atMost(let value): value
    case .missing: nil
    }
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
    case .missing: .missing
    }
  }

  /// The same value as a lower bound: what remains of a figure when the attempt was cut off.
  package var cutOff: Reading {
    switch self {
    case .exact(let value), .atLeast(let value): .atLeast(value)
    case .atMost: .missing(reason: "cut off")
    case .missing: self
    }
  }

  /// Puts together what a file states apart; nil when value and bound contradict each other.
  package init?(bound: Bound, value: Double?, reason: String?) {
    switch (bound, value) {
    case (.exact, .some(let value)): self = .exact(value)
    case (.atLeast, .some(let value)): self = .atLeast(value)
    case (.atMost, .some(let value)): self = .atMost(value)
    case (.missing, .none): self = .missing(reason: reason ?? "")
    case (.exact, .none), (.atLeast, .none), (.atMost, .none), (.missing, .some): return nil
    }
  }
}

/// The name of a reading's bound in files.
package enum Bound: String, Sendable, Codable {
  case exact
  case atLeast = "at-least"
  case atMost = "at-most"
  case missing
}

/// How a figure came about.
package enum MeasureSource: String, Sendable, Codable {
  /// The monotonic clock.
  case monotonic
  /// The kernel's account of processes that were waited for.
  case rusage
  /// Readings of /proc at intervals; shared pages count once for each process that maps them.
  case sampled
  /// The status that the leader ended with.
  case waitStatus = "wait-status"
  /// andon's own counting: of attempts, of bytes.
  case counted
  /// A number that the stage printed.
  case output
}

/// One figure of an attempt or a stage.
package struct Quantity: Equatable, Sendable {
  /// From this many samples on a sampled peak counts as exact.
  package static let trustedSamples = 5

  /// The value with its bound.
  package var reading: Reading
  /// The unit of the value.
  package var unit: MeasureUnit
  /// How it came about.
  package var source: MeasureSource
  /// Readings that it rests on; for a figure of a stage, the attempts judged.
  package var samples: Int

  /// Joins a reading with where it comes from.
  package init(_ reading: Reading, unit: MeasureUnit, source: MeasureSource, samples: Int = 1) {
    self.reading = reading
    self.unit = unit
    self.source = source
    self.samples = samples
  }
}

/// The figures of one attempt or stage by indicator: andon's own in their order, then metrics by
/// name.
package struct Measurements: Equatable, Sendable {
  private var builtIn: [BuiltInIndicator: Quantity] = [:]
  private var metrics: [String: Quantity] = [:]

  /// Starts with nothing measured.
  package init() {}

  /// Reads or replaces a figure; nil when there is no such indicator.
  package subscript(name: IndicatorName) -> Quantity? {
    get {
      switch name {
      case .builtIn(let indicator): builtIn[indicator]
      case .metric(let name): metrics[name]
      }
    }
    set {
      switch name {
      case .builtIn(let indicator): builtIn[indicator] = newValue
      case .metric(let name): metrics[name] = newValue
      }
    }
  }

  /// Name and figure, in the order of report files.
  package var rows: [(name: IndicatorName, quantity: Quantity)] {
    BuiltInIndicator.allCases.compactMap { indicator in
      builtIn[indicator].map { (.builtIn(indicator), $0) }
    } + metrics.sorted { $0.key < $1.key }.map { (.metric($0.key), $0.value) }
  }
}
