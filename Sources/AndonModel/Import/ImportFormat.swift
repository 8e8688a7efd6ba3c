// The formats of other tools that andon reads.

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

  /// The parts of a measurement's name, from which the indicator of a benchmark gets its name.
  enum BenchmarkNaming {
    /// `BENCHMARK/STATISTIC`.
    case nameAndStatistic
    /// The statistic; the benchmark is in the file's path.
    case pathAndStatistic
    /// The benchmark; the unit tells its values apart.
    case nameAndUnit
    /// The statistic of the whole file.
    case statistic
    /// The benchmark, which has one value.
    case name
  }

  /// The parts of the names of its measurements.
  var benchmarkNaming: BenchmarkNaming {
    switch self {
    case .hyperfine, .pytestBenchmark, .pyperf, .k6, .bencher, .stressNG, .iai, .fio:
      .nameAndStatistic
    case .criterion: .pathAndStatistic
    case .goBench: .nameAndUnit
    case .posixTime, .gnuTime, .wrk, .ab, .sysbench, .siege, .jmeter, .lighthouse, .openMetrics:
      .statistic
    case .junit, .libtest, .googleBenchmark, .catch2, .jmh, .benchmarkDotNet, .benchmarkJS, .vitest,
      .ordoOneBenchmark, .asv, .customBenchmark, .cargoTimings, .benchmarkHarness, .cobertura,
      .jacoco, .lcov, .clover, .coveragePy, .trx, .nunit, .xunit, .tap, .goCover, .llvmCov,
      .openCover, .istanbul:
      .name
    }
  }
}
