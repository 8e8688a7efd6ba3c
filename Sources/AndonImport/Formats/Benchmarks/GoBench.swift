// go test -bench: name, iterations, and pairs of a value and its unit.
// golang.org/design/14313-benchmark-format.

internal import AndonModel
internal import AndonText

/// Reads lines of Go's benchmarks.
enum GoBench: TextFormat {
  static let format = ImportFormat.goBench

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { pairs($0) != nil || $0.hasSuffix("/op") && pairsBehind($0) != nil }
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var section = Package(start: found.measurements.count)
    // A row that has begun, and that other output has split.
    var begun: (name: Substring, line: Int)?
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("pkg: ") {
        section.end(&found)
        section = Package(
          name: line.dropFirst(5).trimmed, start: found.measurements.count)
      }
      if let (name, values) = pairs(line) ?? pairsBehind(line) {
        addMissing(begun, &found)
        begun = nil
        try add(name, values, section.name, &found)
      } else if let name = begun?.name, let (_, values) = pairs("\(name) \(line)"),
        values.contains(where: { $0.1 == "ns/op" })
      {
        begun = nil
        try add(name, values, section.name, &found)
      } else if let text = failure(line) {
        section.failure = section.failure ?? (text, number + 1)
      } else if let name = start(of: line) {
        addMissing(begun, &found)
        begun = (name, number + 1)
      } else if line.hasPrefix("ok  \t") || line.hasPrefix("ok \t") {
        section.end(&found)
        section = Package(name: section.name, start: found.measurements.count)
      }
    }
    addMissing(begun, &found)
    section.end(&found)
  }

  // The rows of one package: where it fails, none of them can meet a limit.
  private struct Package {
    var name: Substring?
    let start: Int
    /// The first line that says so.
    var failure: (text: Substring, line: Int)?

    func end(_ found: inout ParseResult) {
      guard let failure, found.measurements.count > start || failure.text.contains("Benchmark")
      else { return }
      found.markFailed(since: start)
      found.addFinding(.resultMissing, "a benchmark failed: `\(failure.text)`", line: failure.line)
    }
  }

  private static func add(
    _ name: Substring, _ values: [(Double, Substring)], _ package: Substring?,
    _ found: inout ParseResult
  ) throws(Refusal) {
    for (value, unit) in values {
      var measurement = ImportedMeasurement(
        String(name), value.isFinite ? .number(value) : .missing, unit: String(unit),
        direction(unit))
      measurement.scope = package.map(String.init)
      try found.add(measurement)
    }
  }

  // The name of a row without its figures: a tab follows it.
  private static func start(of line: Substring) -> Substring? {
    guard line.hasPrefix("Benchmark"), line.contains("\t"),
      line.dropFirst(9).first?.isLowercase == false
    else { return nil }
    return line.words.first
  }

  // How a benchmark, its package or its program says that it failed, also behind the name of a row.
  private static func failure(_ line: Substring) -> Substring? {
    let begins = ["FAIL\t", "panic: ", "fatal error: ", "signal: "]
    if line == "FAIL" || begins.contains(where: line.hasPrefix) { return line }
    if start(of: line) != nil, let rest = line.after("\t"),
      begins.dropFirst().contains(where: rest.hasPrefix)
    {
      return line
    }
    return line.after("--- FAIL: Benchmark").map { "--- FAIL: Benchmark\($0)" }
  }

  // A row behind output without a line end.
  private static func pairsBehind(
    _ line: Substring
  ) -> (name: Substring, values: [(Double, Substring)])? {
    guard line.contains("\t"), let rest = line.after("Benchmark"),
      let row = pairs("Benchmark\(rest)"), row.values.contains(where: { $0.1 == "ns/op" })
    else { return nil }
    return row
  }

  private static func addMissing(_ begun: (name: Substring, line: Int)?, _ found: inout ParseResult)
  {
    guard let begun else { return }
    found.addFinding(
      .resultMissing, "the row of `\(begun.name)` holds no figure that can be read",
      line: begun.line)
  }

  private static func pairs(
    _ text: some StringProtocol
  ) -> (name: Substring, values: [(Double, Substring)])? {
    // As Go names its tests: what follows is no small letter.
    let line = Substring(text)
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
