// verdict.sarif and upload.sarif as bytes. SARIF 2.1.0; the rules of GitHub's upload and of the
// SARIF multitool: full locations, sentences with a period, numbers in property bags.

internal import AndonModel
internal import AndonText

/// A SARIF log as a file.
enum SARIFFile {
  /// The log of a run.
  static func write(
    _ record: RunRecord, _ selection: SARIFSelection, to sink: @escaping ([UInt8]) -> Void
  ) {
    let results = selection.results(of: record)
    let invocation = SARIFInvocation(of: record, selection)
    let tool = SARIFTool(using: Set(results.map(\.code)).union(invocation.codes))
    var json = JSONWriter(to: sink)
    json.object { json in
      json.text("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.text("version", "2.1.0")
      json.rows("runs", [results]) { json, results in
        json.object { json in
          tool.write(record.tool, &json)
          json.line()
          json.object("automationDetails") { json in
            json.text("id", category(record.run))
          }
          json.line()
          json.rows("invocations", [invocation]) { $1.write(tool, &$0) }
          json.line()
          json.text("columnKind", "unicodeCodePoints")
          json.rows("results", results) { write($1, tool, &$0) }
        }
      }
    }
    json.end()
  }

  /// Counts the results in a file by kind; nil when it is not a SARIF log of one run.
  static func count(_ bytes: [UInt8]) -> [String: Int]? {
    var counts: [String: Int] = [:]
    var runs = 0
    var version: JSONValue?
    var reader = JSONReader(bytes)
    // A file that cannot be read counts as different, which is reported by the caller.
    do throws(JSONReader.JSONError) {
      try reader.object { reader, name throws(JSONReader.JSONError) in
        guard name == "runs" else {
          let value = try reader.value()
          if name == "version" { version = value }
          return
        }
        try reader.array { reader throws(JSONReader.JSONError) in
          runs += 1
          try countResults(&reader, &counts)
        }
      }
      try reader.end()
    } catch {
      return nil
    }
    return version == .text("2.1.0") && runs == 1 ? counts : nil
  }

  private static func countResults(
    _ reader: inout JSONReader, _ counts: inout [String: Int]
  ) throws(JSONReader.JSONError) {
    try reader.object { reader, name throws(JSONReader.JSONError) in
      guard name == "results" else { return try reader.skip() }
      try reader.array { reader throws(JSONReader.JSONError) in
        var kind: String?
        var level: String?
        try reader.object { reader, name throws(JSONReader.JSONError) in
          switch name {
          case "kind": kind = try reader.value().text
          case "level": level = try reader.value().text
          default: try reader.skip()
          }
        }
        counts["\(kind ?? "none")/\(level ?? "none")", default: 0] += 1
      }
    }
  }

  /// Counts the results that a record leads to, as `count` does.
  static func expectedCount(
    _ record: RunRecord, _ selection: SARIFSelection
  ) -> [String: Int] {
    selection.results(of: record).reduce(into: [:]) { counts, result in
      counts["\(result.kind.rawValue)/\(result.level.rawValue)", default: 0] += 1
    }
  }

  // With its slash at the end the whole of it is GitHub's category: an upload closes the alerts of
  // its category that it does not contain, so that each job has one of its own.
  private static func category(_ run: RunIdentity) -> String {
    let parts = ["andon", run.pipeline, run.machineClass, run.category].compactMap { $0 }
    // A slash within a name would make two names of one.
    return parts.map { $0.replacing("%", with: "%25").replacing("/", with: "%2F") + "/" }.joined()
  }

  private static func write(
    _ result: ReportResult, _ tool: SARIFTool, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.text("ruleId", result.code.rawValue)
      json.integer("ruleIndex", tool.index(of: result.code))
      json.text("kind", result.kind.rawValue)
      json.text("level", result.level.rawValue)
      json.object("message") { $0.text("text", Escape.sarif(result.message)) }
      json.array("locations", [result.place]) { json, place in
        json.object { write(place, &$0) }
      }
      // GitHub's own fingerprint is made of the line's text, which is not known here.
      json.object("partialFingerprints") { $0.text("andonRow/v1", result.identity) }
      if result.way.count > 1 { writeFlow(result.way, &json) }
      if let why = result.suppression {
        json.array("suppressions", [why]) { json, why in
          json.object { json in
            json.text("kind", "external")
            json.text("status", "accepted")
            json.text("justification", Escape.sarif(why))
          }
        }
      }
      if result.row != nil || result.cause != nil {
        json.object("properties") { json in
          if let row = result.row { writeProperties(row, &json) }
          if let cause = result.cause { writeProperties(cause, &json) }
        }
      }
    }
  }

  private static func writeProperties(_ row: ObjectiveRecord, _ json: inout JSONWriter) {
    json.text("objective", row.id)
    json.text("indicator", row.indicator.description)
    json.text("judgment", row.judgment.name)
    json.text("reason", row.judgment.reason?.rawValue)
    json.text("severity", row.severity.rawValue)
    json.text("bound", row.measured.bound.rawValue)
    json.number("value", row.measured.value)
    if let least = row.measured.least { json.number("least", least) }
    json.text("unit", row.unit.rawValue)
    json.number("ratio", row.ratio)
    json.array("blockedBy", row.blockedBy) { $0.text($1.text) }
    json.text("root", row.root?.text)
  }

  private static func writeProperties(_ cause: Cause, _ json: inout JSONWriter) {
    json.object("cause") { json in
      json.text("class", cause.kind.rawValue)
      json.text("confidence", cause.confidence.rawValue)
      json.array("causalChain", cause.causalChain) { $0.text($1.text) }
      json.text("remedy", cause.advice.first?.change ?? cause.remedy)
    }
  }

  // The members of a location.
  private static func write(_ place: FileLocation, _ json: inout JSONWriter) {
    json.object("physicalLocation") { json in
      json.object("artifactLocation") { $0.text("uri", uri(place.file)) }
      json.object("region") { json in
        json.integer("startLine", place.line)
        json.integer("startColumn", place.column)
        json.integer("endLine", place.line)
        json.integer("endColumn", place.column + 1)
      }
    }
  }

  // What keeps a row from being known, from the root on: GitHub shows such flows.
  private static func writeFlow(_ way: [ReportResult.Step], _ json: inout JSONWriter) {
    json.array("codeFlows", [way]) { json, way in
      json.object { json in
        json.array("threadFlows", [way]) { json, way in
          json.object { json in
            json.array("locations", way) { json, step in
              json.object { json in
                json.object("location") { json in
                  write(step.place, &json)
                  json.object("message") { $0.text("text", step.message) }
                }
              }
            }
          }
        }
      }
    }
  }

  // A relative reference, or a file URI. RFC 3986, section 3.3: everything but unreserved
  // characters, `/` and some signs is escaped.
  private static func uri(_ path: String) -> String {
    var result = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        if "-._~/@!$&'()*+,;=".utf8.contains(byte) {
          result.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
          result += "%" + Format.hex(byte, uppercase: true)
        }
      }
    }
    return result
  }
}
