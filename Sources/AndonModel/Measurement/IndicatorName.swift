// What can be looked at, and in which unit.
// Knows nothing of how a figure is obtained; that is AndonRun's.

/// The name of an indicator: one of andon's own, or of a stage's metric.
package enum IndicatorName: Hashable, Sendable, CustomStringConvertible {
  case builtIn(BuiltInIndicator)
  case metric(String)

  /// Reads a name; what is not andon's own is a metric.
  package init(_ text: String) {
    self = BuiltInIndicator(rawValue: text).map(Self.builtIn) ?? .metric(text)
  }

  /// The name as it is written in files.
  package var description: String {
    switch self {
    case .builtIn(let indicator): indicator.rawValue
    case .metric(let name): name
    }
  }
}

extension IndicatorName: Comparable {
  /// The order of report files: andon's own as they are declared, then metrics by name.
  package static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.builtIn(let left), .builtIn(let right)): left.order < right.order
    case (.metric(let left), .metric(let right)): left < right
    case (.builtIn, .metric): true
    case (.metric, .builtIn): false
    }
  }
}

/// The indicators that andon measures of every stage.
package enum BuiltInIndicator: String, CaseIterable, Sendable {
  /// Seconds from exec to the leader's exit.
  case wall
  /// Seconds of processor time of all descendants that were waited for.
  case cpu
  /// The part of `cpu` that ran in user mode.
  case user
  /// The part of `cpu` that ran in the kernel.
  case system
  /// Bytes of anonymous and shared memory of the whole tree at one instant, at the most.
  case peakMemory = "peak-memory"
  /// Bytes of the largest resident set of any single process.
  case peakProcessMemory = "peak-process-memory"
  /// Seconds in which nothing of the tree ran and some process of it waited for a file lock.
  case lockWait = "lock-wait"
  /// Seconds in which some process of the tree was ready to run and had no processor.
  case cpuWait = "cpu-wait"
  /// Seconds in which some process of the tree waited for a disk.
  case ioWait = "io-wait"
  /// Seconds from the moment at which all needs were satisfied to the start.
  case queued
  /// Processes that were started in the tree.
  case processes
  /// The leader's exit code; missing when it did not exit.
  case exitCode = "exit-code"
  /// The number of attempts made.
  case attempts
  /// Bytes of the files that the stage made, of those that its `outputs` name.
  case outputSize = "output-size"
  /// Bytes that the stage printed.
  case logSize = "log-size"
  /// Outputs that are the same in all runs of a reproducible stage, as a part of all of them.
  case identicalOutputs = "identical-outputs"

  // The place in the declaration above.
  fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// The unit of its values.
  package var unit: MeasureUnit {
    switch self {
    case .wall, .cpu, .user, .system, .lockWait, .cpuWait, .ioWait, .queued: .seconds
    case .peakMemory, .peakProcessMemory, .outputSize, .logSize: .bytes
    case .processes, .exitCode, .attempts: .count
    case .identicalOutputs: .ratio
    }
  }

  /// True for what a stage that did not succeed cannot pass: a build that breaks after 3 s has not
  /// met "at most 15 s".
  package var isResource: Bool {
    switch self {
    case .wall, .cpu, .user, .system, .peakMemory, .peakProcessMemory, .lockWait, .cpuWait,
      .ioWait, .processes, .outputSize:
      true
    case .queued, .exitCode, .attempts, .logSize, .identicalOutputs: false
    }
  }
}

extension IndicatorName {
  /// True for what a stage that did not succeed cannot pass; metrics stay valid.
  package var isResource: Bool {
    switch self {
    case .builtIn(let indicator): indicator.isResource
    case .metric: false
    }
  }
}

/// The base unit of a quantity; every value is stored in one of these.
package enum MeasureUnit: RawRepresentable, Hashable, Sendable {
  case seconds
  case bytes
  case ratio
  case count
  case bytesPerSecond
  /// Of whatever is counted.
  case perSecond
  /// The same, stated in another scale, such as `ops/ms`.
  case convertedPerSecond
  /// A unit that is not known, such as `widgets`: its values compare only with each other.
  case other(String)

  // Longer names are cut: they are shown beside each value.
  private static let longest = 40

  /// Reads a name in files; nil for an empty one.
  ///
  /// Signs that are not common in units become `_`, since the name is shown in every report.
  package init?(rawValue: String) {
    switch rawValue {
    case "": return nil
    case "s": self = .seconds
    case "B": self = .bytes
    case "ratio": self = .ratio
    case "count": self = .count
    case "B/s": self = .bytesPerSecond
    case "1/s": self = .perSecond
    case "1/s (converted)": self = .convertedPerSecond
    default:
      let safe = rawValue.unicodeScalars.prefix(Self.longest).map { scalar in
        scalar.properties.isAlphabetic || " 0123456789%/.*^-+()°_".unicodeScalars.contains(scalar)
          ? scalar : "_"
      }
      self = .other(String(String.UnicodeScalarView(safe)))
    }
  }

  /// The name in files.
  package var rawValue: String {
    switch self {
    case .seconds: "s"
    case .bytes: "B"
    case .ratio: "ratio"
    case .count: "count"
    case .bytesPerSecond: "B/s"
    case .perSecond: "1/s"
    case .convertedPerSecond: "1/s (converted)"
    case .other(let name): name
    }
  }

  /// The unit of a line of figures: how a rate was stated makes no other one.
  package var series: MeasureUnit { self == .convertedPerSecond ? .perSecond : self }

  /// Whether numbers in both can be compared.
  ///
  /// A number without a unit is one for each second where a rate was stated so, and one of a unit
  /// that is not known.
  package func isComparable(with other: MeasureUnit) -> Bool {
    switch (self, other) {
    case (.count, .perSecond), (.perSecond, .count), (.count, .other), (.other, .count): true
    default: series == other.series
    }
  }
}
