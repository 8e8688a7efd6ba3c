// cargo bench, and what prints like it: `test NAME ... bench: 3,161 ns/iter (+/- 975)`.

internal import AndonModel

/// Reads benchmarks of Rust's test harness.
enum LibtestConsole: TextFormat {
  static let format = ImportFormat.libtest

  static func recognises(_ lines: [Substring]) -> Bool { lines.contains { row($0) != nil } }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    for (number, line) in lines.enumerated() {
      if let row = row(line) {
        try found.add(
          String(row.name), row.value, unit: String(row.unit),
          row.isRate ? .higher : .lower, low: row.value - row.spread,
          high: row.value + row.spread)
      } else if line.hasPrefix("test "), line.hasSuffix(" ... FAILED") {
        found.note(.resultMissing, "a benchmark failed: `\(line)`", line: number + 1)
      }
    }
  }

  private struct Row {
    let name: Substring
    let value: Double
    let unit: Substring
    let isRate: Bool
    let spread: Double
  }

  private static func row(_ line: Substring) -> Row? {
    guard line.hasPrefix("test "), let name = line.dropFirst(5).before(" ... bench:"),
      let rest = line.after(" ... bench:")
    else { return nil }
    let words = rest.words
    guard words.count >= 4, let value = words[0].number, words[2] == "(+/-",
      let spread = words[3].dropLast().number
    else { return nil }
    let unit = words[1]
    let isRate = unit.hasSuffix("/s")
    return Row(
      name: name, value: value, unit: unit.hasSuffix("/iter") ? unit.dropLast(5) : unit,
      isRate: isRate, spread: spread)
  }
}
