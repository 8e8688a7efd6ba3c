// What criterion prints: `name   time:   [320.62 ps 323.90 ps 327.55 ps]`, the estimate between
// its bounds. A long name has a line of its own.

internal import AndonModel
internal import AndonText

/// Reads criterion's console output.
enum CriterionConsole: TextFormat {
  static let format = ImportFormat.criterion

  static func recognises(_ lines: [Substring]) -> Bool { lines.contains { times($0) != nil } }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var above: Substring = ""
    var failure: Substring?
    for line in lines {
      guard let times = times(line) else {
        if line.hasPrefix("error: bench failed") || line.hasPrefix("error: Benchmark failed") {
          failure = line
        } else if line.contains(" time:   ") || line.hasSuffix(" time:") {
          found.addFinding(.resultMissing, "the estimates of `\(name(line, above))` cannot be read")
        }
        above = line
        continue
      }
      let name = name(line, above)
      let unit = times[1].unit
      let bounds = [times[0], times[2]].map { bound in
        UnitScale.convert(bound.value, from: String(bound.unit), to: String(unit))
      }
      try found.add(
        String(name), times[1].value, unit: String(unit), .lower, low: bounds[0], high: bounds[1])
    }
    if let failure {
      found.markFailed()
      found.addFinding(.resultMissing, "a benchmark failed: `\(failure)`")
    }
  }

  private static func name(_ line: Substring, _ above: Substring) -> Substring {
    let own = (line.before("time:") ?? "").trimmed
    return own.isEmpty ? above.trimmed : own
  }

  private static func times(_ line: Substring) -> [(value: Double, unit: Substring)]? {
    guard let list = line.after("time:")?.trimmed, list.first == "[", list.last == "]" else {
      return nil
    }
    let words = list.dropFirst().dropLast().split(separator: " ")
    guard words.count == 6 else { return nil }
    let pairs = stride(from: 0, to: 6, by: 2).compactMap { index in
      Double(words[index]).map { (value: $0, unit: words[index + 1]) }
    }
    return pairs.count == 3 ? pairs : nil
  }
}
