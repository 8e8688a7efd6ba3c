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

  /// The stage's folder.
  struct Place {
    /// Its path, absolute.
    var folder = "/"
    /// Whether there is a file of that name, relative to it.
    var isThere: (String) -> Bool = { _ in false }
  }

  /// The figures by name.
  var rows: [(name: IndicatorName, reading: BoundedValue, unit: MeasureUnit)] = []
  /// What is odd.
  var findings: [ImportFinding] = []
  /// Tests that failed; of many the first ones.
  var broken: [FailedTest] = []
  /// How many failed.
  var brokenCount = 0

  // What all rules of one kind have named, and why that is not everything.
  private struct Heap {
    var files: [ImportedFile] = []
    var broken: String?
  }

  private var heaps: [ResultKind: Heap] = [:]

  /// Nothing collected.
  init() {}

  /// Adds the files of a rule; `isWhole` says whether all that it names could be looked at, and
  /// `reason` why not.
  mutating func add(
    _ rule: ResultSource, _ candidates: [Candidate], isWhole: Bool, _ reason: String? = nil
  ) {
    var heap = heaps[rule.kind] ?? Heap()
    var count = 0
    for candidate in candidates {
      guard candidate.isFresh else {
        addFinding(.staleFile, candidate.name, "it is older than the attempt, and is not taken")
        continue
      }
      let file = read(candidate, rule.kind)
      if let reason = file.state.reason, heap.broken == nil {
        heap.broken = "\(file.path): \(reason)"
      }
      heap.files.append(file)
      count += 1
    }
    let reason: String? =
      if let reason {
        reason
      } else if !isWhole {
        "some of what \(rule.glob) names could not be looked at, such as behind a link that leads "
          + "out of the stage's folder"
      } else if candidates.isEmpty {
        "no file is named by \(rule.glob)"
          + (rule.glob.contains("*") ? "; behind a `*` symbolic links are not followed" : "")
      } else if count == 0 {
        "the files of \(rule.glob) are older than the attempt"
      } else {
        nil
      }
    if let reason {
      if !isWhole || candidates.isEmpty { findings.append(ImportFinding(.resultMissing, reason)) }
      heap.broken = heap.broken ?? reason
    }
    heaps[rule.kind] = heap
  }

  /// Makes the figures, when all rules have been added.
  ///
  /// `wanted` are indicators of benchmarks that objectives look at: they are told why they are
  /// missing.
  mutating func finish(wanted: [String], in place: Place = Place()) {
    if let heap = heaps[.junit] { addTests(heap) }
    if let heap = heaps[.coverage] { addCoverage(heap, place) }
    if let heap = heaps[.benchmark] { addBenchmarks(heap, wanted) }
  }

  private mutating func read(_ candidate: Candidate, _ kind: ResultKind) -> ImportedFile {
    var file = candidate.read()
    file.path = candidate.name
    if file.state.reason == nil, !Self.holds(file, kind) {
      let format = file.format?.rawValue ?? "nothing known"
      let reason = "it holds no \(Self.what(kind)): it is \(format)"
      file.state = .refused(reason: reason)
      addFinding(.fileRefused, file.path, reason)
    }
    for finding in file.findings {
      let place = finding.line.map { "line \($0): " } ?? ""
      addFinding(finding.code, file.path, place + finding.message)
    }
    return file
  }

  private mutating func addFinding(_ rule: FindingCode, _ file: String, _ message: String) {
    findings.append(ImportFinding(rule, "\(file): \(message)"))
  }

  private static func holds(_ file: ImportedFile, _ kind: ResultKind) -> Bool {
    switch kind {
    case .junit: file.tests != nil
    case .coverage: file.coverage != nil
    case .benchmark: !file.measurements.isEmpty && file.coverage == nil
    }
  }

  private static func what(_ kind: ResultKind) -> String {
    switch kind {
    case .junit: "test cases"
    case .coverage: "coverage"
    case .benchmark: "benchmark"
    }
  }

  // MARK: Tests

  private mutating func addTests(_ heap: Heap) {
    let tests = heap.files.compactMap(\.tests)
    broken = heap.files.flatMap { file in
      (file.tests?.broken ?? []).map { FailedTest($0.name, message: $0.message, file: file.path) }
    }
    brokenCount = tests.reduce(0) { $0 + $1.failed + $1.errors }
    let lacksCases = tests.contains(where: \.lacksCases)
    let count = { (isBound: Bool, number: (ImportedTests) -> Int) -> BoundedValue in
      let sum = Double(tests.reduce(0) { $0 + number($1) })
      return lacksCases || isBound ? .atLeast(sum) : .exact(sum)
    }
    let sums: [(CollectedIndicator, BoundedValue)] = [
      (.testsTotal, count(false, \.total)),
      (
        .testsFailed,
        count(tests.contains(where: \.hidesFailures)) { $0.failed + $0.errors + $0.suiteErrors }
      ),
      (.testsSkipped, count(tests.contains(where: \.hidesSkipped), \.skipped)),
      (.testsFlaky, count(false, \.flaky)),
      (.testsTime, BoundedValue.sum(tests.map(\.time))),
    ]
    for (indicator, sum) in sums {
      let reading: BoundedValue =
        if let broken = heap.broken {
          tests.isEmpty ? .missing(reason: broken) : sum.cutOff
        } else {
          sum
        }
      rows.append((indicator.name, reading, indicator.unit))
    }
  }

  // MARK: Coverage

  private mutating func addCoverage(_ heap: Heap, _ place: Place) {
    let reports = heap.files.compactMap { file -> CoverageJoin.Report? in
      guard let format = file.format, let coverage = file.coverage else { return nil }
      return (file.path, format, coverage)
    }
    let join = CoverageJoin(reports, in: place.folder, isThere: place.isThere)
    for (indicator, tally) in [
      (CollectedIndicator.coverageLines, \ImportedCoverage.File.lines),
      (.coverageBranches, \.branches),
    ] {
      let reading = heap.broken.map { BoundedValue.missing(reason: $0) } ?? join.reading(tally)
      rows.append((indicator.name, reading, indicator.unit))
    }
  }

  // MARK: Benchmarks

  // Every report holds each figure: more than this would make reports too large to write in time.
  private static let maxBenchmarks = 10_000

  // What all files say of one benchmark.
  private struct Benchmark {
    var unit: MeasureUnit
    var values: [Double] = []
    /// Units as they are written, and scopes: one figure has one of each.
    var units: Set<String> = []
    var scopes: Set<String> = []
    var direction: Direction?
    var isMissing = false
    var isOfFailure = false
  }

  private mutating func addBenchmarks(_ heap: Heap, _ wanted: [String]) {
    var known: [String: Benchmark] = [:]
    var order: [String] = []
    for file in heap.files {
      guard let format = file.format else { continue }
      for measurement in file.measurements {
        for part in measurement.indicators(format, path: file.path) {
          if known[part.name] == nil { order.append(part.name) }
          var benchmark = known[part.name] ?? Benchmark(unit: part.unit)
          benchmark.units.insert(measurement.unit ?? "")
          benchmark.scopes.insert(measurement.scope ?? "")
          if let value = part.value { benchmark.values.append(value) }
          if part.value == nil { benchmark.isMissing = true }
          if measurement.isOfFailure { benchmark.isOfFailure = true }
          benchmark.direction = measurement.direction
          known[part.name] = benchmark
        }
      }
    }
    if order.count > Self.maxBenchmarks {
      let count = "\(order.count) benchmarks, of which \(Self.maxBenchmarks) became figures"
      findings.append(ImportFinding(.resultMissing, "the results hold \(count)"))
    }
    // Those that are asked for are figures in any case.
    let rest = Set(order.dropFirst(Self.maxBenchmarks)).intersection(wanted)
    for name in order.prefix(Self.maxBenchmarks) + rest.sorted() {
      guard let benchmark = known[name] else { continue }
      rows.append((.metric(name), Self.reading(benchmark, heap), benchmark.unit))
    }
    for name in wanted where known[name] == nil {
      let names = order.prefix(5).joined(separator: ", ")
      let reason = heap.broken ?? "no benchmark has that name; there are \(names)"
      rows.append((.metric(name), .missing(reason: reason), .count))
    }
  }

  // Repetitions of one benchmark are one figure.
  private static func reading(_ benchmark: Benchmark, _ heap: Heap) -> BoundedValue {
    if let broken = heap.broken { return .missing(reason: broken) }
    if benchmark.isMissing { return .missing(reason: "one of its results has no value") }
    if benchmark.units.count > 1 {
      let units = benchmark.units.sorted().joined(separator: ", ")
      return .missing(reason: "its results have different units: \(units)")
    }
    if benchmark.scopes.count > 1 {
      let scopes = benchmark.scopes.sorted().joined(separator: ", ")
      return .missing(reason: "several benchmarks have that name: in \(scopes)")
    }
    let value = Statistic.median.value(of: benchmark.values)
    if !benchmark.isOfFailure { return .exact(value) }
    // What failed meets no limit, and may still break one.
    switch benchmark.direction {
    case .lower: return .atLeast(value)
    case .higher: return .atMost(value)
    case nil: return .missing(reason: "it was measured of a command or a request that failed")
    }
  }
}
