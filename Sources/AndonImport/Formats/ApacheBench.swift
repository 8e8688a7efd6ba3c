// ab, the benchmark of Apache's HTTP server.

internal import AndonModel

/// Reads what ab prints.
enum ApacheBench: TextFormat {
  static let format = ImportFormat.ab

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix("This is ApacheBench") }
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    guard let complete = number("Complete requests:", lines),
      let rate = number("Requests per second:", lines)
    else { throw Refusal("it ends before the requests per second") }
    try found.add("complete", complete, unit: "count")
    try found.add("failed", number("Failed requests:", lines), unit: "count", .lower)
    let faults = number("Non-2xx responses:", lines) ?? 0
    try found.add("non-2xx", faults, unit: "count", .lower)
    let rates = found.measurements.count
    try found.add("requests/sec", rate, unit: "req/s", .higher)
    try found.add("time-per-request", number("Time per request:", lines), unit: "ms", .lower)
    let failed = number("Failed requests:", lines) ?? 0
    // Answers whose length differs are counted as failed; pages are like that.
    let unlike = lines.first { $0.contains("(Connect:") }?.after("Length:")?.words.first
    let length = unlike.flatMap { $0.prefix { $0.isNumber }[...].number } ?? 0
    let lost = max(0, failed - length) + faults
    for line in lines {
      let words = line.words
      guard words.count >= 2, words[0].hasSuffix("%"), let percent = Int(words[0].dropLast()),
        let time = words[1].number
      else { continue }
      try found.add("p\(percent)", time, unit: "ms", .lower)
    }
    if lost > 0 {
      found.markFailed(since: rates)
      found.note(.resultMissing, "\(lost.countText) requests failed, and are in the figures")
    }
  }

  // The first line of a label: the mean over all is the one of a request.
  private static func number(_ label: String, _ lines: [Substring]) -> Double? {
    lines.first { $0.hasPrefix(label) }?.after(label)?.words.first?.number
  }
}
