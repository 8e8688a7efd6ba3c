// What asv run prints: `[ 35.00%] ··· benchmarks.TimeSuite.time_keys   11.2±0.01μs`.

internal import AndonModel

/// Reads asv's console output.
enum AsvConsole: TextFormat {
  static let format = ImportFormat.asv

  // What asv writes behind a number that is no time.
  private static let multiples: [Substring: Double] = [
    "": 1, "k": 1e3, "M": 1e6, "G": 1e9,
  ]

  static func recognises(_ lines: [Substring]) -> Bool { lines.contains { row($0) != nil } }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    for (number, line) in lines.enumerated() {
      guard let (name, result) = row(line) else { continue }
      if result == "failed" || result == "skipped" || result == "n/a" {
        try found.add(String(name), nil, unit: nil)
        found.addFinding(.resultMissing, "`\(name)` \(result)", line: number + 1)
        continue
      }
      let parts = result.split(separator: "±")
      guard let last = parts.last?.scaled, let value = parts[0].scaled?.value else { continue }
      let spread = parts.count > 1 ? last.value : nil
      if let multiple = multiples[last.unit] {
        try found.add(String(name), value * multiple, unit: "bytes", .lower)
      } else {
        try found.add(
          String(name), value, unit: String(last.unit), .lower, low: spread.map { value - $0 },
          high: spread.map { value + $0 })
      }
    }
  }

  private static func row(_ line: Substring) -> (name: Substring, result: Substring)? {
    guard line.first == "[", let rest = line.after("%] ··· ") else { return nil }
    let words = rest.words
    guard words.count == 2, words[0].contains(".") else { return nil }
    let isResult = words[1].scaled != nil || ["failed", "skipped", "n/a"].contains(words[1])
    return isResult ? (words[0], words[1]) : nil
  }
}
