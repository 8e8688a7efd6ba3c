// GNU time -v. It prints `Exit status: 0` also for a command that a signal ended, and calls KiB
// kbytes.

internal import AndonModel

/// Reads what GNU time prints.
enum GNUTime: TextFormat {
  static let format = ImportFormat.gnuTime

  private static let killed = "Command terminated by signal "
  // Counts that are taken over by their own names.
  private static let counts = [
    "Major (requiring I/O) page faults", "Minor (reclaiming a frame) page faults",
    "Voluntary context switches", "Involuntary context switches",
  ]

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix("\tCommand being timed: ") }
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    guard lines.contains(where: { $0.hasPrefix("\tExit status: ") }) else {
      throw Refusal("it ends before the exit status")
    }
    var start = 0
    for (number, line) in lines.enumerated() {
      if line.hasPrefix(killed), let signal = line.dropFirst(killed.count).number {
        try found.add("terminated by signal", signal, unit: "signal")
        found.note(.resultMissing, "the command was ended by a signal", line: number + 1)
        found.markFailed(since: start)
      }
      guard line.first == "\t", let (name, value) = row(line.dropFirst()) else { continue }
      if name == status {
        let isKilled = found.measurements.dropFirst(start).contains(where: \.isOfFailure)
        if value.number != 0, !isKilled {
          found.note(.resultMissing, "the command failed: exit status \(value)", line: number + 1)
        }
        if value.number != 0 || isKilled { found.markFailed(since: start) }
      }
      try add(String(name), value, &found)
      // The status is the last line of a command.
      if name == status { start = found.measurements.count }
    }
  }

  private static let status = "Exit status"

  // The label of the elapsed time holds colons of its own.
  private static func row(_ line: Substring) -> (Substring, Substring)? {
    guard let name = line.before(": "), let value = line.after(": ") else { return nil }
    return (name, value)
  }

  private static func add(
    _ name: String, _ value: Substring, _ found: inout Found
  ) throws(Refusal) {
    switch name {
    case "User time (seconds)", "System time (seconds)":
      try found.add(name, value.number, unit: "s", .lower)
    case "Percent of CPU this job got":
      try found.add("cpu", value.before("%")?.number, unit: "percent")
    case "Elapsed (wall clock) time (h:mm:ss or m:ss)":
      try found.add("elapsed", seconds(value), unit: "s", .lower)
    case "Maximum resident set size (kbytes)":
      try found.add("max_rss", value.number, unit: "KiB (the label says kbytes)", .lower)
    case "Exit status": try found.add(name, value.number, unit: "count")
    case _ where counts.contains(name): try found.add(name, value.number, unit: "count", .lower)
    default: return
    }
  }

  // `h:mm:ss` or `m:ss`, with hundredths.
  private static func seconds(_ text: Substring) -> Double? {
    var seconds = 0.0
    for part in text.split(separator: ":") {
      guard let number = part.number else { return nil }
      seconds = seconds * 60 + number
    }
    return seconds
  }
}
