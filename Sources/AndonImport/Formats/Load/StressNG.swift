// stress-ng --metrics --yaml: a flat list below `metrics`.

internal import AndonModel
internal import AndonText

/// Reads metrics of stress-ng.
enum StressNG: TextFormat {
  static let format = ImportFormat.stressNG

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.trimmed.hasPrefix("stress-ng-version:") } && lines.contains("metrics:")
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var stressor: Substring?
    for line in lines.drop(while: { $0 != "metrics:" }).dropFirst() {
      let text = line.trimmed
      // Another list begins, or the document ends.
      if let first = line.first, first != " " { break }
      if let name = text.after("- stressor:") {
        stressor = name.trimmed
      } else if let key = text.before(":"), let stressor,
        let value = text.after(":")?.trimmed.number
      {
        let (unit, direction) = unit(key)
        try found.add("\(stressor)/\(key)", value, unit: unit, direction)
      }
    }
  }

  private static func unit(_ key: Substring) -> (String, Direction?) {
    if key.contains("per-second") { return ("ops/s", .higher) }
    if key.hasSuffix("-time") { return ("s", nil) }
    if key.hasPrefix("cpu-usage") { return ("percent", nil) }
    return key == "max-rss" ? ("KiB", .lower) : ("count", .higher)
  }
}
