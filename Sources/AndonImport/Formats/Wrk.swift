// wrk: rates, and latencies brought to seconds.

internal import AndonModel
internal import AndonText

/// Reads what wrk prints.
enum Wrk: TextFormat {
  static let format = ImportFormat.wrk

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix("Running ") && $0.contains(" test @ ") }
      && lines.contains { $0.words.starts(with: ["Thread", "Stats"]) }
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    guard let rate = number("Requests/sec:", lines) else {
      throw Refusal("it ends before the requests per second")
    }
    try found.add("requests/sec", rate, unit: "req/s", .higher)
    var faults = 0.0
    var hasLost = false
    for line in lines {
      let words = line.words
      if words.first == "Latency", words.count >= 4, words[1] != "Distribution" {
        for (name, word) in zip(["avg", "stdev", "max"], words.dropFirst()) {
          try found.add(
            "latency.\(name)", seconds(word), unit: "s", name == "stdev" ? nil : .lower)
        }
      } else if words.count == 2, words[0].hasSuffix("%"), let time = seconds(words[1]) {
        try found.add("latency.p\(words[0].dropLast())", time, unit: "s", .lower)
      } else if words.count >= 2, words[1] == "requests", let count = words[0].number {
        try found.add("requests", count, unit: "count")
      } else if line.trimmed.hasPrefix("Non-2xx or 3xx responses:") {
        faults = words.last?.number ?? faults
      } else if line.trimmed.hasPrefix("Socket errors:") {
        hasLost = true
        found.note(.resultMissing, "some requests had no answer: \(line.trimmed)")
      }
    }
    if faults > 0 {
      found.note(.resultMissing, "\(faults.countText) requests failed, and are in the figures")
    }
    if faults > 0 || hasLost { found.markFailed() }
    try found.add("non-2xx", faults, unit: "count", .lower)
  }

  private static func number(_ label: String, _ lines: [Substring]) -> Double? {
    lines.first { $0.hasPrefix(label) }?.words.last?.number
  }

  private static func seconds(_ word: Substring) -> Double? {
    guard let (value, unit) = word.scaled, let scale = UnitScale(String(unit)),
      scale.kind == .seconds
    else { return nil }
    return scale.base(of: value)
  }
}
