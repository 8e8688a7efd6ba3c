// What `andon verify --json` prints.

package import AndonModel
internal import AndonText

/// A comparison with a receipt as JSON.
package enum VerifyDocument {
  /// The document.
  package static func write(
    _ name: String, _ receipt: Receipt, _ found: [Mismatch]
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.integer("schemaVersion", 1)
      json.text("receipt", name)
      json.text("run", receipt.run)
      json.text("verdict", receipt.verdict.rawValue)
      json.integer("files", receipt.files.count + receipt.links.count)
      json.rows("mismatches", found) { json, mismatch in
        json.object { json in
          json.text("name", mismatch.name)
          json.text("problem", mismatch.problem)
        }
      }
    }
    json.end()
    return json.bytes
  }
}
