// What a rule answered, as one line of JSON: `andon judge --jsonl`.

package import AndonModel

/// Writes answers.
package enum AnswerLine {
  /// The line of an answer, with its end; `id` is JSON.
  package static func write(_ answer: DecisionAnswer, id: [UInt8]) -> [UInt8] {
    line(id) { writer in
      switch answer {
      case .decided(let decision): write(decision, &writer)
      case .changes(let positions): list("change_points", positions, &writer)
      case .rejected(let positions): list("rejected", positions, &writer)
      }
    }
  }

  /// The line for a question that could not be read.
  package static func write(error: String, id: [UInt8]) -> [UInt8] {
    line(id) { $0.text("error", error) }
  }

  private static func write(_ decision: MethodDecision, _ writer: inout JSONWriter) {
    writer.text("decision", decision.answer.name)
    writer.number("p", decision.p)
    writer.number("estimate", decision.estimate)
    writer.array("ci", [decision.low, decision.high]) { $0.number($1) }
    writer.integer("runs", decision.runs)
    if case .inconclusive(let reason) = decision.answer { writer.text("reason", reason.rawValue) }
    writer.number("minimumDetectableChange", decision.detectableChange)
    if decision.excludedPairs > 0 { writer.integer("excludedPairs", decision.excludedPairs) }
    if decision.isImproved { writer.text("note", "improved") }
  }

  private static func list(
    _ key: StaticString, _ positions: [Int], _ writer: inout JSONWriter
  ) {
    writer.array(key, positions) { $0.number(Double($1)) }
  }

  private static func line(_ id: [UInt8], _ content: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.json("id", id)
      content(&writer)
    }
    writer.end()
    return writer.bytes
  }
}
