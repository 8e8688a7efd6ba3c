// The answer of `andon compare --json`.

package import AndonModel

/// Writes paired comparisons.
package enum PairedFile {
  /// The document's bytes.
  package static func write(_ comparison: PairedComparison) -> [UInt8] {
    let decision = comparison.decision
    let (end, detail): (String, String?) =
      switch comparison.ending {
      case .whole: ("whole", nil)
      case .interrupted(let signal): ("interrupted", "\(signal)")
      case .broken(let reason, _): ("broken", reason)
      }
    var json = JSONWriter()
    json.object { json in
      json.integer("schemaVersion", 1)
      json.text("indicator", comparison.indicator.description)
      json.text("unit", comparison.unit.rawValue)
      json.text("direction", comparison.tolerance.direction.rawValue)
      json.number("margin", comparison.tolerance.margin)
      json.number("alpha", comparison.tolerance.alpha)
      json.text("decision", decision.answer.name)
      if case .inconclusive(let reason) = decision.answer {
        json.text("reason", reason.rawValue)
      } else {
        json.null("reason")
      }
      json.number("p", decision.p)
      json.number("estimate", decision.estimate)
      json.array("ci", [decision.low, decision.high]) { $0.number($1) }
      json.number("minimumDetectableChange", decision.detectableChange)
      json.integer("runs", decision.runs)
      json.integer("excludedPairs", decision.excludedPairs)
      write("base", comparison.base, &json)
      write("head", comparison.head, &json)
      json.text("end", end)
      json.text("detail", detail)
      json.integer("exitCode", comparison.exitCode)
    }
    json.end()
    return json.bytes
  }

  private static func write(
    _ key: StaticString, _ side: PairedComparison.Side, _ json: inout JSONWriter
  ) {
    json.object(key) { json in
      json.text("name", side.name)
      json.text("commit", side.commit)
      json.array("values", side.values) { $0.number($1) }
    }
  }
}
