// The answer of `andon check --json`: faults and warnings of a pipeline file.

package import AndonModel

/// What is wrong with a pipeline file, as JSON.
package enum CheckFile {
  /// One fault at its place; line and column count from 1.
  package struct FileProblem: Equatable, Sendable {
    let line: Int
    let column: Int
    let message: String
    let hint: String

    /// Joins a fault and its place.
    package init(line: Int, column: Int, message: String, hint: String) {
      self.line = line
      self.column = column
      self.message = message
      self.hint = hint
    }
  }

  /// The document's bytes; `file` is the pipeline file as the caller knows it.
  package static func write(_ file: String, _ faults: [FileProblem], _ warnings: [Finding])
    -> [UInt8]
  {
    var json = JSONWriter()
    json.object { json in
      json.integer("schemaVersion", 1)
      json.text("file", file)
      json.boolean("ok", faults.isEmpty && warnings.isEmpty)
      json.line()
      json.rows("faults", faults) { json, fault in
        json.object { json in
          json.integer("line", fault.line)
          json.integer("column", fault.column)
          json.text("message", fault.message)
          json.text("hint", fault.hint)
        }
      }
      json.line()
      json.rows("warnings", warnings) { json, finding in
        json.object { json in
          json.text("rule", finding.code.rawValue)
          json.text("name", finding.code.name)
          json.text("message", finding.message)
          json.text("hint", finding.code.help)
          json.text("stage", finding.stage?.text)
          json.text("objective", finding.objective)
          VerdictFile.write(finding.place, &json)
        }
      }
    }
    json.end()
    return json.bytes
  }
}
