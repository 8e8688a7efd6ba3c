// What is held against earlier runs, in verdict.json (`baseline` of an objective) and in the
// journal (`relative` of an objective): written and read.

internal import AndonModel
internal import AndonText

extension VerdictFile {
  /// The members of a comparison.
  static func write(_ comparison: ComparisonRecord, _ json: inout JSONWriter) {
    json.text("against", comparison.against)
    write(comparison.baseline, &json)
    json.text("formerUnit", comparison.formerUnit?.rawValue)
    json.number("value", comparison.base)
    json.number("margin", comparison.margin)
    write("decision", comparison.decision, &json)
    write("first", comparison.first, &json)
  }

  /// The members of a baseline.
  static func write(_ baseline: Baseline, _ json: inout JSONWriter) {
    let parts: (state: String, runs: [BaselineRun], foreign: Int?, reason: String?) =
      switch baseline {
      case .runs(let runs): ("runs", runs, nil, nil)
      case .foreign(let count): ("other-machines", [], count, nil)
      case .unavailable(let reason): ("unavailable", [], nil, reason)
      }
    json.text("state", parts.state)
    json.array("runs", parts.runs) { json, run in
      json.object { json in
        json.text("id", run.id)
        json.text("commit", run.commit)
        json.array("values", run.values) { $0.number($1) }
        json.text("unit", run.unit?.rawValue)
      }
    }
    json.integer("otherMachines", parts.foreign)
    json.text("reason", parts.reason)
  }

  private static func write(
    _ key: StaticString, _ decision: MethodDecision?, _ json: inout JSONWriter
  ) {
    guard let decision else { return json.null(key) }
    let reason: MethodDecision.Reason? =
      if case .inconclusive(let reason) = decision.answer { reason } else { nil }
    json.object(key) { json in
      json.text("decision", decision.answer.name)
      json.text("reason", reason?.rawValue)
      json.number("p", decision.p)
      json.number("estimate", decision.estimate)
      json.array("ci", [decision.low, decision.high]) { $0.number($1) }
      json.integer("runs", decision.runs)
      json.integer("excludedPairs", decision.excludedPairs)
      json.number("minimumDetectableChange", decision.detectableChange)
      json.boolean("improved", decision.isImproved)
    }
  }
}

extension ComparisonRecord {
  /// Reads `baseline` of an objective.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(against: try row.text("against"), baseline: try Baseline(row))
    formerUnit = try row.optionalText("formerUnit").flatMap(MeasureUnit.init)
    base = try row.optionalNumber("value")
    margin = try row.optionalNumber("margin")
    decision = try row.optionalRow("decision", "a decision").map {
      row throws(VerdictFile.StoredFormatError) in
      try MethodDecision(row)
    }
    first = try row.optionalRow("first", "a decision").map {
      row throws(VerdictFile.StoredFormatError) in
      try MethodDecision(row)
    }
  }
}

extension Baseline {
  /// Reads the members of a baseline.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    switch try row.name("state") {
    case "other-machines": self = .foreign(try row.integer("otherMachines"))
    case "unavailable": self = .unavailable(reason: try row.text("reason"))
    case "runs":
      self = .runs(
        try row.items("runs").map { item throws(VerdictFile.StoredFormatError) in
          let run = try JSONRow(item, "a run")
          return BaselineRun(
            id: try run.text("id"), commit: try run.optionalText("commit"),
            values: try run.items("values").compactMap(\.number),
            unit: try run.optionalText("unit").flatMap(MeasureUnit.init))
        })
    default: throw VerdictFile.StoredFormatError(message: "a baseline is of no known state")
    }
  }
}

extension MethodDecision {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let reason: Reason? = try row.optionalChoice("reason")
    let answer: Answer
    switch (try row.text("decision"), reason) {
    case ("pass", nil): answer = .pass
    case ("warn", nil): answer = .warn
    case ("fail", nil): answer = .fail
    case ("inconclusive", .some(let reason)): answer = .inconclusive(reason)
    default: throw VerdictFile.StoredFormatError(message: "a decision contradicts itself")
    }
    self.init(answer, runs: try row.integer("runs"))
    p = try row.optionalNumber("p")
    estimate = try row.optionalNumber("estimate")
    let interval = try row.items("ci").map(\.number)
    guard interval.count == 2 else {
      throw VerdictFile.StoredFormatError(message: "an interval has two ends")
    }
    (low, high) = (interval[0], interval[1])
    excludedPairs = try row.integer("excludedPairs")
    detectableChange = try row.optionalNumber("minimumDetectableChange")
    isImproved = try row.boolean("improved")
  }
}

extension JournalFile {
  /// The members of what a relative objective is judged by.
  static func write(_ terms: RelativeTerms, _ json: inout JSONWriter) {
    json.text("branch", terms.against.branch)
    json.text("history", terms.against.history)
    json.text("unit", terms.unit?.rawValue)
    json.integer("runs", terms.runs)
    json.integer("confirm", terms.confirm)
    write("fail", terms.fail, &json)
    write("warn", terms.warn, &json)
    if let baseline = terms.baseline {
      json.object("baseline") { VerdictFile.write(baseline, &$0) }
    } else {
      json.null("baseline")
    }
  }

  private static func write(
    _ key: StaticString, _ excess: RelativeThreshold?, _ json: inout JSONWriter
  ) {
    guard let excess else { return json.null(key) }
    json.object(key) { json in
      json.number("part", excess.part)
      json.number("difference", excess.difference)
      json.text("unit", excess.unit?.rawValue)
      json.text("direction", excess.direction.rawValue)
      json.text("text", excess.text)
    }
  }
}

extension RelativeTerms {
  /// Reads what a relative objective is judged by.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let excess = { (key: String) throws(VerdictFile.StoredFormatError) -> RelativeThreshold? in
      guard let row = try row.optionalRow(key, "an excess") else { return nil }
      return RelativeThreshold(
        part: try row.optionalNumber("part"), difference: try row.optionalNumber("difference"),
        unit: try row.optionalText("unit").flatMap(MeasureUnit.init), try row.choice("direction"),
        text: try row.text("text"))
    }
    self.init(
      BaselineSelector(
        branch: try row.optionalText("branch"), history: try row.optionalText("history")),
      fail: try excess("fail"), warn: try excess("warn"),
      unit: try row.optionalChoice("unit"))
    runs = try row.integer("runs")
    confirm = try row.optionalInteger("confirm")
    if let row = try row.optionalRow("baseline", "a baseline") { baseline = try Baseline(row) }
  }
}
