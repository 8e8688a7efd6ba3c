// OpenMetrics 1.0: samples, with the unit that their family states. What breaks the format is
// refused: `# EOF` says that nothing is cut off, and a counter is never NaN or below 0.

internal import AndonModel

/// Reads OpenMetrics.
enum OpenMetricsText: TextFormat {
  static let format = ImportFormat.openMetrics

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0 == "# EOF" } || lines.first { !$0.isEmpty }?.hasPrefix("# TYPE ") == true
      || lines.first { !$0.isEmpty }?.hasPrefix("# HELP ") == true
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    guard let end = lines.firstIndex(of: "# EOF") else { throw Refusal("`# EOF` is missing") }
    let rest = lines[(end + 1)...]
    if rest.count > 1 || rest.contains(where: { !$0.isEmpty }) {
      throw Refusal("line \(end + 2) follows `# EOF`")
    }
    var reader = Reader()
    for (number, line) in lines[..<end].enumerated() {
      let reason =
        line.hasPrefix("#") ? reader.describe(line) : try reader.sample(line, number + 1, &found)
      if let reason { throw Refusal("line \(number + 1): \(reason)") }
    }
    if let reason = reader.family.close() { throw Refusal("before `# EOF`: \(reason)") }
  }

  private struct Reader {
    var family = OpenMetricsFamily(name: "")
    // Names that families have taken.
    private var taken: Set<String> = []

    mutating func describe(_ line: Substring) -> String? {
      let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4, parts[0] == "#", ["TYPE", "HELP", "UNIT"].contains(parts[1]),
        OpenMetricsLine.isName(parts[2])
      else { return "it is no description" }
      if parts[2] != family.name {
        if let reason = begin(parts[2]) { return reason }
      }
      return family.describe(parts[1], parts[3])
    }

    mutating func sample(
      _ line: Substring, _ number: Int, _ found: inout ParseResult
    ) throws(Refusal) -> String? {
      guard let sample = OpenMetricsLine(line) else { return "it is no sample" }
      if !family.names.contains(sample.name), let reason = begin(Substring(sample.name)) {
        return reason
      }
      if family.names.contains(where: taken.contains) {
        return "the names of `\(family.name)` are taken"
      }
      if let reason = family.read(sample) { return reason }
      // Counts and buckets of a family are no quantities of its unit.
      let isCount = sample.name.hasSuffix("_count") || sample.name.hasSuffix("_bucket")
      let name = String(sample.series)
      try found.add(name, sample.value, unit: isCount ? nil : family.unit.map(String.init))
      if !sample.value.isFinite {
        found.addFinding(.resultMissing, "`\(name)` is \(sample.valueText)", line: number)
      }
      return nil
    }

    private mutating func begin(_ name: Substring) -> String? {
      if let reason = family.close() { return reason }
      // The type of a family is known only when it has ended.
      if !family.name.isEmpty { taken.formUnion(family.names + [String(family.name)]) }
      if taken.contains(String(name)) { return "the family `\(name)` comes twice" }
      family = OpenMetricsFamily(name: name)
      return nil
    }
  }
}
