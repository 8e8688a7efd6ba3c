// sysbench: events per second and their latency.

internal import AndonModel
internal import AndonText

/// Reads what sysbench prints.
enum Sysbench: TextFormat {
  static let format = ImportFormat.sysbench

  private static let latencies = ["min", "avg", "max", "95th percentile", "99th percentile", "sum"]

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix("sysbench ") } && lines.contains { $0.hasPrefix("Latency (ms):") }
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    var isOfFailure = false
    for line in lines {
      guard let (name, value, unit) = rate(line.trimmed) else { continue }
      if name == "ignored errors" || name == "reconnects" {
        isOfFailure = isOfFailure || value > 0
        if value > 0 { found.note(.resultMissing, "it states \(line.trimmed)") }
      } else {
        try found.add(name, value, unit: unit, .higher)
      }
    }
    let below = lines.drop { !$0.hasPrefix("Latency (ms):") }.dropFirst()
    for line in below.prefix(while: { $0.first == " " }) {
      guard let name = line.before(":")?.trimmed, latencies.contains(String(name)) else { continue }
      try found.add("latency.\(name)", line.words.last?.number, unit: "ms", .lower)
    }
    if isOfFailure { found.markFailed() }
    let isRead = found.measurements.contains { !$0.name.hasPrefix("latency.") }
    if !isRead, lines.contains(where: { $0.contains("per second") || $0.contains("/s") }) {
      throw Refusal("it holds rates of a test that andon does not know")
    }
  }

  // The lines of sysbench's tests that hold a rate.
  private static func rate(_ line: Substring) -> (name: String, value: Double, unit: String)? {
    if let text = line.after("events per second:") ?? line.after("events/s (eps):"),
      let value = text.trimmed.number
    {
      return ("events/s", value, "1/s")
    }
    // `Total operations: 1048576 (3000000.00 per second)`, `transactions: 12 (1.20 per sec.)`.
    for name in ["Total operations", "transactions", "queries", "ignored errors", "reconnects"] {
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
