// The tool component of a SARIF log: andon and its rules. SARIF 2.1.0, sections 3.19 and 3.49.

internal import AndonModel

/// What a SARIF log says about andon.
enum SARIFTool {
  /// The member `tool`.
  static func write(_ tool: ToolIdentity, _ json: inout JSONWriter) {
    json.object("tool") { json in
      json.object("driver") { json in
        json.text("name", tool.name)
        json.text("fullName", "\(tool.name) \(tool.version)")
        json.text("version", tool.version)
        json.text("semanticVersion", tool.version)
        // Absolute, as the rules of SARIF want them, and a promise of no page: all help is here.
        json.text("informationUri", "urn:andon")
        json.rows("rules", FindingCode.allCases) { write($1, &$0) }
      }
    }
  }

  private static func write(_ rule: FindingCode, _ json: inout JSONWriter) {
    json.object { json in
      json.text("id", rule.rawValue)
      json.text("name", rule.name)
      json.object("shortDescription") { $0.text("text", rule.summary) }
      json.object("fullDescription") { $0.text("text", "\(rule.summary) \(rule.meaning)") }
      json.object("help") { json in
        json.text("text", String(rule.help.filter { $0 != "`" }))
        json.text(
          "markdown", "\(rule.summary) \(rule.meaning)\n\n**What to do:** \(rule.help)")
      }
      json.text("helpUri", "urn:andon:rule:\(rule.rawValue)")
      json.object("defaultConfiguration") { $0.text("level", rule.level.rawValue) }
      json.object("properties") { json in
        json.array("tags", rule.tags) { $0.text($1) }
      }
    }
  }
}
