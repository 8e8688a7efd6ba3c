// Google Benchmark --benchmark_format=csv: a row for each repetition and each aggregate. What the
// program prints may stand before the head.

internal import AndonModel

/// Reads Google Benchmark's table.
enum GoogleBenchmarkTable: TextFormat {
  static let format = ImportFormat.googleBenchmark

  static func recognises(_ lines: [Substring]) -> Bool { head(lines) != nil }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    guard let start = head(lines) else { throw Refusal("it has no head") }
    let rows = try CSV.rows(lines[start...])
    let columns = rows[0].cells
    // An aggregate leaves repetitions that failed out.
    var failed: Set<String> = []
    for (cells, line) in rows.dropFirst() {
      let row = Dictionary(zip(columns, cells)) { first, _ in first }
      let state = row["error_occurred"] ?? ""
      // A row of a failure has no cells for counters.
      guard cells.count == columns.count || cells.count < columns.count && !state.isEmpty,
        !cells[0].isEmpty
      else { throw Refusal("line \(line) is not a row") }
      if state.isEmpty {
        try add(cells[0], row, line, &found)
        continue
      }
      // `false` is a benchmark that was left out.
      if state == "true" { failed.insert(cells[0]) }
      try found.add(cells[0], nil, unit: nil)
      let reason = row["error_message"].flatMap { $0.isEmpty ? nil : $0 } ?? "no reason given"
      found.addFinding(.resultMissing, "`\(cells[0])` failed or was skipped: \(reason)", line: line)
    }
    found.markFailed { GoogleBenchmark.isOf($0, failed) }
  }

  private static func add(
    _ name: String, _ row: [String: String], _ line: Int, _ found: inout ParseResult
  ) throws(Refusal) {
    guard let time = row["real_time"].flatMap({ PrintedNumber.read($0) }) else {
      throw Refusal("line \(line) has no time")
    }
    // Early releases have no such column and print nanoseconds; a row without a unit is a ratio.
    let unit = row["time_unit"] ?? "ns"
    let isSpread = unit.isEmpty || name.hasSuffix("_stddev")
    try found.add(name, time, unit: unit.isEmpty ? "ratio" : unit, isSpread ? nil : .lower)
  }

  private static func head(_ lines: [Substring]) -> Int? {
    lines.firstIndex { $0.hasPrefix("name,iterations,real_time,cpu_time") }
  }
}
