// journal.jsonl: one line for each thing that happens, self-contained, appended as the run goes.
// First what the run is judged by, then what happens, at last its end. Rows are written as in
// verdict.json; the attempts of a stage have lines of their own. Reading is in
// JournalFile+Reading.swift.

package import AndonModel

/// The course of a run, as a file.
package enum JournalFile {
  /// The file's name in the report folder.
  package static let name = "journal.jsonl"
  /// The version of the stored format.
  static let schemaVersion = 1

  /// The lines before the first stage: the part of the plan that judging needs.
  package static func head(
    _ plan: Plan, of run: RunIdentity, by tool: ToolIdentity = .current
  ) -> [UInt8] {
    let at = run.startedAt
    var bytes = line("run", at) { json in
      json.integer("schemaVersion", schemaVersion)
      VerdictFile.write(tool, &json)
      VerdictFile.write(run, &json)
      json.integer("yellowExit", plan.yellowExit)
      json.number("budget", plan.budget)
    }
    for stage in plan.stages {
      bytes += line("stage", at) { json in
        json.text("id", stage.id.text)
        json.boolean("required", stage.stage.required)
        json.number("soft", stage.stage.deadlines.soft)
        VerdictFile.write(stage.stage.place, &json)
        json.text("command", stage.command)
        json.array("knownRules", stage.knownRules) { $0.text($1) }
      }
    }
    for objective in plan.objectives {
      bytes += line("objective", at) { json in
        json.object("objective") { write(objective, &$0) }
      }
    }
    for prediction in plan.predictions {
      bytes += line("prediction", at) { VerdictFile.write(prediction, &$0) }
    }
    for finding in plan.lint {
      bytes += line("lint", at) { json in
        json.name("finding")
        VerdictFile.write(finding, &json)
      }
    }
    return bytes
  }

  /// The line of an event; nothing for one that leaves no trace.
  package static func line(_ event: RunEvent, at: Timestamp) -> [UInt8] {
    switch event {
    case .started(let stage, let number, let role, let varied):
      line("started", at) { json in
        json.text("id", stage.text)
        json.integer("number", number)
        json.text("role", role.rawValue)
        json.array("varied", varied) { $0.text($1.rawValue) }
      }
    case .slow(let stage, let soft, _):
      line("slow", at) { json in
        json.text("id", stage.text)
        json.number("soft", soft)
      }
    case .stopping(let stage, let cause, let limit):
      line("stopping", at) { json in
        json.text("id", stage.text)
        json.text("cause", cause.rawValue)
        json.number("limit", limit)
      }
    case .attempted(let stage, let attempt):
      line("attempt-finished", at) { json in
        json.text("id", stage.text)
        json.name("attempt")
        VerdictFile.write(attempt, &json)
      }
    case .ended(let record, let evidence):
      line("ended", at) { json in
        json.name("record")
        VerdictFile.write(record, withAttempts: false, &json)
        if evidence.withoutSnapshots != StageEvidence() { write(evidence, &json) }
      }
    case .looked(let stage, let snapshot):
      line("snapshot", at) { json in
        json.text("id", stage.text)
        write(snapshot, &json)
      }
    case .memory(let stage, let number, let course):
      line("memory", at) { write(course, of: stage, number, &$0) }
    case .drifted(let asleep, let set): drifted(asleep, set, at)
    case .changed(let stage, let names): changed(stage, names, at)
    case .interrupted(let signal): line("interrupted", at) { $0.text("signal", "\(signal)") }
    case .overBudget(let budget): line("over-budget", at) { $0.number("budget", budget) }
    case .tick: []
    }
  }

  private static func drifted(_ asleep: Double, _ set: Double, _ at: Timestamp) -> [UInt8] {
    line("clock-adjusted", at) { json in
      json.number("asleep", asleep)
      json.number("set", set)
    }
  }

  private static func changed(_ stage: StageID, _ names: [String], _ at: Timestamp) -> [UInt8] {
    line("changed", at) { json in
      json.text("id", stage.text)
      json.array("names", names) { $0.text($1) }
    }
  }

  private static func write(
    _ course: [MemorySample], of stage: StageID, _ number: Int, _ json: inout JSONWriter
  ) {
    json.text("id", stage.text)
    json.integer("number", number)
    json.array("course", course) { json, moment in
      json.object { VerdictFile.write(moment, &$0) }
    }
  }

  /// The last line: how long the run took, in seconds.
  package static func end(seconds: Double, at: Timestamp) -> [UInt8] {
    line("end", at) { $0.number("seconds", seconds) }
  }

  private static func line(
    _ event: StaticString, _ at: Timestamp, _ content: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.text("event", "\(event)")
      json.text("at", at.description)
      content(&json)
    }
    json.end()
    return json.bytes
  }

  private static func write(_ evidence: StageEvidence, _ json: inout JSONWriter) {
    json.object("evidence") { json in
      json.array("tail", evidence.tail) { $0.text($1) }
      json.array("locks", evidence.locks) { write($1, &$0) }
      json.array("exhaustedPatterns", evidence.exhaustedPatterns) { $0.text($1) }
      json.array("collected", evidence.collected) { json, finding in
        json.object { json in
          json.text("rule", finding.code.rawValue)
          json.text("message", finding.message)
        }
      }
      json.array("shortages", evidence.shortages) { json, shortage in
        json.object { json in
          json.text("resource", shortage.resource.rawValue)
          json.text("text", shortage.text)
        }
      }
      json.integer("brokenTestCount", evidence.brokenTestCount)
      json.array("brokenTests", evidence.brokenTests) { json, test in
        json.object { json in
          json.text("name", test.name)
          json.text("message", test.message)
          json.text("file", test.file)
        }
      }
      json.array("takenPorts", evidence.takenPorts) { json, taken in
        json.object { json in
          json.integer("port", taken.port)
          json.object("holder") { write(taken.holder, &$0) }
        }
      }
      json.array("readings", evidence.readings) { write($1, &$0) }
      json.array("logFaults", evidence.logFaults) { json, fault in
        json.object { json in
          json.text("log", fault.log)
          json.text("reason", fault.reason)
        }
      }
    }
  }

  private static func write(_ objective: Objective, _ json: inout JSONWriter) {
    json.text("id", objective.id)
    json.text("indicator", objective.indicator.description)
    json.boolean("required", objective.required)
    json.text("severity", objective.severity.rawValue)
    json.text("onFail", objective.onFail.rawValue)
    write("fail", objective.fail, &json)
    write("warn", objective.warn, &json)
    if let relative = objective.relative {
      json.object("relative") { write(relative, &$0) }
    } else {
      json.null("relative")
    }
    if let series = objective.sequence { write(series, &json) } else { json.null("sequence") }
    json.number("noise", objective.noise)
    if let given = objective.given { write(given, &json) } else { json.null("given") }
    if let waiver = objective.waiver { write(waiver, &json) } else { json.null("waiver") }
    VerdictFile.write(objective.place, &json)
  }

  private static func write(
    _ key: StaticString, _ comparison: Comparison?, _ json: inout JSONWriter
  ) {
    guard let comparison else { return json.null(key) }
    json.object(key) { json in
      json.text("relation", comparison.relation.rawValue)
      json.number("threshold", comparison.threshold)
      json.text("unit", comparison.unit.rawValue)
      json.text("text", comparison.thresholdText)
    }
  }

  private static func write(_ series: Repetition, _ json: inout JSONWriter) {
    json.object("sequence") { json in
      json.integer("runs", series.runs)
      json.integer("warmup", series.warmup)
      json.text("use", series.use.rawValue)
    }
  }

  private static func write(_ given: Precondition, _ json: inout JSONWriter) {
    json.object("given") { json in
      json.text("indicator", given.indicator.description)
      json.text("relation", given.relation.rawValue)
      switch given.right {
      case .value(let value, let unit):
        json.number("value", value)
        json.text("unit", unit?.rawValue)
        json.null("other")
      case .indicator(let other):
        json.null("value")
        json.null("unit")
        json.text("other", other.description)
      }
      json.text("text", given.text)
    }
  }

  private static func write(_ waiver: Waiver, _ json: inout JSONWriter) {
    json.object("waiver") { json in
      json.text("until", waiver.until.description)
      json.number("notAbove", waiver.notAbove)
      json.text("notAboveText", waiver.notAboveText)
      json.text("owner", waiver.owner)
      json.text("reason", waiver.reason)
      VerdictFile.write(waiver.place, &json)
    }
  }
}
