// Google Benchmark --benchmark_format=csv: a row for each repetition and each aggregate. What the
// program prints may stand before the head.

internal import AndonModel

/// Reads Google Benchmark's table.
enum GoogleBenchmarkTable: TextFormat {
  static let format = ImportFormat.googleBenchmark

  static func recognises(_ lines: [Substring]) -> Bool { head(lines) != nil }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    guard let start = head(lines) else { throw Refusal("it has no head") }
    let rows = try CSV.rows(lines[start...])
    let columns = rows[0].cells
    for (cells, line) in rows.dropFirst() {
      guard cells.count == columns.count, !cells[0].isEmpty else {
        throw Refusal("line \(line) is no row")
      }
      let row = Dictionary(zip(columns, cells)) { first, _ in first }
      if row["error_occurred"] == "true" {
        try found.add(cells[0], nil, unit: nil)
        let reason = row["error_message"].flatMap { $0.isEmpty ? nil : $0 } ?? "no reason given"
        found.note(.resultMissing, "`\(cells[0])` failed or was skipped: \(reason)", line: line)
      } else {
        try add(cells[0], row, line, &found)
      }
    }
  }

  private static func add(
    _ name: String, _ row: [String: String], _ line: Int, _ found: inout Found
  ) throws(Refusal) {
    guard let time = row["real_time"].flatMap({ PrintedNumber.read($0) }) else {
      throw Refusal("line \(line) has no time")
    }
    let unit = row["time_unit"] ?? ""
    let isRatio = name.hasSuffix("_cv") || name.hasSuffix("_RMS")
    try found.add(
      name, time, unit: isRatio ? "ratio" : unit.isEmpty ? "ns" : unit,
      isRatio || name.hasSuffix("_stddev") ? nil : .lower)
  }

  private static func head(_ lines: [Substring]) -> Int? {
    lines.firstIndex { $0.hasPrefix("name,iterations,real_time,cpu_time,time_unit") }
  }
}
