// BenchmarkDotNet's JSON export: nanoseconds.

internal import AndonModel
internal import AndonText

/// Reads what BenchmarkDotNet exports.
enum BenchmarkDotNet: JSONFormat {
  static let format = ImportFormat.benchmarkDotNet

  static func recognises(_ value: JSONValue) -> Bool {
    value["HostEnvironmentInfo"] != nil && value["Benchmarks"]?.items != nil
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for row in value["Benchmarks"]?.items ?? [] {
      guard let name = row["FullName"]?.text ?? row["Method"]?.text else {
        throw Refusal("a benchmark has no name")
      }
      let statistics = row["Statistics"]
      let interval = statistics?["ConfidenceInterval"]
      try found.add(
        name, statistics?["Mean"]?.number, unit: "ns", .lower, low: interval?["Lower"]?.number,
        high: interval?["Upper"]?.number)
      if statistics?["Mean"]?.number == nil {
        found.addFinding(.resultMissing, "`\(name)` has no mean: its runs failed")
      }
    }
  }
}
