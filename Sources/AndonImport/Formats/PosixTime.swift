// time -p: three lines. POSIX, "time".

internal import AndonModel

/// Reads what time -p prints.
enum PosixTime: TextFormat {
  static let format = ImportFormat.posixTime

  private static let names: [Substring] = ["real", "user", "sys"]

  static func recognises(_ lines: [Substring]) -> Bool {
    // What the command printed itself may stand before.
    lines.filter { !$0.isEmpty }.suffix(3).map { $0.words.first ?? "" } == names
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    for line in lines.filter({ !$0.isEmpty }).suffix(3) {
      let words = line.words
      guard words.count == 2, let seconds = words[1].number else {
        throw Refusal("`\(line)` is no time")
      }
      try found.add(String(words[0]), seconds, unit: "s", .lower)
    }
    // GNU time says so above its three lines.
    guard let fault = lines.last(where: { $0.hasPrefix("Command ") }),
      fault.contains("exited with non-zero status") || fault.contains("terminated by signal")
    else { return }
    found.markFailed()
    found.note(.resultMissing, "the command failed: `\(fault)`")
  }
}
