// What a file of another tool holds, in its own names and units.

/// The formats that are read.
package enum ImportFormat: String, CaseIterable, Sendable {
  case junit
  case hyperfine
  case criterion
  case libtest
  case googleBenchmark = "google-benchmark"
  case catch2
  case goBench = "go-bench"
  case pytestBenchmark = "pytest-benchmark"
  case jmh
  case benchmarkDotNet = "benchmark-dotnet"
  case benchmarkJS = "benchmark-js"
  case pyperf
  case vitest
  case ordoOneBenchmark = "ordo-one-benchmark"
  case asv
  case k6
  case lighthouse
  case jmeter
  case wrk
  case ab
  case bencher
  case customBenchmark = "github-action-benchmark"
  case gnuTime = "gnu-time"
  case posixTime = "posix-time"
  case cargoTimings = "cargo-timings"
  case iai
  case benchmarkHarness = "benchmark-harness"
  case siege
  case stressNG = "stress-ng"
  case sysbench
  case fio
  case cobertura
  case jacoco
  case lcov
  case clover
  case coveragePy = "coverage-py"
  case openMetrics = "openmetrics"
  case trx
  case nunit
  case xunit
  case tap
  case goCover = "go-cover"
  case llvmCov = "llvm-cov"
  case openCover = "opencover"
  case istanbul
}

/// A value that another tool states.
package enum ImportedValue: Equatable, Sendable {
  case number(Double)
  /// The tool names it and has no value for it.
  case missing
  /// Several numbers in an order that the unit explains.
  case list([Double?])
  /// Several numbers, each with its name.
  case several([Part])

  /// A number with its name.
  package struct Part: Equatable, Sendable {
    /// Its name.
    package let name: String
    /// The number.
    package let value: Double

    /// Joins name and number.
    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// The one number that it is; nil for what is none.
  package var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}

/// One figure of another tool.
package struct ImportedMeasurement: Equatable, Sendable {
  /// Its name, as the tool builds it.
  package var name: String
  /// Its value.
  package var value: ImportedValue
  /// Its unit as the tool writes it; nil where it states none.
  package var unit: String?
  /// Which way is better; nil where that is not known.
  package var direction: Direction?
  /// What the true value may be, in the same unit.
  package var low: Double?
  /// What the true value may be, in the same unit.
  package var high: Double?
  /// Where benchmarks of one name are told apart, such as a package; nil where nothing is said.
  package var scope: String?
  /// Whether the command or a request failed that it was measured of: it cannot meet a limit.
  package var isOfFailure = false

  /// A figure without an interval.
  package init(
    _ name: String, _ value: ImportedValue, unit: String?, _ direction: Direction? = nil
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.direction = direction
  }
}

/// A test that failed.
package struct FailedTest: Equatable, Sendable {
  /// Its name, with that of its suite where it has one.
  package var name: String
  /// The first line of its message; nil where there is none.
  package var message: String?
  /// The file that says so.
  package var file: String

  /// Joins a name with what is said of it.
  package init(_ name: String, message: String? = nil, file: String = "") {
    self.name = name
    self.message = message
    self.file = file
  }
}

/// Test cases, counted one by one.
package struct ImportedTests: Equatable, Sendable {
  /// All cases.
  package var total = 0
  /// Cases that say nothing else.
  package var passed = 0
  /// Cases with a failure.
  package var failed = 0
  /// Cases with an error.
  package var errors = 0
  /// Cases that were not run.
  package var skipped = 0
  /// Cases that passed only after a failure, among the passed ones.
  package var flaky = 0
  /// Errors of suites themselves, beside their cases.
  package var suiteErrors = 0
  /// Seconds, as the file states them; a lower bound where a part is not stated.
  package var time = BoundedValue.missing(reason: "no time is stated")
  /// Whether there are more cases than those that are listed: all counts are lower bounds.
  package var lacksCases = false
  /// Whether there may be failures that no case shows: their count is a lower bound.
  package var hidesFailures = false
  /// Whether there may be skipped cases that are not listed: their count is a lower bound.
  package var hidesSkipped = false

  /// The counts that are lower bounds, by their names in files.
  package var lowerBounds: [String] {
    if lacksCases { return ["total", "passed", "failed", "errors", "skipped", "flaky"] }
    return (hidesFailures ? ["failed", "errors"] : []) + (hidesSkipped ? ["skipped"] : [])
  }

  /// Those that failed; of many the first ones.
  package var broken: [FailedTest] = []

  // More are read by nobody.
  private static let maxBroken = 20

  /// Nothing counted yet.
  package init() {}

  /// Whether there is room for another test that failed.
  package var takesBroken: Bool { broken.count < Self.maxBroken }

  /// Notes a test that failed.
  package mutating func note(_ test: FailedTest) { if takesBroken { broken.append(test) } }
}

/// Something odd about a file that was read.
package struct ImportFinding: Equatable, Sendable {
  /// Its kind.
  package var code: FindingCode
  /// One sentence.
  package var message: String
  /// The line, from 1; nil where that is not known.
  package var line: Int?

  /// States something odd.
  package init(_ code: FindingCode, _ message: String, line: Int? = nil) {
    self.code = code
    self.message = message
    self.line = line
  }
}

/// A file of another tool.
package struct ImportedFile: Equatable, Sendable {
  /// How far it could be read.
  package enum State: Equatable, Sendable {
    case ok
    /// Up to a fault: what was counted is a lower bound.
    case recovered(reason: String)
    case refused(reason: String)

    /// The state's name in files.
    package var name: String {
      switch self {
      case .ok: "ok"
      case .recovered: "recovered"
      case .refused: "refused"
      }
    }

    /// Why it could not be read whole.
    package var reason: String? {
      switch self {
      case .ok: nil
      case .recovered(let reason), .refused(let reason): reason
      }
    }
  }

  /// The file as it was named.
  package var path: String
  /// Its format; nil where it has none that is known.
  package var format: ImportFormat?
  /// How far it could be read.
  package var state: State
  /// The line at which it could not be read on, from 1; nil where that is not known.
  package var line: Int?
  /// Its figures, in their order.
  package var measurements: [ImportedMeasurement] = []
  /// Its test cases; nil where it holds none by its kind.
  package var tests: ImportedTests?
  /// How much of a program was run; nil where it says nothing of it.
  package var coverage: ImportedCoverage?
  /// What is odd about it.
  package var findings: [ImportFinding] = []

  /// A file without anything in it.
  package init(path: String, format: ImportFormat?, _ state: State) {
    self.path = path
    self.format = format
    self.state = state
  }
}
