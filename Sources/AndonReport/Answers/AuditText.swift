// Where a report contradicts itself, for people: one statement a paragraph, with its lines.

package import AndonModel
package import AndonText

/// Shows contradictions.
package enum AuditText {
  // Of many rows the first ones say enough.
  private static let maxComparisons = 12

  /// The text, each line with its end; of `objectives` so many had a value that could be `judged`.
  package static func write(
    _ path: String, _ contradictions: [Contradiction], objectives: Int, judged: Int
  ) -> ConsoleText {
    if contradictions.isEmpty {
      let count = Format.count(objectives, "objective")
      if objectives == 0 { return "\(path): no objective with a status was found in it\n" }
      if judged == 0 {
        return "\(path): \(count), and no value could be compared with its limit\n"
      }
      let rest = judged < objectives ? "; \(objectives - judged) without value or limit" : ""
      return "\(path): \(count), no contradiction\(rest)\n"
    }
    let paragraphs = contradictions.map { contradiction in
      var text: ConsoleText =
        "\(path):\(contradiction.claim.line): \(contradiction.kind.rawValue): "
      text += "\(contradiction.message)\n"
      for claim in contradiction.against.prefix(maxComparisons) {
        text += "  line \(claim.line): \(claim.value)\n"
      }
      let left = contradiction.against.count - maxComparisons
      return text + (left > 0 ? "  and \(left) more\n" : "")
    }
    let count = contradictions.count
    let last = Format.count(count, "contradiction")
    return paragraphs.joined() + "\(last)\n"
  }
}
