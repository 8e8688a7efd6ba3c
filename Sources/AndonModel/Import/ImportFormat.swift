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
}
