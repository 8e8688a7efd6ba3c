// The answer of `andon explain --log FILE --json`: causes, the best first.

package import AndonModel

/// Writes what a log was explained by.
package enum ExplainDocument {
  /// The document's bytes.
  package static func write(_ causes: [Cause]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.rows("causes", causes) { json, cause in
        json.object { write(cause, &$0) }
      }
    }
    json.end()
    return json.bytes
  }

  private static func write(_ cause: Cause, _ json: inout JSONWriter) {
    json.text("class", cause.kind.rawValue)
    json.text("rule", cause.rule)
    json.text("confidence", cause.confidence.rawValue)
    json.integer("line", cause.line)
    json.text("text", cause.text)
    json.text("why", cause.why)
    json.text("remedy", cause.remedy)
    json.text("ruledOutIf", cause.ruledOutIf)
    json.array("alternatives", cause.alternatives) { VerdictFile.write($1, &$0) }
  }
}
