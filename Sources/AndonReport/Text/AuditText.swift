// Where a report contradicts itself, for people: one statement a paragraph, with its lines.

package import AndonModel
internal import AndonText

/// Shows contradictions.
package enum AuditText {
  // Of many rows the first ones say enough.
  private static let mostAgainst = 12

  /// The text, each line with its end.
  package static func write(_ path: String, _ contradictions: [Contradiction]) -> String {
    let name = SafeText.line(path)
    if contradictions.isEmpty { return "\(name): no contradiction\n" }
    let paragraphs = contradictions.map { contradiction in
      var text = "\(name):\(contradiction.claim.line): \(contradiction.kind.rawValue): "
      text += SafeText.line(contradiction.message) + "\n"
      for claim in contradiction.against.prefix(mostAgainst) {
        text += "  line \(claim.line): \(SafeText.line(claim.value))\n"
      }
      let left = contradiction.against.count - mostAgainst
      return text + (left > 0 ? "  and \(left) more\n" : "")
    }
    let count = contradictions.count
    let last = count == 1 ? "1 contradiction" : "\(count) contradictions"
    return paragraphs.joined() + last + "\n"
  }
}
