// Causes as text for a terminal or a log.

package import AndonModel

/// Writes causes as text.
package enum CauseText {
  /// What a log from elsewhere speaks for, the best first; a sentence where it speaks for nothing.
  package static func log(_ causes: [Cause], _ reading: LogReading) -> String {
    guard let best = causes.first else {
      return "\(reading.log): no known cause in \(counted(reading.lines, "line"))\n"
    }
    var text = "\(best.kind), \(best.confidence.rawValue): \(best.why)\n"
    text += quoted(best, in: reading)
    text += "  try: \(best.remedy)\n"
    text += "  refuted if \(best.refutedBy)\n"
    for rival in causes.dropFirst() {
      let place = rival.line.map { "line \($0), " } ?? ""
      text +=
        "or \(rival.kind), \(rival.confidence.rawValue) (\(place)\(rival.rule)): \(rival.why)\n"
      text += "  refuted if \(rival.refutedBy)\n"
    }
    return text
  }

  private static func quoted(_ cause: Cause, in reading: LogReading) -> String {
    guard let line = cause.line, let hit = reading.hits.first(where: { $0.rule.id == cause.rule })
    else { return "" }
    let first = line - hit.before.count
    let width = "\(line + hit.after.count)".count
    var text = "  \(reading.log):\(line) (\(cause.rule)"
    text += hit.count > 1 ? ", \(hit.count) lines like it)\n" : ")\n"
    for (offset, quoted) in (hit.before + [hit.text] + hit.after).enumerated() {
      let number = "\(first + offset)"
      let padding = String(repeating: " ", count: width - number.count)
      text += "  \(first + offset == line ? ">" : " ") \(padding)\(number) | \(quoted)\n"
    }
    return text
  }

  private static func counted(_ count: Int, _ word: String) -> String {
    count == 1 ? "1 \(word)" : "\(count) \(word)s"
  }
}
