// ab, the benchmark of Apache's HTTP server.

internal import AndonModel
internal import AndonText

/// Reads what ab prints.
enum ApacheBench: TextFormat {
  static let format = ImportFormat.ab

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix("This is ApacheBench") }
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    for report in lines.reports(from: { $0.hasPrefix("This is ApacheBench") }) {
      let start = found.measurements.count
      try read(report, &found)
      let address = ["Server Hostname:", "Server Port:", "Document Path:"].compactMap { label in
        report.lazy.compactMap { $0.hasPrefix(label) ? $0.after(label)?.trimmed : nil }.first
      }
      found.scope(address.joined(separator: " "), since: start)
    }
  }

  private static func read(
    _ lines: ArraySlice<Substring>, _ found: inout ParseResult
  ) throws(Refusal) {
    guard let complete = number("Complete requests:", lines),
      let rate = number("Requests per second:", lines)
    else { throw Refusal("it ends before the requests per second") }
    let failed = number("Failed requests:", lines)
    let faults = number("Non-2xx responses:", lines) ?? 0
    // Those that could not be sent.
    let unsent = number("Write errors:", lines) ?? 0
    try found.add("failed", failed, unit: "count", .lower)
    try found.add("non-2xx", faults, unit: "count", .lower)
    let start = found.measurements.count
    try found.add("complete", complete, unit: "count", .higher)
    try found.add("requests/sec", rate, unit: "req/s", .higher)
    try found.add("time-per-request", number("Time per request:", lines), unit: "ms", .lower)
    for line in lines {
      let words = line.words
      guard words.count >= 2, words[0].hasSuffix("%"), let percent = Int(words[0].dropLast()),
        let time = words[1].number
      else { continue }
      try found.add("p\(percent)", time, unit: "ms", .lower)
    }
    // Answers whose length differs are counted as failed; pages are like that.
    let differing = lines.first { $0.contains("(Connect:") }?.after("Length:")?.words.first
    let length = differing.flatMap { $0.prefix { $0.isNumber }[...].number } ?? 0
    let lost = max(0, (failed ?? 0) - length) + faults + unsent
    if lost > 0 {
      found.markFailed(since: start)
      found.addFinding(
        .resultMissing, "\(Format.number(lost)) requests failed, and are in the figures")
    }
    if complete == 0 {
      found.addFinding(.resultMissing, "no request was answered")
      found.markMissing(since: start) { $0 != "complete" && $0 != "requests/sec" }
    }
  }

  // The first line of a label: the mean over all is the one of a request.
  private static func number(_ label: String, _ lines: ArraySlice<Substring>) -> Double? {
    lines.first { $0.hasPrefix(label) }?.after(label)?.words.first?.number
  }
}
