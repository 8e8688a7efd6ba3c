// metrics.txt: the figures of a run as OpenMetrics text, which GitLab's metrics report takes as
// well. GitLab drops what follows a `#`, splits a line as a shell would, and compares values as
// strings: labels without blanks between them, no `#` in them, values rounded. What is missing has
// no line. OpenMetrics 1.0.0; ci-consumers.md, section 3.

internal import AndonModel
internal import AndonText

/// The metrics of a run as a file.
struct MetricsFile {
  private var text = ""

  /// The file's text.
  static func write(_ record: RunRecord) -> String {
    var file = MetricsFile()
    file.writeRun(record)
    file.writeTotals(record.totals)
    file.writeObjectives(record.objectives)
    file.writeIndicators(record.stages)
    return file.text + "# EOF\n"
  }

  private mutating func writeRun(_ record: RunRecord) {
    family("andon_run", "info", "Which run it is.")
    sample("andon_run_info", [("pipeline", record.run.pipeline)], 1)
    family("andon_verdict", "stateset", "The decision about the run.")
    for verdict in Verdict.allCases {
      sample(
        "andon_verdict", [("andon_verdict", verdict.rawValue)], verdict == record.verdict ? 1 : 0)
    }
    family("andon_exit_code", "gauge", "The exit code of andon.")
    sample("andon_exit_code", [], Double(record.exitCode))
    family("andon_run_seconds", "gauge", "How long the run took.", unit: "seconds")
    sample("andon_run_seconds", [], Self.rounded(record.run.seconds))
  }

  private mutating func writeTotals(_ totals: Totals) {
    family("andon_objectives", "gauge", "Objectives by judgment; waived ones are failed as well.")
    for (name, count) in [
      ("pass", totals.objectives.pass), ("warn", totals.objectives.warn),
      ("fail", totals.objectives.fail), ("unknown", totals.objectives.unknown),
      ("waived", totals.objectives.waived),
    ] {
      sample("andon_objectives", [("judgment", name)], Double(count))
    }
    family("andon_stages", "gauge", "Stages by state.")
    for (name, count) in [
      (StageState.succeeded, totals.stages.succeeded), (.failed, totals.stages.failed),
      (.stopped, totals.stages.stopped), (.couldNotStart, totals.stages.couldNotStart),
      (.cancelled, totals.stages.cancelled), (.skipped, totals.stages.skipped),
      (.lost, totals.stages.lost),
    ] {
      sample("andon_stages", [("state", name.rawValue)], Double(count))
    }
  }

  private mutating func writeObjectives(_ rows: [ObjectiveRecord]) {
    if rows.isEmpty { return }
    family("andon_objective_judgment", "gauge", "The judgment of each objective.")
    for row in rows {
      sample(
        "andon_objective_judgment", [("judgment", row.judgment.name), ("objective", row.id)], 1)
    }
    var isOpen = false
    for row in rows {
      guard let ratio = row.ratio, ratio.isFinite else { continue }
      if !isOpen { family("andon_objective_ratio", "gauge", "Value through limit.", unit: "ratio") }
      isOpen = true
      sample(
        "andon_objective_ratio",
        [("objective", row.id), ("bound", row.measured.bound.rawValue)], Self.rounded(ratio))
    }
  }

  private mutating func writeIndicators(_ stages: [StageRecord]) {
    for (unit, suffix, word) in [
      (MeasureUnit.seconds, "_seconds", "seconds"), (.bytes, "_bytes", "bytes"),
      (.ratio, "_ratio", "ratio"), (.count, "", nil),
      (.bytesPerSecond, "_bytes_per_second", "bytes_per_second"),
      (.perSecond, "_per_second", "per_second"),
    ] {
      let name = "andon_indicator" + suffix
      var isOpen = false
      for stage in stages {
        for row in stage.indicators.rows where Self.family(of: row.quantity.unit) == unit {
          guard let value = row.quantity.reading.value, value.isFinite else { continue }
          if !isOpen { family(name, "gauge", "What was measured of each stage.", unit: word) }
          isOpen = true
          sample(
            name,
            [
              ("stage", stage.id.text), ("indicator", row.name.description),
              ("bound", row.quantity.reading.bound.rawValue),
            ], unit == .count ? value : Self.rounded(value))
        }
      }
    }
  }

  // A unit that is not known has a family with those that have none.
  private static func family(of unit: MeasureUnit) -> MeasureUnit {
    if case .other = unit { .count } else { unit.series }
  }

  private mutating func family(
    _ name: String, _ type: String, _ help: String, unit: String? = nil
  ) {
    text += "# TYPE \(name) \(type)\n"
    if let unit { text += "# UNIT \(name) \(unit)\n" }
    text += "# HELP \(name) \(help)\n"
  }

  private mutating func sample(
    _ name: String, _ labels: [(name: String, value: String)], _ value: Double
  ) {
    let pairs = labels.map { "\($0.name)=\"\(Escape.label($0.value))\"" }.joined(separator: ",")
    let number = value.description
    text += name + (pairs.isEmpty ? "" : "{\(pairs)}")
    text += " " + (number.hasSuffix(".0") ? String(number.dropLast(2)) : number) + "\n"
  }

  /// Three digits: what varies beyond them is no change.
  static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    var scale = 1.0
    while abs(value) * scale < 100, scale < 1e300 { scale *= 10 }
    while abs(value) * scale >= 1000, scale > 1e-300 { scale /= 10 }
    return (value * scale).rounded() / scale
  }
}
