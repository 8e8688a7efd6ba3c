// The rows of a journal's head as a plan, and the evidence of a stage.

internal import AndonModel
internal import AndonText

extension Plan {
  /// Reads the first line: a plan without stages.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    guard try row.integer("schemaVersion") == JournalFile.schemaVersion else {
      throw VerdictFile.StoredFormatError(message: "its schema version is not known")
    }
    self.init(stages: [], jobs: 1)
    yellowExit = try row.integer("yellowExit")
    budget = try row.optionalNumber("budget")
  }
}

extension RunResult {
  /// Reads the first line: a run that has not begun.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      try RunIdentity(row.row("run", "the run")),
      by: try ToolIdentity(row.row("tool", "the tool")))
  }
}

extension PlannedStage {
  /// Reads a stage; its words and its hard deadline are not in a journal.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let deadlines = Deadlines(soft: try row.optionalNumber("soft"), hard: .infinity, grace: 0)
    var stage = Stage(id: StageID(try row.text("id")), run: .words([]), deadlines: deadlines)
    stage.required = try row.boolean("required")
    stage.place = try row.location()
    self.init(stage, arguments: [])
    command = try row.optionalText("command")
    knownRules = try row.optionalItems("knownRules").compactMap(\.text)
  }
}

extension StageEvidence {
  /// Reads what a stage left beside its record.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init()
    tail = try row.texts("tail")
    for item in try row.items("locks") { locks.append(try BlockedLock(JSONRow(item, "a lock"))) }
    exhaustedPatterns = try row.texts("exhaustedPatterns")
    for item in try row.optionalItems("collected") {
      let finding = try JSONRow(item, "a finding")
      collected.append(ImportFinding(try finding.choice("rule"), try finding.text("message")))
    }
    for item in try row.optionalItems("shortages") {
      let shortage = try JSONRow(item, "a shortage")
      shortages.append(Shortage(try shortage.choice("resource"), try shortage.text("text")))
    }
    brokenTestCount = try row.optionalInteger("brokenTestCount") ?? 0
    for item in try row.optionalItems("brokenTests") {
      let test = try JSONRow(item, "a test")
      brokenTests.append(
        FailedTest(
          try test.text("name"), message: try test.optionalText("message"),
          file: try test.text("file")))
    }
    for item in try row.optionalItems("takenPorts") {
      let taken = try JSONRow(item, "a port")
      takenPorts.append(
        TakenPort(
          port: try taken.integer("port"),
          holder: try LockHolder(try taken.row("holder", "a holder"))))
    }
    for item in try row.optionalItems("readings") {
      readings.append(try LogDiagnosis(JSONRow(item, "a log")))
    }
    for item in try row.items("logFaults") {
      let fault = try JSONRow(item, "a log's fault")
      logFaults.append(LogFault(log: try fault.text("log"), reason: try fault.text("reason")))
    }
  }
}

extension Objective {
  /// Reads a promise with its limits.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let fail = try row.optionalRow("fail", "a limit").map {
      row throws(VerdictFile.StoredFormatError) in
      try Comparison(row)
    }
    let warn = try row.optionalRow("warn", "a limit").map {
      row throws(VerdictFile.StoredFormatError) in
      try Comparison(row)
    }
    self.init(
      id: try row.text("id"), indicator: try row.indicator("indicator"), fail: fail, warn: warn)
    required = try row.boolean("required")
    severity = try row.choice("severity")
    onFail = try row.choice("onFail")
    if let row = try row.optionalRow("given", "a precondition") { given = try Precondition(row) }
    if let row = try row.optionalRow("waiver", "a waiver") { waiver = try Waiver(row) }
    relative = try row.optionalRow("relative", "terms").map {
      row throws(VerdictFile.StoredFormatError) in
      try RelativeTerms(row)
    }
    sequence = try row.optionalRow("sequence", "a series").map {
      row throws(VerdictFile.StoredFormatError) in
      Repetition(
        runs: try row.integer("runs"), warmup: try row.integer("warmup"),
        use: try row.choice("use"), end: .sequential)
    }
    noise = try row.optionalNumber("noise")
    place = try row.location()
  }
}

extension Comparison {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      try row.choice("relation"), try row.number("threshold"), unit: try row.choice("unit"),
      thresholdText: try row.text("text"))
  }
}

extension Precondition {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let right: Right =
      if let value = try row.optionalNumber("value") {
        .value(value, try row.optionalText("unit").flatMap(MeasureUnit.init))
      } else {
        .indicator(try row.indicator("other"))
      }
    self.init(
      try row.indicator("indicator"), try row.choice("relation"), right, text: try row.text("text"))
  }
}

extension Waiver {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    guard let until = CalendarDay(try row.text("until")) else {
      throw VerdictFile.StoredFormatError(message: "a waiver has no day")
    }
    self.init(until: until, owner: try row.text("owner"), reason: try row.text("reason"))
    notAbove = try row.optionalNumber("notAbove")
    notAboveText = try row.optionalText("notAboveText")
    place = try row.location()
  }
}
