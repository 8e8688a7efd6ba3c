// GNU time -v. It prints `Exit status: 0` also for a command that a signal ended, and calls KiB
// kbytes.

internal import AndonModel

/// Reads what GNU time prints.
enum GNUTime: TextFormat {
  static let format = ImportFormat.gnuTime

  private static let begun: Substring = "\tCommand being timed: "
  // Counts that are taken over by their own names.
  private static let counts = [
    "Major (requiring I/O) page faults", "Minor (reclaiming a frame) page faults",
    "Voluntary context switches", "Involuntary context switches",
  ]

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix(begun) }
  }

  /// The end of a line that says that the command failed; the command may have printed before it
  /// without a line end.
  static func failure(in line: Substring) -> Substring? {
    guard line.last?.isNumber == true else { return nil }
    let says = ["terminated by signal", "stopped by signal", "exited with non-zero status"]
    for text in says.map({ "Command \($0) " }) {
      if let number = line.after(text), number.allSatisfy(\.isNumber) {
        return "\(text)\(number)"
      }
    }
    return nil
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var start = 0
    var (command, failure): (Substring?, Substring?) = (nil, nil)
    for (number, line) in lines.enumerated() {
      if let text = self.failure(in: line) {
        failure = text
        if let signal = text.contains("signal") ? text.words.last?.number : nil {
          try found.add("terminated by signal", signal, unit: "signal")
        }
      } else if line.hasPrefix(begun) {
        if command != nil { throw Refusal("a report ends before the exit status") }
        command = line.dropFirst(begun.count)
      }
      guard line.first == "\t", let (name, value) = row(line.dropFirst()) else { continue }
      // The status is the last line of a command, and right in itself.
      let isLast = name == status
      if isLast, failure != nil || value.number != 0 {
        found.markFailed(since: start)
        let text = failure ?? "exit status \(value)"
        found.addFinding(.resultMissing, "the command failed: \(text)", line: number + 1)
      }
      try add(String(name), value, &found)
      guard isLast else { continue }
      found.scope(command.map(String.init), since: start)
      (command, failure) = (nil, nil)
      start = found.measurements.count
    }
    if command != nil { throw Refusal("it ends before the exit status") }
  }

  private static let status = "Exit status"

  // The label of the elapsed time holds colons of its own.
  private static func row(_ line: Substring) -> (Substring, Substring)? {
    guard let name = line.before(": "), let value = line.after(": ") else { return nil }
    return (name, value)
  }

  private static func add(
    _ name: String, _ value: Substring, _ found: inout ParseResult
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
