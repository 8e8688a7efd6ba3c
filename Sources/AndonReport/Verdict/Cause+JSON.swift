// The rows of `causes` in verdict.json, written and read.

internal import AndonModel

extension VerdictFile {
  /// A cause's row.
  static func write(_ cause: Cause, _ json: inout JSONWriter) {
    json.object { json in
      json.text("id", cause.id)
      json.text("class", cause.kind.rawValue)
      json.text("confidence", cause.confidence.rawValue)
      json.text("rule", cause.rule)
      json.text("stage", cause.stage?.text)
      json.array("objectives", cause.objectives) { $0.text($1) }
      json.integer("line", cause.line)
      json.text("text", cause.text)
      json.text("why", cause.why)
      json.text("remedy", cause.remedy)
      json.text("ruledOutIf", cause.ruledOutIf)
      json.array("evidence", cause.evidence) { write($1, &$0) }
      json.array("alternatives", cause.alternatives) { write($1, &$0) }
      json.array("causalChain", cause.causalChain) { write($1, &$0) }
      json.text("unknown", cause.unknown)
      json.array("advice", cause.advice) { write($1, &$0) }
    }
  }

  /// A rival of a cause.
  static func write(_ rival: AlternativeCause, _ json: inout JSONWriter) {
    json.object { json in
      json.text("class", rival.kind.rawValue)
      json.text("rule", rival.rule)
      json.integer("line", rival.line)
      json.text("ruledOutIf", rival.ruledOutIf)
    }
  }

  /// The members of a prediction.
  static func write(_ prediction: Prediction, _ json: inout JSONWriter) {
    json.text("run", prediction.run)
    json.text("objective", prediction.objective)
    json.text("class", prediction.kind.rawValue)
    json.text("change", prediction.change)
    json.number("low", prediction.low)
    json.number("high", prediction.high)
    json.text("unit", prediction.unit.rawValue)
  }

  private static func write(_ fact: Fact, _ json: inout JSONWriter) {
    json.object { json in
      json.text("text", fact.text)
      json.text("place", fact.place)
    }
  }

  private static func write(_ advice: Advice, _ json: inout JSONWriter) {
    json.object { json in
      json.text("change", advice.change)
      json.text("objective", advice.objective)
      json.number("measured", advice.measured)
      json.number("low", advice.low)
      json.number("high", advice.high)
      json.text("unit", advice.unit.rawValue)
      json.text("assumption", advice.assumption)
      json.text("judgment", advice.judgment)
    }
  }
}

extension Cause {
  /// Reads a row of `causes`.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      kind: CauseClass(rawValue: try row.text("class")), try row.choice("confidence"),
      rule: try row.text("rule"), why: try row.text("why"), remedy: try row.text("remedy"))
    id = try row.text("id")
    stage = try row.optionalStage("stage")
    objectives = try row.texts("objectives")
    line = try row.optionalInteger("line")
    text = try row.optionalText("text")
    ruledOutIf = try row.text("ruledOutIf")
    for item in try row.items("evidence") { evidence.append(try Fact(JSONRow(item, "a fact"))) }
    for item in try row.items("alternatives") {
      let rival = try JSONRow(item, "a rival")
      alternatives.append(
        AlternativeCause(
          kind: CauseClass(rawValue: try rival.text("class")), rule: try rival.text("rule"),
          line: try rival.optionalInteger("line"), ruledOutIf: try rival.text("ruledOutIf")))
    }
    for item in try row.items("causalChain") {
      causalChain.append(try Fact(JSONRow(item, "a fact")))
    }
    unknown = try row.optionalText("unknown")
    for item in try row.items("advice") { advice.append(try Advice(JSONRow(item, "an advice"))) }
  }
}

extension Prediction {
  /// Reads the members of a prediction.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      run: try row.text("run"), objective: try row.text("objective"),
      kind: CauseClass(rawValue: try row.text("class")), change: try row.text("change"),
      low: try row.number("low"), high: try row.optionalNumber("high"),
      unit: try row.choice("unit"))
  }
}

extension Fact {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(try row.text("text"), at: try row.text("place"))
  }
}

extension Advice {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      try row.text("change"), unit: try row.choice("unit"), assumption: try row.text("assumption"))
    objective = try row.optionalText("objective")
    measured = try row.optionalNumber("measured")
    low = try row.optionalNumber("low")
    high = try row.optionalNumber("high")
    judgment = try row.optionalText("judgment")
  }
}
