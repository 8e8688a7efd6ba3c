// A plan as a table for people.

internal import AndonModel
internal import AndonText

/// The table.
enum PlanText {
  private static let head: [ConsoleText] = [
    "stage", "after", "locks", "soft", "hard", "grace", "attempts", "time",
  ]

  /// All selected stages in the order in which they can start, then what the whole waits for.
  static func write(_ outline: PlanSummary) -> ConsoleText {
    let plan = outline.plan
    let shown = plan.stages.indices.filter { plan.stages[$0].isSelected }
      .sorted { (outline.waves[$0], $0) < (outline.waves[$1], $1) }
    let rows = [head] + shown.map { row($0, outline) }
    let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text: ConsoleText = ""
    for row in rows {
      let cells = zip(row, widths).map { $0.padded(to: $1) }
      text += cells.joined(separator: "  ").trimmingEnd() + "\n"
    }
    let left = plan.stages.count - shown.count
    if left > 0 { text += "\(left) not selected\n" }
    let path = outline.criticalPath.map { plan.stages[$0].id.text }.joined(separator: " → ")
    text += "\ncritical path: \(path), \(time(outline.criticalTime))\n"
    return text + "\(limits(plan))\n"
  }

  private static func row(_ index: Int, _ outline: PlanSummary) -> [ConsoleText] {
    let stage = outline.plan.stages[index]
    let needs = stage.needs.map { outline.plan.stages[$0].id.text }
    let mark = (stage.stage.required ? "" : " (optional)") + (stage.stage.always ? " (always)" : "")
    let memory = stage.stage.memory.map { ", \(size($0))" } ?? ""
    return [
      "\(stage.id)\(mark)\(memory)", list(needs), list(stage.stage.locks),
      stage.stage.deadlines.soft.map { "\(Format.duration($0))" } ?? "–",
      "\(Format.duration(stage.stage.deadlines.hard))",
      "\(Format.duration(stage.stage.deadlines.grace))", "\(attempts(stage))",
      "\(time(outline.times[index]))",
    ]
  }

  private static func list(_ names: [String]) -> ConsoleText {
    names.isEmpty ? "–" : "\(names.joined(separator: ", "))"
  }

  private static func size(_ bytes: Int) -> String {
    Format.bytes(Double(bytes))
  }

  private static func attempts(_ stage: PlannedStage) -> String {
    let later = stage.stage.reproducible.map { $0.runs - 1 } ?? 0
    return attempts(stage.stage.attempts) + (later > 0 ? ", \(later) to compare" : "")
  }

  private static func attempts(_ policy: AttemptPolicy) -> String {
    switch policy {
    case .once(let retries, let onSoft):
      let parts = [
        retries > 0 ? Format.count(retries, "retry") : nil,
        onSoft == .rerun ? "again when slow" : nil,
      ].compactMap { $0 }
      return parts.isEmpty ? "1" : "1, " + parts.joined(separator: ", ")
    case .series(let series):
      let warmup = series.warmup > 0 ? "\(series.warmup) + " : ""
      return "\(warmup)\(series.runs), \(series.use.rawValue)"
    }
  }

  private static func time(_ time: StageTime) -> String {
    switch time {
    case .known(let seconds): Format.duration(seconds)
    case .atMost(let seconds): "≤ " + Format.duration(seconds)
    }
  }

  private static func limits(_ plan: Plan) -> String {
    let parts = [
      Format.count(plan.jobs, "slot"),
      plan.memory.map { "\(size($0)) of memory" },
      plan.budget.map { "a budget of \(Format.duration($0))" },
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
