// pytest-benchmark --benchmark-json, also of 2015: seconds.

internal import AndonModel
internal import AndonText

/// Reads what pytest-benchmark saves.
enum PytestBenchmark: JSONFormat {
  static let format = ImportFormat.pytestBenchmark

  // Name, unit, and which way is better.
  private static let statistics: [(String, String, Direction?)] = [
    ("min", "s", .lower), ("max", "s", .lower), ("mean", "s", .lower), ("stddev", "s", nil),
    ("median", "s", .lower), ("ops", "1/s", .higher), ("rounds", "count", nil),
  ]

  static func recognises(_ value: JSONValue) -> Bool {
    guard value["machine_info"] != nil, let rows = value["benchmarks"]?.items else { return false }
    return rows.allSatisfy { $0["stats"]?.members != nil }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for row in value["benchmarks"]?.items ?? [] {
      guard let name = row["fullname"]?.text ?? row["name"]?.text, let stats = row["stats"] else {
        throw Refusal("a benchmark has no name")
      }
      for (statistic, unit, direction) in statistics {
        guard let value = stats[statistic] else { continue }
        try found.add("\(name)/\(statistic)", value.number, unit: unit, direction)
      }
    }
  }
}
