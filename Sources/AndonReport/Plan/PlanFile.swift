// The answer of `andon plan --json`. Base units: s, B.

internal import AndonModel

/// A plan as JSON.
enum PlanFile {
  /// The document's bytes, one stage a line.
  static func write(_ outline: PlanSummary) -> [UInt8] {
    let plan = outline.plan
    let critical = Set(outline.criticalPath)
    var json = JSONWriter()
    json.object { json in
      json.integer("schemaVersion", 1)
      json.text("pipeline", outline.pipeline)
      json.integer("jobs", plan.jobs)
      json.integer("memory", plan.memory)
      json.integer("logMax", plan.maxLogSize)
      json.number("budget", plan.budget)
      json.line()
      json.object("criticalPath") { json in
        json.array("stages", outline.criticalPath) { $0.text(plan.stages[$1].id.text) }
        json.number("seconds", outline.criticalTime.seconds)
        json.boolean("known", outline.criticalTime.isKnown)
      }
      json.line()
      json.rows("stages", plan.stages.indices) { json, index in
        write(plan.stages[index], index, outline, isCritical: critical.contains(index), &json)
      }
    }
    json.end()
    return json.bytes
  }

  private static func write(
    _ stage: PlannedStage, _ index: Int, _ outline: PlanSummary, isCritical: Bool,
    _ json: inout JSONWriter
  ) {
    json.object { json in
      json.text("id", stage.id.text)
      json.boolean("selected", stage.isSelected)
      json.boolean("required", stage.stage.required)
      json.boolean("always", stage.stage.always)
      json.array("needs", stage.needs) { $0.text(outline.plan.stages[$1].id.text) }
      json.array("locks", stage.stage.locks) { $0.text($1) }
      json.integer("memory", stage.stage.memory)
      json.array("run", stage.arguments) { $0.text($1) }
      if let prepare = stage.prepare {
        json.array("prepare", prepare) { $0.text($1) }
      } else {
        json.null("prepare")
      }
      json.array("goodExits", stage.stage.expectation.exits.map(String.init)) { $0.text($1) }
      json.object("timeout") { json in
        json.number("soft", stage.stage.deadlines.soft)
        json.number("hard", stage.stage.deadlines.hard)
        json.number("grace", stage.stage.deadlines.grace)
      }
      write(stage.stage.attempts, &json)
      json.integer("comparedRuns", stage.stage.reproducible?.runs)
      json.integer("wave", outline.waves[index])
      json.boolean("critical", isCritical)
      json.object("time") { json in
        json.number("seconds", outline.times[index].seconds)
        json.boolean("known", outline.times[index].isKnown)
      }
    }
  }

  private static func write(_ policy: AttemptPolicy, _ json: inout JSONWriter) {
    json.object("attempts") { json in
      switch policy {
      case .once(let retries, let onSoft):
        json.integer("runs", 1)
        json.integer("warmup", 0)
        json.null("use")
        json.integer("retry", retries)
        json.text("onSoft", onSoft.rawValue)
      case .series(let series):
        json.integer("runs", series.runs)
        json.integer("warmup", series.warmup)
        json.text("use", series.use.rawValue)
        json.integer("retry", 0)
        json.text("onSoft", OnSoft.extend.rawValue)
      }
    }
  }
}
