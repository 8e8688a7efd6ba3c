// time -p: three lines for each command. POSIX, "time".

internal import AndonModel

/// Reads what time -p prints.
enum PosixTime: TextFormat {
  static let format = ImportFormat.posixTime

  private static let names: [Substring] = ["real", "user", "sys"]

  static func recognises(_ lines: [Substring]) -> Bool {
    // What the command printed itself may stand before.
    lines.filter { !$0.isEmpty }.suffix(3).map { $0.words.first ?? "" } == names
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    let lines = lines.filter { !$0.isEmpty }
    var start = found.measurements.count
    var failure: Substring?
    for (index, line) in lines.enumerated() {
      // GNU time says so above its three lines.
      failure = GNUTime.failure(in: line) ?? failure
      guard isEnd(index, lines) else { continue }
      for line in lines[index - 2...index] {
        let words = line.words
        guard words.count == 2, let seconds = words[1].number else {
          throw Refusal("`\(line)` is not a time")
        }
        try found.add(String(words[0]), seconds, unit: "s", .lower)
      }
      if let failure {
        found.markFailed(since: start)
        found.addFinding(.resultMissing, "the command failed: `\(failure)`")
      }
      failure = nil
      start = found.measurements.count
    }
  }

  // The third line of a report.
  private static func isEnd(_ index: Int, _ lines: [Substring]) -> Bool {
    index >= 2 && lines[index].hasPrefix("sys")
      && lines[index - 2...index].map { $0.words.first ?? "" } == names
  }
}
