// OpenMetrics 1.0: samples, with the unit that their family states. What breaks the format is
// refused: `# EOF` says that nothing is cut off, and a counter is never NaN or below 0.

internal import AndonModel

/// Reads OpenMetrics.
enum OpenMetricsText: TextFormat {
  static let format = ImportFormat.openMetrics

  private static let types = [
    "counter", "gauge", "histogram", "gaugehistogram", "stateset", "info", "summary", "unknown",
  ]

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0 == "# EOF" } || lines.first { !$0.isEmpty }?.hasPrefix("# TYPE ") == true
      || lines.first { !$0.isEmpty }?.hasPrefix("# HELP ") == true
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    var family = Family(name: "")
    var known: Set<Substring> = []
    guard let end = lines.firstIndex(of: "# EOF") else { throw Refusal("`# EOF` is missing") }
    if lines[(end + 1)...].contains(where: { !$0.isEmpty }) {
      throw Refusal("line \(end + 2) follows `# EOF`")
    }
    for (number, line) in lines[..<end].enumerated() {
      if line.hasPrefix("# ") {
        let name = try describe(line, number + 1, &family)
        if family.isNew, !known.insert(name).inserted {
          throw Refusal("line \(number + 1): the family `\(name)` comes twice")
        }
      } else {
        try sample(line, number + 1, family, &found)
      }
    }
  }

  // What is known of the samples that follow.
  private struct Family {
    var name: Substring
    var type: Substring = "unknown"
    var unit: Substring?
    var isNew = true
  }

  private static func describe(
    _ line: Substring, _ number: Int, _ family: inout Family
  ) throws(Refusal) -> Substring {
    let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, ["TYPE", "HELP", "UNIT"].contains(parts[1]), !parts[2].isEmpty else {
      throw Refusal("line \(number) is no description")
    }
    if parts[2] != family.name { family = Family(name: parts[2]) } else { family.isNew = false }
    let text = parts.count > 3 ? parts[3] : ""
    switch parts[1] {
    case "TYPE":
      guard types.contains(String(text)) else {
        throw Refusal("line \(number): `\(text)` is no type")
      }
      family.type = text
    case "UNIT":
      guard text.isEmpty || family.name.hasSuffix("_\(text)") else {
        throw Refusal("line \(number): the name does not end in its unit")
      }
      family.unit = text.isEmpty ? nil : text
    default: break
    }
    return family.name
  }

  private static func sample(
    _ line: Substring, _ number: Int, _ family: Family, _ found: inout Found
  ) throws(Refusal) {
    guard let end = nameEnd(line) else { throw Refusal("line \(number) is no sample") }
    let name = line[..<end]
    let rest = line[end...].split(separator: " ", omittingEmptySubsequences: false).dropFirst()
    guard let text = rest.first, let value = value(text) else {
      throw Refusal("line \(number) has no value")
    }
    let isOwn = name.hasPrefix(family.name) && !family.name.isEmpty
    if isOwn, family.type == "counter", value.isNaN || value < 0 {
      throw Refusal("line \(number): a counter is \(text)")
    }
    // Counts and buckets of a family are no quantities of its unit.
    let bare = name.prefix { $0 != "{" }
    let isCount = bare.hasSuffix("_count") || bare.hasSuffix("_bucket")
    try found.add(String(name), value, unit: isOwn && !isCount ? family.unit.map(String.init) : nil)
    if !value.isFinite { found.note(.resultMissing, "`\(name)` is \(text)", line: number) }
  }

  // Behind the labels, in which anything may stand between quotes.
  private static func nameEnd(_ line: Substring) -> Substring.Index? {
    var isQuoted = false
    var isEscaped = false
    var isOpen = false
    for index in line.indices {
      let character = line[index]
      if isEscaped {
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        if !isOpen { return nil }
        isQuoted.toggle()
      } else if !isQuoted, character == "{" {
        isOpen = true
      } else if !isQuoted, character == "}" {
        isOpen = false
      } else if !isQuoted, !isOpen, character == " " {
        return index == line.startIndex ? nil : index
      }
    }
    return nil
  }

  private static func value(_ text: Substring) -> Double? {
    switch text {
    case "NaN": return .nan
    case "+Inf", "Inf": return .infinity
    case "-Inf": return -.infinity
    default: return text.contains(where: { "xXpPiInN".contains($0) }) ? nil : Double(text)
    }
  }
}
