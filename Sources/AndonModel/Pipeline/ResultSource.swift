// Results of other tools that a stage leaves behind, and the indicators that they become.

/// What kind of results are collected.
package enum ResultKind: String, CaseIterable, Sendable {
  case junit
  case benchmark
  case coverage
}

/// Files of results that a stage makes.
package struct ResultSource: Equatable, Sendable {
  /// What kind of results they hold.
  package let kind: ResultKind
  /// Which files, relative to the stage's folder.
  package let glob: String

  /// Joins a kind and where its files are.
  package init(_ kind: ResultKind, glob: String) {
    self.kind = kind
    self.glob = glob
  }
}

/// The indicators that collected results become.
package enum CollectedIndicator: String, CaseIterable, Sendable {
  case testsTotal = "tests.total"
  /// Failures and errors together.
  case testsFailed = "tests.failed"
  case testsSkipped = "tests.skipped"
  case testsFlaky = "tests.flaky"
  case testsTime = "tests.time"
  case coverageLines = "coverage.lines"
  case coverageBranches = "coverage.branches"

  /// What begins the name of every indicator out of a benchmark.
  package static let benchmarkPrefix = "bench."

  /// The unit of its values.
  package var unit: MeasureUnit {
    switch self {
    case .testsTotal, .testsFailed, .testsSkipped, .testsFlaky: .count
    case .testsTime: .seconds
    case .coverageLines, .coverageBranches: .ratio
    }
  }

  /// The kind of results that it comes from.
  package var kind: ResultKind {
    switch self {
    case .testsTotal, .testsFailed, .testsSkipped, .testsFlaky, .testsTime: .junit
    case .coverageLines, .coverageBranches: .coverage
    }
  }

  /// Its name as an indicator.
  package var name: IndicatorName { .metric(rawValue) }

  /// How the attempts of a stage become one figure, whatever the pipeline says; nil where the
  /// pipeline decides.
  ///
  /// Of tests no attempt may hide what another showed.
  package var worst: Statistic? {
    switch self {
    case .testsTotal: .min
    case .testsFailed, .testsSkipped, .testsFlaky: .max
    case .testsTime, .coverageLines, .coverageBranches: nil
    }
  }

  /// The same for any indicator.
  package static func worst(_ name: IndicatorName) -> Statistic? {
    if case .metric(let text) = name { CollectedIndicator(rawValue: text)?.worst } else { nil }
  }
}

extension ImportedMeasurement {
  /// An indicator that a figure becomes.
  package struct Part: Equatable, Sendable {
    /// Its name.
    package let name: String
    /// Its value in the unit's base; nil where the tool has none.
    package let value: Double?
    /// Its unit.
    package let unit: MeasureUnit
  }

  /// The indicators that it becomes: one, or of several numbers one each.
  ///
  /// `bench.NAME.STAT`, with what a name of an indicator cannot hold as `_`. Only criterion keeps
  /// the name of a benchmark in its file's path.
  package func indicators(_ format: ImportFormat, path: String) -> [Part] {
    let scale = unit.flatMap(UnitScale.init)
    let prefix = CollectedIndicator.benchmarkPrefix
    func part(_ label: String, _ number: Double?) -> Part {
      Part(
        name: Self.safe(prefix + label), value: number.map { scale?.base(of: $0) ?? $0 },
        unit: scale?.stored ?? unit.flatMap(MeasureUnit.init) ?? .count)
    }
    switch value {
    case .number(let number): return [part(label(format, path), number)]
    case .missing: return [part(label(format, path), nil)]
    case .several(let parts): return parts.map { part("\(name).\($0.name)", $0.value) }
    case .list(let numbers):
      return numbers.enumerated().map { part("\(name).\($0.offset + 1)", $0.element) }
    }
  }

  private func label(_ format: ImportFormat, _ path: String) -> String {
    switch format.benchmarkNaming {
    case .nameAndStatistic:
      guard let slash = name.lastIndex(of: "/") else { return name }
      return "\(name[..<slash]).\(name[name.index(after: slash)...])"
    case .pathAndStatistic:
      guard let benchmark = Self.benchmark(of: path) else { return "\(name).value" }
      return "\(benchmark).\(name)"
    case .nameAndUnit: return "\(name).\(unit ?? "value")"
    case .statistic: return name
    case .name: return "\(name).value"
    }
  }

  // `target/criterion/NAME/new/estimates.json`, NAME of one or more folders; `.criterion` before
  // criterion 0.2, and any folder that CRITERION_HOME names, which then is part of the name.
  private static func benchmark(of path: String) -> String? {
    let parts = path.split(separator: "/")
    guard parts.count > 2, parts.last?.hasSuffix("estimates.json") == true else { return nil }
    let folders = parts.dropLast(2)
    let home = folders.lastIndex { $0 == "criterion" || $0 == ".criterion" }
    let names = folders[(home.map { $0 + 1 } ?? folders.startIndex)...]
    return names.isEmpty ? nil : names.joined(separator: "/")
  }

  private static func safe(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          let isBad =
            scalar.properties.isWhitespace || scalar.value < 0x20
            || "<>=!".unicodeScalars.contains(scalar)
          return isBad ? "_" : scalar
        }))
  }
}
