// go test -bench: name, iterations, and pairs of a value and its unit.
// golang.org/design/14313-benchmark-format.

internal import AndonModel
internal import AndonText

/// Reads lines of Go's benchmarks.
enum GoBench: TextFormat {
  static let format = ImportFormat.goBench

  static func recognises(_ lines: [Substring]) -> Bool { lines.contains { pairs($0) != nil } }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    var package: Substring?
    for (number, line) in lines.enumerated() {
      if let name = line.after("pkg: "), line.hasPrefix("pkg: ") { package = name.trimmed }
      guard let (name, values) = pairs(line) else {
        if line.hasPrefix("--- FAIL: Benchmark") || line == "FAIL" {
          found.note(.resultMissing, "a benchmark failed: `\(line)`", line: number + 1)
        }
        continue
      }
      for (value, unit) in values {
        var measurement = ImportedMeasurement(
          String(name), value.isFinite ? .number(value) : .missing, unit: String(unit),
          direction(unit))
        measurement.scope = package.map(String.init)
        try found.add(measurement)
      }
    }
  }

  private static func pairs(
    _ line: Substring
  ) -> (name: Substring, values: [(Double, Substring)])? {
    // As Go names its tests: what follows is no small letter.
    guard line.hasPrefix("Benchmark"), line.dropFirst(9).first?.isLowercase == false else {
      return nil
    }
    let words = line.words
    guard words.count >= 4, words.count.isMultiple(of: 2), Int(words[1]) != nil else { return nil }
    var values: [(Double, Substring)] = []
    for index in stride(from: 2, to: words.count, by: 2) {
      guard let value = Double(words[index]) else { return nil }
      values.append((value, words[index + 1]))
    }
    return (words[0], values)
  }

  private static func direction(_ unit: Substring) -> Direction? {
    if ["ns/op", "B/op", "allocs/op"].contains(unit) { return .lower }
    return unit.hasSuffix("/s") ? .higher : nil
  }
}
