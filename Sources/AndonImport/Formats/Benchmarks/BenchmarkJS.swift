// benchmark.js: `fib(10) x 1,431,759 ops/sec ±0.74% (93 runs sampled)`.

internal import AndonModel
internal import AndonText

/// Reads what benchmark.js prints.
enum BenchmarkJS: TextFormat {
  static let format = ImportFormat.benchmarkJS

  static func recognises(_ lines: [Substring]) -> Bool { lines.contains { row($0) != nil } }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    for line in lines {
      guard let row = row(line) else { continue }
      try found.add(
        String(row.name), row.value, unit: "ops/s", .higher, low: row.value * (1 - row.part),
        high: row.value * (1 + row.part))
    }
  }

  // The last ` x ` is the one: a name may hold others.
  private static func row(_ line: Substring) -> (name: Substring, value: Double, part: Double)? {
    guard let head = line.before(" ops/sec ±"), let tail = line.after(" ops/sec ±"),
      let percent = tail.before("%")?.number, let value = head.words.last?.grouped
    else { return nil }
    let parts = head.words
    guard parts.count >= 3, parts[parts.count - 2] == "x" else { return nil }
    let end = parts[parts.count - 2].startIndex
    return (head[..<end].trimmed, value, percent / 100)
  }
}
