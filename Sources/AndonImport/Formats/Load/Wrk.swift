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

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    for report in lines.reports(from: { $0.hasPrefix("Running ") && $0.contains(" test @ ") }) {
      let start = found.measurements.count
      try read(report, &found)
      let address = report.lazy.compactMap { $0.after(" test @ ") }.first
      found.scope(address.map(String.init), since: start)
    }
  }

  private static func read(
    _ lines: ArraySlice<Substring>, _ found: inout ParseResult
  ) throws(Refusal) {
    guard let rate = number("Requests/sec:", lines) else {
      throw Refusal("it ends before the requests per second")
    }
    let start = found.measurements.count
    try found.add("requests/sec", rate, unit: "req/s", .higher)
    var faults = 0.0
    var hasLost = false
    var isEmpty = false
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
        isEmpty = count == 0
        try found.add("requests", count, unit: "count")
      } else if line.trimmed.hasPrefix("Non-2xx or 3xx responses:") {
        faults = words.last?.number ?? faults
      } else if line.trimmed.hasPrefix("Socket errors:") {
        hasLost = true
        found.addFinding(.resultMissing, "some requests had no answer: \(line.trimmed)")
      }
    }
    if faults > 0 {
      found.addFinding(
        .resultMissing, "\(Format.number(faults)) requests failed, and are in the figures")
    }
    if faults > 0 || hasLost { found.markFailed(since: start) }
    if isEmpty {
      found.addFinding(.resultMissing, "no request was answered")
      found.markMissing(since: start) { $0.hasPrefix("latency.") }
    }
    try found.add("non-2xx", faults, unit: "count", .lower)
  }

  private static func number(_ label: String, _ lines: ArraySlice<Substring>) -> Double? {
    lines.first { $0.hasPrefix(label) }?.words.last?.number
  }

  private static func seconds(_ word: Substring) -> Double? {
    guard let (value, unit) = word.scaled, let scale = UnitScale(String(unit)),
      scale.kind == .seconds
    else { return nil }
    return scale.base(of: value)
  }
}
