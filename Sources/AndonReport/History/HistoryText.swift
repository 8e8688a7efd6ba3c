// What a history holds, for people: lists of runs, one run, and the course of one figure.

package import AndonModel
package import AndonText

/// Shows a history.
package enum HistoryText {
  private static let bars = Array("▁▂▃▄▅▆▇█")
  // The course of more runs does not fit on a line.
  private static let maxBars = 100

  /// Runs, a line each.
  package static func list(_ entries: [HistoryEntry]) -> ConsoleText {
    if entries.isEmpty { return "no runs\n" }
    return entries.map { entry -> ConsoleText in
      let verdict = ConsoleText("\(entry.verdict.rawValue)").padded(to: 7)
      let commit = entry.commit.map { String($0.prefix(12)) } ?? String(repeating: "-", count: 12)
      return "\(entry.id.prefix(12))  \(entry.startedAt)  \(verdict)  \(commit)  "
        + "\(entry.branch ?? "-")  \(entry.pipeline)\n"
    }.joined()
  }

  /// A run with all of its figures and judgments.
  package static func run(_ entry: HistoryEntry) -> ConsoleText {
    let facts: [(ConsoleText, String)] = [
      ("run", entry.id), ("started", entry.startedAt.description),
      ("took", Format.duration(entry.seconds)), ("pipeline", entry.pipeline),
      ("verdict", entry.verdict.rawValue), ("commit", entry.commit ?? "-"),
      ("branch", entry.branch ?? "-"), ("merge base", entry.mergeBase ?? "-"),
      ("class", entry.machineClass ?? "-"), ("machine", entry.fingerprint),
    ]
    var text = facts.map { ConsoleText("\($0.padded(to: 12))\($1)\n") }.joined()
    if !entry.figures.isEmpty { text += "\n" }
    for figure in entry.figures {
      let values = figure.values.map { Wording.text(.exact($0), figure.unit) }
      text += "\(figure.indicator)  \(values.joined(separator: ", "))\n"
    }
    if !entry.judgments.isEmpty { text += "\n" }
    for judgment in entry.judgments {
      let waived = judgment.isWaived ? ", waived" : ""
      let reason = judgment.reason.map { " (\($0))" } ?? ""
      text += "\(judgment.objective)  \(judgment.answer)\(reason)\(waived)\n"
    }
    return text
  }

  /// The course of a figure: a bar a run, and where its level changed.
  ///
  /// `changes` are positions of the first figures of new levels.
  package static func trend(
    _ indicator: IndicatorReference, _ unit: MeasureUnit, _ figures: [PastValue],
    changes: [Int]
  ) -> ConsoleText {
    let medians = figures.map { Statistic.median.value(of: $0.run.values) }
    guard let least = medians.min(), let most = medians.max(), let last = medians.last else {
      return "no runs\n"
    }
    let value = { (number: Double) in Wording.text(.exact(number), unit) }
    var text: ConsoleText = "\(indicator)  \(medians.count) runs, "
    text += "\(value(least)) to \(value(most)), last \(value(last))\n"
    let shown = medians.suffix(maxBars)
    text += "\(shown.map { bar($0, from: least, to: most) }.joined())\n"
    for change in changes {
      let before = changes.last { $0 < change } ?? 0
      let after = changes.first { $0 > change } ?? medians.count
      let (old, new) = (
        Statistic.median.value(of: Array(medians[before..<change])),
        Statistic.median.value(of: Array(medians[change..<after]))
      )
      let run = figures[change]
      let commit =
        run.run.commit.map { "commit \($0.prefix(12))" } ?? "run \(run.run.id.prefix(12))"
      text += "\(value(old)) → \(value(new)) since \(run.startedAt), \(commit)\n"
    }
    if changes.isEmpty { text += "no change of level\n" }
    return text
  }

  /// Advice and what came of it, a paragraph each.
  package static func predictionResults(_ all: [HistoryAdvice]) -> ConsoleText {
    if all.isEmpty { return "no advice\n" }
    return all.map { advice -> ConsoleText in
      let said = advice.prediction
      let outcome =
        advice.measured.map { measured in
          let entry = PredictionResult(said, measured: measured)
          return "\(entry.outcome), \(Wording.text(.exact(measured), said.unit))"
        } ?? "open"
      return "\(outcome): \(Wording.prediction(said))\n"
        + "  \(said.kind), run \(said.run.prefix(12)): \(said.change)\n"
    }.joined()
  }

  private static func bar(_ value: Double, from least: Double, to most: Double) -> String {
    let share = most > least ? (value - least) / (most - least) : 0
    let part = share.isFinite ? share : 0
    return String(bars[min(bars.count - 1, Int(part * Double(bars.count)))])
  }
}
