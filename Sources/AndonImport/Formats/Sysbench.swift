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
    if let line = lines.first(where: { $0.trimmed.hasPrefix("events per second:") }) {
      try found.add("events/s", line.words.last?.number, unit: "1/s", .higher)
    }
    let below = lines.drop { !$0.hasPrefix("Latency (ms):") }.dropFirst()
    for line in below.prefix(while: { $0.first == " " }) {
      guard let name = line.before(":")?.trimmed, latencies.contains(String(name)) else { continue }
      try found.add("latency.\(name)", line.words.last?.number, unit: "ms", .lower)
    }
  }
}
