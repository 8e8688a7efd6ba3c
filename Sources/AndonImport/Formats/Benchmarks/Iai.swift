// iai: a name on a line of its own, below it what was counted.

internal import AndonModel
internal import AndonText

/// Reads what iai prints.
enum Iai: TextFormat {
  static let format = ImportFormat.iai

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix("  Instructions: ") }
      && lines.contains { $0.hasPrefix("  Estimated Cycles: ") }
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var name: Substring = ""
    for line in lines {
      if !line.hasPrefix("  ") {
        name = line.trimmed
      } else if let count = (line.after(":")?.words.first)?.grouped, let what = line.before(":") {
        try found.add("\(name)/\(what.trimmed)", count, unit: "count", .lower)
      }
    }
  }
}
