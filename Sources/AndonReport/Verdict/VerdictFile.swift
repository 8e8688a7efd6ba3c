// verdict.json: the run record as text. Design, section 6; schemas/verdict.schema.json.
// Every key is present, null for absent, in this order. Reading is in VerdictFile+Reading.swift.

internal import AndonModel

/// The one truth about a run, as a file.
package enum VerdictFile {
  /// The record as JSON, one row a line, in pieces.
  static func write(_ record: RunRecord, to sink: @escaping ([UInt8]) -> Void) {
    var json = JSONWriter(to: sink)
    json.object { json in
      json.integer("schemaVersion", RunRecord.schemaVersion)
      write(record.tool, &json)
      json.line()
      json.text("verdict", record.verdict.rawValue)
      json.integer("exitCode", record.exitCode)
      json.boolean("complete", record.complete)
      json.text("headline", record.headline)
      json.line()
      write(record.run, &json)
      json.line()
      write(record.totals, &json)
      json.line()
      json.rows("reasons", record.reasons) { json, reason in
        json.object { json in
          json.text("colour", reason.colour.rawValue)
          json.text("kind", reason.kind.rawValue)
          json.text("id", reason.id)
        }
      }
      json.line()
      json.rows("stages", record.stages) { write($1, &$0) }
      json.line()
      json.rows("objectives", record.objectives) { write($1, &$0) }
      json.line()
      json.rows("findings", record.findings) { write($1, &$0) }
      json.line()
      json.rows("causes", record.causes) { write($1, &$0) }
      json.line()
      json.rows("predictions", record.predictionResults) { json, entry in
        json.object { json in
          write(entry.prediction, &json)
          json.number("measured", entry.measured)
          json.text("outcome", entry.outcome)
        }
      }
    }
    json.end()
  }

  /// The program as the member `tool`.
  static func write(_ tool: ToolIdentity, _ json: inout JSONWriter) {
    json.object("tool") { json in
      json.text("name", tool.name)
      json.text("version", tool.version)
    }
  }

  /// The identity of a run as the member `run`.
  static func write(_ run: RunIdentity, _ json: inout JSONWriter) {
    json.object("run") { json in
      json.text("id", run.id)
      json.text("pipeline", run.pipeline)
      json.text("startedAt", run.startedAt.description)
      json.number("seconds", run.seconds)
      json.text("host", run.host.rawValue)
      json.object("machine") { json in
        json.text("system", run.machine.system)
        json.text("kernel", run.machine.kernel)
        json.text("architecture", run.machine.architecture)
        json.text("hostname", run.machine.hostname)
        json.text("processorModel", run.machine.processorModel)
        json.integer("processors", run.machine.processors)
        json.integer("memory", run.machine.memory)
        json.integer("jobs", run.machine.jobs)
        json.text("containment", run.machine.containment)
        json.text("containmentReason", run.machine.containmentReason)
      }
      json.text("machineClass", run.machineClass)
      json.text("category", run.category)
      json.text("commit", run.commit)
      json.boolean("dirty", run.isDirty)
      json.text("branch", run.branch)
      json.text("mergeBase", run.mergeBase)
      json.text("configSha256", run.configSha256)
      json.text("shard", run.shard)
      json.text("configFile", run.configFile)
      json.number("runsPerDay", run.runsPerDay)
    }
  }

  private static func write(_ totals: Totals, _ json: inout JSONWriter) {
    json.object("totals") { json in
      json.object("objectives") { json in
        json.integer("total", totals.objectives.total)
        json.integer("pass", totals.objectives.pass)
        json.integer("warn", totals.objectives.warn)
        json.integer("fail", totals.objectives.fail)
        json.integer("unknown", totals.objectives.unknown)
        json.integer("waived", totals.objectives.waived)
      }
      json.object("stages") { json in
        json.integer("total", totals.stages.total)
        json.integer("succeeded", totals.stages.succeeded)
        json.integer("failed", totals.stages.failed)
        json.integer("stopped", totals.stages.stopped)
        json.integer("couldNotStart", totals.stages.couldNotStart)
        json.integer("cancelled", totals.stages.cancelled)
        json.integer("skipped", totals.stages.skipped)
        json.integer("lost", totals.stages.lost)
      }
    }
  }

  /// A stage's row; without its attempts where they are told of elsewhere.
  static func write(
    _ stage: StageRecord, withAttempts: Bool = true, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.text("id", stage.id.text)
      json.boolean("required", stage.required)
      json.text("state", stage.state.rawValue)
      json.boolean("flaky", stage.flaky)
      json.boolean("softCrossed", stage.softCrossed)
      json.text("reason", stage.reason?.rawValue)
      json.array("blockedBy", stage.blockedBy) { $0.text($1.text) }
      json.text("root", stage.root?.text)
      if withAttempts {
        json.array("attempts", stage.attempts + stage.variations) { write($1, &$0) }
      }
      json.array("left", stage.left) { json, process in
        json.object { json in
          json.integer("pid", process.pid)
          json.text("command", process.command)
          json.text("termination", process.termination)
          json.text("detachment", process.detachment)
          json.text("waitChannel", process.waitChannel)
          if process.isOfPrepare { json.boolean("ofPrepare", true) }
        }
      }
      json.array("changed", stage.changed) { $0.text($1) }
      write(stage.indicators, ofAttempt: false, &json)
      write(stage.place, &json)
      json.text("command", stage.command)
      json.array("logMatches", stage.logMatches) { $0.text($1) }
      write(stage.reproduction, &json)
    }
  }

  /// An attempt's row.
  static func write(_ attempt: AttemptRecord, _ json: inout JSONWriter) {
    json.object { json in
      json.integer("number", attempt.number)
      json.text("role", attempt.role.rawValue)
      json.object("outcome") { json in
        let parts = OutcomeParts(of: attempt.outcome)
        json.text("kind", parts.kind)
        json.integer("exitCode", parts.exitCode)
        json.text("signal", parts.signal)
        json.text("cause", parts.cause)
        json.number("limit", parts.limit)
        json.text("detail", parts.detail)
      }
      json.text("startedAt", attempt.startedAt.description)
      json.number("queued", attempt.queued)
      json.text("log", attempt.log)
      json.boolean("logTruncated", attempt.logTruncated)
      json.boolean("softCrossed", attempt.softCrossed)
      json.boolean("expectMet", attempt.expectMet)
      write(attempt.peak, &json)
      json.integer("memoryKills", attempt.memoryKills)
      json.array("varied", attempt.varied) { $0.text($1.rawValue) }
      write(attempt.indicators, ofAttempt: true, &json)
    }
  }

  private static func write(_ peak: MemorySample?, _ json: inout JSONWriter) {
    guard let peak else { return json.null("peak") }
    json.object("peak") { write(peak, &$0) }
  }

  /// The members of an instant of memory.
  static func write(_ moment: MemorySample, _ json: inout JSONWriter) {
    json.number("at", moment.at)
    json.array("holders", moment.holders) { json, holder in
      json.object { json in
        json.text("name", holder.name)
        json.integer("count", holder.count)
        json.number("bytes", holder.bytes)
      }
    }
  }

  // How a figure came about is told where it did, of each attempt.
  private static func write(
    _ indicators: Measurements, ofAttempt isAttempt: Bool, _ json: inout JSONWriter
  ) {
    json.object("indicators") { json in
      for row in indicators.rows {
        let quantity = row.quantity
        json.name(row.name.description)
        json.object { json in
          json.text("bound", quantity.reading.bound.rawValue)
          json.number("value", quantity.reading.value)
          if let least = quantity.reading.least { json.number("least", least) }
          json.text("unit", quantity.unit.rawValue)
          json.text("source", quantity.source.rawValue)
          json.integer("samples", quantity.samples)
          if isAttempt {
            json.number("period", quantity.period)
            json.text("bias", quantity.source.bias?.rawValue)
          }
          json.text("reason", quantity.reading.reason)
        }
      }
    }
  }

  private static func write(_ row: ObjectiveRecord, _ json: inout JSONWriter) {
    json.object { json in
      json.text("id", row.id)
      json.text("indicator", row.indicator.description)
      json.boolean("required", row.required)
      json.text("severity", row.severity.rawValue)
      json.text("onFail", row.onFail.rawValue)
      json.text("judgment", row.judgment.name)
      json.text("reason", row.judgment.reason?.rawValue)
      json.text("colour", row.colour.rawValue)
      json.text("fail", row.fail)
      json.text("warn", row.warn)
      json.text("given", row.given)
      json.text("downgradedBy", row.downgrade?.rawValue)
      json.object("measured") { json in
        json.text("bound", row.measured.bound.rawValue)
        json.number("value", row.measured.value)
        if let least = row.measured.least { json.number("least", least) }
        json.text("unit", row.unit.rawValue)
        json.text("reason", row.measured.reason)
      }
      json.number("ratio", row.ratio)
      json.array("blockedBy", row.blockedBy) { $0.text($1.text) }
      json.text("root", row.root?.text)
      write(row.waiver, &json)
      if let comparison = row.comparison {
        json.object("baseline") { write(comparison, &$0) }
      } else {
        json.null("baseline")
      }
      json.number("noise", row.noise)
      write(row.place, &json)
    }
  }

  private static func write(_ waiver: WaiverRecord?, _ json: inout JSONWriter) {
    guard let waiver else { return json.null("waiver") }
    json.object("waiver") { json in
      json.text("until", waiver.until)
      json.text("notAbove", waiver.notAbove)
      json.text("owner", waiver.owner)
      json.text("reason", waiver.reason)
      json.boolean("applied", waiver.applied)
    }
  }

  /// A finding's row.
  static func write(_ finding: Finding, _ json: inout JSONWriter) {
    json.object { json in
      json.text("id", finding.id)
      json.text("rule", finding.code.rawValue)
      json.text("role", finding.role.rawValue)
      json.text("level", finding.level.rawValue)
      json.text("message", finding.message)
      json.text("stage", finding.stage?.text)
      json.text("objective", finding.objective)
      json.array("evidence", finding.evidence) { $0.text($1) }
      write(finding.place, &json)
      json.text("cause", finding.cause)
    }
  }

  /// A place as the member `location`.
  static func write(_ place: FileLocation?, _ json: inout JSONWriter) {
    guard let place else { return json.null("location") }
    json.object("location") { json in
      json.text("file", place.file)
      json.integer("line", place.line)
      json.integer("column", place.column)
    }
  }
}
