// Dart's benchmark_harness: `Template(RunTime): 1.0 us.`

internal import AndonModel

/// Reads what benchmark_harness prints.
enum BenchmarkHarness: TextFormat {
  static let format = ImportFormat.benchmarkHarness

  static func recognises(_ lines: [Substring]) -> Bool { lines.contains { row($0) != nil } }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    for line in lines {
      guard let (name, value, unit) = row(line) else { continue }
      try found.add(String(name), value, unit: String(unit), .lower)
    }
  }

  private static func row(_ line: Substring) -> (Substring, Double, Substring)? {
    guard let name = line.before("(RunTime): "), let rest = line.after("(RunTime): "),
      rest.last == "."
    else { return nil }
    let words = rest.dropLast().words
    guard words.count == 2, let value = words[0].number else { return nil }
    return (name, value, words[1])
  }
}
