// The tool component of a SARIF log: andon and the rules that the log refers to. SARIF 2.1.0,
// sections 3.19 and 3.49.

internal import AndonModel

/// The description of andon in a SARIF log.
struct SARIFTool {
  private let codes: [FindingCode]
  private let indices: [FindingCode: Int]

  /// A tool with the rules that a log uses, in the order of their codes.
  init(using used: Set<FindingCode>) {
    codes = FindingCode.allCases.filter(used.contains)
    indices = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
  }

  /// The index of a rule in the log; nil for one that it does not use.
  func index(of code: FindingCode) -> Int? { indices[code] }

  /// The member `tool`.
  func write(_ tool: ToolIdentity, _ json: inout JSONWriter) {
    json.object("tool") { json in
      json.object("driver") { json in
        json.text("name", tool.name)
        json.text("fullName", "\(tool.name) \(tool.version)")
        json.text("version", tool.version)
        json.text("semanticVersion", tool.version)
        // Absolute, as the rules of SARIF want them, and a promise of no page: all help is here.
        json.text("informationUri", "urn:andon")
        json.rows("rules", codes) { Self.write($1, &$0) }
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
