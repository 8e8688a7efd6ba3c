// sysbench: events per second and their latency.

internal import AndonModel
internal import AndonText

/// Reads what sysbench prints.
enum Sysbench: TextFormat {
  static let format = ImportFormat.sysbench

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix("sysbench ") } && lines.contains { $0.hasPrefix("Latency (ms):") }
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    for report in lines.reports(from: { $0.hasPrefix("sysbench ") }) {
      try read(report, &found)
    }
  }

  private static func read(
    _ lines: ArraySlice<Substring>, _ found: inout ParseResult
  ) throws(Refusal) {
    let start = found.measurements.count
    var (isOfFailure, isEmpty) = (false, false)
    // Tests of threads and of mutexes print no rate.
    var totals: (seconds: Double?, events: Double?)
    for line in lines.map(\.trimmed) {
      if let (name, value, size) = operations(line) {
        try found.add("\(name)s/s", value, unit: "1/s", .higher)
        guard let size else { continue }
        try found.add(name == "write" ? "written" : name, size, unit: "MiB/s", .higher)
      } else if let (name, value, unit) = rate(line) {
        try found.add(name, value, unit: unit, .higher)
      } else if line.hasPrefix("total time:"), let text = line.words.last {
        totals.seconds = PrintedTime.seconds(text)
      } else if let count = faults(line), count > 0 {
        isOfFailure = true
        found.addFinding(.resultMissing, "it states \(line)")
      } else if line.hasPrefix("total number of events:"), let count = line.words.last?.number {
        totals.events = count
        isEmpty = count == 0
      }
    }
    let hasRates = found.measurements[start...].contains { $0.unit?.hasSuffix("/s") == true }
    if !hasRates, totals.seconds != nil || totals.events != nil {
      try found.add("total time", totals.seconds, unit: "s", .lower)
      try found.add("events", totals.events, unit: "count", .higher)
    }
    try readLatencies(lines, &found)
    if isOfFailure { found.markFailed(since: start) }
    if isEmpty {
      found.addFinding(.resultMissing, "no event took place")
      found.markMissing(since: start) { $0.hasPrefix("latency.") }
    }
    let marks = ["per second", "/s:", "IOPS="]
    if !hasRates, lines.contains(where: { line in marks.contains { line.contains($0) } }) {
      throw Refusal("it holds rates of a test that andon does not know")
    }
  }

  private static func readLatencies(
    _ lines: ArraySlice<Substring>, _ found: inout ParseResult
  ) throws(Refusal) {
    let rows = lines.drop { !$0.hasPrefix("Latency (ms):") }.dropFirst()
      .prefix { $0.first == " " }
    for line in rows {
      guard let name = line.before(":")?.trimmed else { continue }
      let isKnown = ["min", "avg", "max", "sum"].contains(name) || name.hasSuffix(" percentile")
      guard isKnown else { continue }
      try found.add("latency.\(name)", line.words.last?.number, unit: "ms", .lower)
    }
    // It is the last of them.
    if !rows.contains(where: { $0.trimmed.hasPrefix("sum:") }) {
      throw Refusal("it ends within the latencies")
    }
  }

  // `ignored errors: 1 (0.00 per sec.)`: a count that is more than the rate shows.
  private static func faults(_ line: Substring) -> Double? {
    let names = ["ignored errors:", "reconnects:"]
    return names.lazy.compactMap { line.hasPrefix($0) ? line.after($0)?.words.first?.number : nil }
      .first
  }

  // `read:  IOPS=2634.36 41.16 MiB/s (43.16 MB/s)` of version 1.1; an fsync has no size.
  private static func operations(
    _ line: Substring
  ) -> (name: String, value: Double, size: Double?)? {
    let words = line.words
    guard words.count > 1, let name = words[0].before(":"), words[1].hasPrefix("IOPS="),
      let value = words[1].dropFirst(5).number
    else { return nil }
    return (String(name), value, words.count > 2 ? words[2].number : nil)
  }

  // The lines of sysbench's tests that hold a rate.
  private static func rate(_ line: Substring) -> (name: String, value: Double, unit: String)? {
    if let text = line.after("events per second:") ?? line.after("events/s (eps):"),
      let value = text.trimmed.number
    {
      return ("events/s", value, "1/s")
    }
    // `Total operations: 1048576 (3000000.00 per second)`, `transactions: 12 (1.20 per sec.)`.
    for name in ["Total operations", "transactions", "queries"] {
      guard line.hasPrefix("\(name):"), let text = line.after("("),
        let value = text.words.first?.number
      else { continue }
      return (name == "Total operations" ? "operations/s" : name, value, "1/s")
    }
    // `1024.00 MiB transferred (2929.69 MiB/sec)`.
    if line.contains(" transferred ("), let words = line.after("(")?.before(")")?.words,
      words.count == 2, let value = words[0].number
    {
      return ("transferred", value, String(words[1]).replacing("/sec", with: "/s"))
    }
    guard let value = line.words.last?.number else { return nil }
    for name in ["reads/s", "writes/s", "fsyncs/s"] where line.hasPrefix("\(name):") {
      return (name, value, "1/s")
    }
    for name in ["read", "written"] where line.hasPrefix("\(name), MiB/s:") {
      return (name, value, "MiB/s")
    }
    return nil
  }
}
