// Results of other tools that an attempt has left, added up. Pure but for the reading, which is
// handed in. What cannot be read makes what rests on it a lower bound, or unknown: never a pass.

internal import AndonModel

/// Figures out of collected results.
struct CollectedMeasurement {
  /// A file that a rule names.
  struct Candidate {
    /// As it is named in reports: relative to the stage's folder.
    let name: String
    /// Whether this attempt has written it.
    let isFresh: Bool
    /// What it holds; only asked of a fresh one.
    let read: () -> ImportedFile
  }

  /// The figures by name.
  private(set) var rows: [(name: IndicatorName, reading: Reading, unit: MeasureUnit)] = []
  /// What is odd.
  private(set) var findings: [ImportFinding] = []

  /// Nothing collected.
  init() {}

  /// Adds the files of a rule.
  mutating func add(_ rule: CollectRule, _ candidates: [Candidate]) {
    var files: [ImportedFile] = []
    for candidate in candidates {
      guard candidate.isFresh else {
        note(.staleFile, candidate.name, "it is older than the attempt, and is not taken")
        continue
      }
      var file = candidate.read()
      file.path = candidate.name
      if file.state.reason == nil, !Self.holds(file, rule.kind) {
        file.state = .refused(
          reason:
            "it holds no \(Self.what(rule.kind)): it is \(file.format?.rawValue ?? "nothing known")"
        )
        note(.fileRefused, file.path, file.state.reason ?? "")
      }
      for finding in file.findings {
        let place = finding.line.map { "line \($0): " } ?? ""
        note(finding.rule, file.path, place + finding.message)
      }
      files.append(file)
    }
    let nothing =
      candidates.isEmpty
      ? "no file is named by \(rule.glob)"
      : files.isEmpty ? "the files of \(rule.glob) are older than the attempt" : nil
    switch rule.kind {
    case .junit: addTests(files, nothing)
    case .coverage: addCoverage(files, nothing)
    case .benchmark: addBenchmarks(files, nothing)
    }
  }

  private mutating func note(_ rule: Rule, _ file: String, _ message: String) {
    findings.append(ImportFinding(rule, "\(file): \(message)"))
  }

  private static func holds(_ file: ImportedFile, _ kind: CollectKind) -> Bool {
    switch kind {
    case .junit: file.tests != nil
    case .coverage: file.coverage != nil
    case .benchmark: !file.measurements.isEmpty && file.coverage == nil
    }
  }

  private static func what(_ kind: CollectKind) -> String {
    switch kind {
    case .junit: "test cases"
    case .coverage: "coverage"
    case .benchmark: "benchmark"
    }
  }

  // Why a file cannot be read, with the first that cannot.
  private static func reason(_ files: [ImportedFile]) -> String? {
    files.first { $0.state.reason != nil }.map { "\($0.path): \($0.state.reason ?? "")" }
  }

  // MARK: Tests

  private mutating func addTests(_ files: [ImportedFile], _ nothing: String?) {
    let tests = files.compactMap(\.tests)
    let sums: [(CollectedIndicator, Double)] = [
      (.testsTotal, tests.reduce(0) { $0 + Double($1.total) }),
      (.testsFailed, tests.reduce(0) { $0 + Double($1.failed + $1.errors + $1.suiteErrors) }),
      (.testsSkipped, tests.reduce(0) { $0 + Double($1.skipped) }),
      (.testsFlaky, tests.reduce(0) { $0 + Double($1.flaky) }),
      (.testsTime, tests.reduce(0) { $0 + ($1.time ?? 0) }),
    ]
    let broken = nothing ?? Self.reason(files)
    for (indicator, sum) in sums {
      let reading: Reading =
        if let broken { tests.isEmpty ? .missing(reason: broken) : .atLeast(sum) } else {
          .exact(sum)
        }
      rows.append((indicator.name, reading, indicator.unit))
    }
  }

  // MARK: Coverage

  private mutating func addCoverage(_ files: [ImportedFile], _ nothing: String?) {
    let broken = nothing ?? Self.reason(files)
    for (indicator, part) in [
      (CollectedIndicator.coverageLines, \ImportedCoverage.lines),
      (.coverageBranches, \.branches),
    ] {
      let parts = files.compactMap { $0.coverage?[keyPath: part] }
      let found = parts.reduce(0) { $0 + $1.found }
      let covered = parts.reduce(0) { $0 + $1.covered }
      let reading: Reading =
        if let broken {
          .missing(reason: broken)
        } else if found > 0 {
          .exact(covered / found)
        } else {
          .missing(reason: "no file counts any")
        }
      rows.append((indicator.name, reading, indicator.unit))
    }
  }

  // MARK: Benchmarks

  private mutating func addBenchmarks(_ files: [ImportedFile], _ nothing: String?) {
    var values: [String: (unit: MeasureUnit, values: [Double])] = [:]
    var order: [String] = []
    for file in files {
      guard let format = file.format else { continue }
      for measurement in file.measurements {
        guard let (name, value, unit) = measurement.indicator(format, path: file.path) else {
          continue
        }
        if values[name] == nil { order.append(name) }
        values[name, default: (unit, [])].values.append(value)
      }
    }
    for name in order {
      guard let (unit, values) = values[name] else { continue }
      // Repetitions of one benchmark are one figure.
      rows.append((.metric(name), .exact(Statistic.median.value(of: values)), unit))
    }
  }
}
