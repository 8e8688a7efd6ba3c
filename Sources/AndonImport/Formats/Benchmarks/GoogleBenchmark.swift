// Google Benchmark --benchmark_format=json. Rows are single repetitions, aggregates of them, and
// the coefficients of a complexity.

internal import AndonModel
internal import AndonText

/// Reads what Google Benchmark prints.
enum GoogleBenchmark: JSONFormat {
  static let format = ImportFormat.googleBenchmark

  static func recognises(_ value: JSONValue) -> Bool {
    guard value["context"] != nil, let rows = value["benchmarks"]?.items else { return false }
    return rows.allSatisfy { row in
      row["name"]?.text != nil
        && (row["real_time"] != nil || row["real_coefficient"] != nil || row["rms"] != nil
          || row["error_occurred"] != nil || row["skipped"] != nil)
    }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    // An aggregate leaves repetitions that failed out.
    var failed: Set<String> = []
    defer { found.markFailed { isOf($0, failed) } }
    for row in value["benchmarks"]?.items ?? [] {
      guard let name = row["name"]?.text else { throw Refusal("a benchmark has no name") }
      let unit = row["time_unit"]?.text ?? "ns"
      if row["error_occurred"] == .boolean(true) || row["skipped"] == .boolean(true) {
        try found.add(name, nil, unit: nil)
        if row["error_occurred"] == .boolean(true) { failed.insert(row["run_name"]?.text ?? name) }
        let reason = (row["error_message"] ?? row["skip_message"])?.text ?? "no reason given"
        found.addFinding(.resultMissing, "`\(name)` failed or was skipped: \(reason)")
      } else if let coefficient = row["real_coefficient"]?.number {
        try found.add(name, coefficient, unit: unit, .lower)
      } else if let rms = row["rms"]?.number {
        try found.add(name, rms, unit: "ratio")
      } else if row["aggregate_name"]?.text == "cv" || row["aggregate_unit"]?.text == "percentage" {
        try found.add(name, row["real_time"]?.number, unit: "ratio")
      } else {
        let isSpread = row["aggregate_name"]?.text == "stddev"
        try found.add(name, row["real_time"]?.number, unit: unit, isSpread ? nil : .lower)
      }
    }
  }

  /// Whether a figure is of one of these runs: a repetition, or an aggregate of repetitions.
  static func isOf(_ name: String, _ runs: Set<String>) -> Bool {
    if runs.isEmpty { return false }
    return runs.contains(name) || runs.contains { name.hasPrefix("\($0)_") }
  }
}
