// What rules found in logs, in the journal, written and read.

internal import AndonModel
internal import AndonText

extension JournalFile {
  /// What was found in one log.
  static func write(_ reading: LogDiagnosis, _ json: inout JSONWriter) {
    json.object { json in
      json.text("log", reading.log)
      json.integer("lines", reading.lines)
      json.array("logMatches", reading.logMatches) { json, hit in
        json.object { json in
          json.text("rule", hit.rule.id)
          json.text("class", hit.rule.kind.rawValue)
          json.integer("weight", hit.rule.weight)
          json.text("why", hit.rule.why)
          json.text("remedy", hit.rule.remedy)
          json.array("follows", hit.rule.follows) { $0.text($1.rawValue) }
          json.integer("line", hit.line)
          json.integer("count", hit.count)
          json.text("text", hit.text)
          json.array("before", hit.before) { $0.text($1) }
          json.array("after", hit.after) { $0.text($1) }
          json.boolean("overcome", hit.isOvercome)
        }
      }
    }
  }
}

extension LogDiagnosis {
  /// Reads what was found in one log.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(log: try row.text("log"), lines: try row.integer("lines"), logMatches: [])
    for item in try row.items("logMatches") {
      let found = try JSONRow(item, "a line")
      var rule = LogPattern(
        id: try found.text("rule"), kind: CauseClass(rawValue: try found.text("class")),
        weight: try found.integer("weight"), regex: "", why: try found.text("why"),
        remedy: try found.text("remedy"))
      rule.follows = try found.optionalItems("follows").compactMap(\.text).map {
        CauseClass(rawValue: $0)
      }
      var hit = LogMatch(rule: rule, line: try found.integer("line"), text: try found.text("text"))
      hit.count = try found.integer("count")
      hit.before = try found.texts("before")
      hit.after = try found.texts("after")
      hit.isOvercome = try found.optionalBoolean("overcome") ?? false
      logMatches.append(hit)
    }
  }
}
