// What collected files add up to, and what is unknown of them.

import AndonModel
import Testing

@testable import AndonRun

@Suite("Collected results") struct CollectedMeasurementTests {
  private func candidate(_ file: ImportedFile, isFresh: Bool = true)
    -> CollectedMeasurement.Candidate
  {
    .init(name: file.path, isFresh: isFresh) { file }
  }

  private func tests(_ path: String, passed: Int, failed: Int = 0) -> ImportedFile {
    var file = ImportedFile(path: path, format: .junit, .ok)
    var tests = ImportedTests()
    tests.total = passed + failed
    tests.passed = passed
    tests.failed = failed
    file.tests = tests
    return file
  }

  private func benchmark(
    _ path: String, _ name: String, _ value: Double?, unit: String = "ns", scope: String? = nil
  ) -> ImportedFile {
    var file = ImportedFile(path: path, format: .googleBenchmark, .ok)
    var row = ImportedMeasurement(name, value.map { .number($0) } ?? .missing, unit: unit)
    row.scope = scope
    file.measurements = [row]
    return file
  }

  private func collect(
    _ kind: ResultKind, _ rules: [[ImportedFile]], wanted: [String] = [], isWhole: Bool = true
  ) -> [String: BoundedValue] {
    var all = CollectedMeasurement()
    for files in rules {
      all.add(ResultSource(kind, glob: "*"), files.map { candidate($0) }, isWhole: isWhole)
    }
    all.finish(wanted: wanted)
    return Dictionary(uniqueKeysWithValues: all.rows.map { ($0.name.description, $0.reading) })
  }

  @Test("two rules of one kind add up; one that names nothing leaves a bound")
  func severalRules() {
    let failed = tests("a", passed: 1, failed: 1)
    let passed = tests("b", passed: 2)
    #expect(collect(.junit, [[failed], [passed]])["tests.failed"] == .exact(1))
    #expect(collect(.junit, [[failed], [passed]])["tests.total"] == .exact(4))
    #expect(collect(.junit, [[], [passed]])["tests.failed"] == .atLeast(0))
    #expect(collect(.junit, [[passed], []])["tests.failed"] == .atLeast(0))
    #expect(collect(.junit, [[passed]], isWhole: false)["tests.failed"] == .atLeast(0))
  }

  @Test("coverage of more than there is, or of no number, says nothing")
  func unsoundCoverage() {
    for part in [
      ImportedCoverage.Part(covered: 500, found: 100), .init(covered: .infinity, found: 10),
      .init(covered: -1, found: 10), .init(covered: .nan, found: 10),
    ] {
      var file = ImportedFile(path: "c", format: .cobertura, .ok)
      var coverage = ImportedCoverage()
      coverage.lines = part
      file.coverage = coverage
      let reading = collect(.coverage, [[file]])["coverage.lines"]
      #expect(reading == .missing(reason: "more is said to be covered than there is"))
    }
  }

  @Test("a benchmark of which a result is missing, or means something else, is missing")
  func unsoundBenchmarks() {
    let name = "bench.X.value"
    func reading(_ files: ImportedFile...) -> BoundedValue? {
      collect(.benchmark, [files], wanted: [name])[name]
    }
    #expect(reading(benchmark("a", "X", 5e9), benchmark("b", "X", 7e9)) == .exact(6))
    #expect(
      reading(benchmark("a", "X", 5), benchmark("b", "X", nil))
        == .missing(reason: "one of its results has no value"))
    #expect(
      reading(benchmark("a", "X", 5), benchmark("b", "X", 5, unit: "ops/s"))
        == .missing(reason: "its results have different units: ns, ops/s"))
    #expect(
      reading(benchmark("a", "X", 5, scope: "p"), benchmark("b", "X", 5, scope: "q"))
        == .missing(reason: "several benchmarks have that name: in p, q"))
    let broken = ImportedFile(path: "c", format: nil, .refused(reason: "line 3: no"))
    #expect(reading(benchmark("a", "X", 5), broken) == .missing(reason: "c: line 3: no"))
    #expect(
      reading(benchmark("a", "Y", 5))
        == .missing(reason: "no benchmark has that name; there are bench.Y.value"))
  }

  @Test("no attempt of a series hides what another showed")
  func seriesOfTests() {
    let attempts = [1.0, 0, 0].enumerated().map { index, failed in
      var attempt = AttemptRecord(
        number: index + 1, role: .measured, outcome: .exited(code: 0),
        startedAt: Timestamp(milliseconds: 0), log: "")
      attempt.indicators[.metric("tests.failed")] = Quantity(
        .exact(failed), unit: .count, source: .file, samples: 1)
      attempt.indicators[.metric("tests.total")] = Quantity(
        .exact(5 - failed), unit: .count, source: .file, samples: 1)
      return attempt
    }
    let all = StageMeasurement.measurements(
      of: attempts, .series(Repetition(runs: 3, warmup: 0, use: .median)), isCutOff: false)
    #expect(all[.metric("tests.failed")]?.reading == .exact(1))
    #expect(all[.metric("tests.total")]?.reading == .exact(4))
  }
}
