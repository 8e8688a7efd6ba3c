// The answer of `andon audit --json`: where a report contradicts itself.

package import AndonModel

/// Writes contradictions.
package enum AuditDocument {
  /// The document's bytes; of `objectives` so many had a value that could be `judged`.
  package static func write(
    _ path: String, _ contradictions: [Contradiction], objectives: Int, judged: Int
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.text("path", path)
      json.integer("objectives", objectives)
      json.integer("judged", judged)
      json.rows("contradictions", contradictions) { json, contradiction in
        json.object { json in
          json.text("kind", contradiction.kind.rawValue)
          json.text("message", contradiction.message)
          json.object("claim") { write(contradiction.claim, &$0) }
          json.array("against", contradiction.against) { json, claim in
            json.object { write(claim, &$0) }
          }
        }
      }
    }
    json.end()
    return json.bytes
  }

  private static func write(_ claim: ReportClaim, _ json: inout JSONWriter) {
    json.integer("line", claim.line)
    json.text("value", claim.value)
  }
}
