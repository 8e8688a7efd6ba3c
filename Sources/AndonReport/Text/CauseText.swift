// Causes as text for a terminal or a log.

package import AndonModel
package import AndonText

/// Writes causes as text.
package enum CauseText {
  /// What a log from elsewhere speaks for, the best first; a sentence where it speaks for nothing.
  package static func log(_ causes: [Cause], _ reading: LogDiagnosis) -> ConsoleText {
    guard let best = causes.first else {
      return "\(reading.log): no known cause in \(Format.count(reading.lines, "line"))\n"
    }
    var text: ConsoleText = "\(best.kind), \(best.confidence.rawValue): \(best.why)\n"
    text += quoted(best, in: reading)
    text += "  try: \(best.remedy)\n"
    text += "  refuted if \(best.ruledOutIf)\n"
    for rival in causes.dropFirst() {
      let place = rival.line.map { "line \($0), " } ?? ""
      text +=
        "or \(rival.kind), \(rival.confidence.rawValue) (\(place)\(rival.rule)): \(rival.why)\n"
      text += "  refuted if \(rival.ruledOutIf)\n"
    }
    return text
  }

  /// A cause of a run in lines without ends: what, the whys, what to do, what else it could be.
  static func lines(_ cause: Cause) -> [String] {
    let whose = cause.objectives.isEmpty ? "" : " of \(cause.objectives.joined(separator: ", "))"
    let place = cause.stage.map { " in \($0)" } ?? ""
    var lines = ["\(cause.kind), \(cause.confidence.rawValue): the cause\(whose)\(place)"]
    for (index, fact) in cause.causalChain.enumerated() {
      lines.append("  \(index == 0 ? " " : "→") \(fact.text)  [\(fact.place)]")
    }
    if let unknown = cause.unknown { lines.append("  ? \(unknown)") }
    if let text = cause.text, let line = cause.line,
      !cause.causalChain.contains(where: { $0.text.hasPrefix(text) })
    {
      lines.append("  line \(line) of its log: \(text)")
    }
    for (index, advice) in cause.advice.enumerated() {
      // One change may help several objectives.
      let isTold = index > 0 && cause.advice[index - 1].change == advice.change
      lines += words(advice).dropFirst(isTold ? 1 : 0).map { "  " + $0 }
    }
    if cause.advice.isEmpty { lines.append("  try: \(cause.remedy)") }
    for rival in cause.alternatives.prefix(3) {
      lines.append("  or \(rival.kind) (\(rival.rule)), refuted if \(rival.ruledOutIf)")
    }
    return lines + ["  refuted if \(cause.ruledOutIf)"]
  }

  /// An advice in lines: the change, and what it would have led to.
  static func words(_ advice: Advice) -> [String] {
    var lines = ["try: \(advice.change)"]
    guard let low = advice.low else { return lines }
    let value = { (number: Double) in Wording.text(.exact(number), advice.unit) }
    let range = Wording.range(low, advice.high, advice.unit)
    let instead = advice.measured.map { " instead of \(value($0))" } ?? ""
    let objective = advice.objective.map { "\($0) would have been" } ?? "it would have taken"
    let judgment = advice.judgment.map { ", a \($0)" } ?? ""
    lines.append("  \(objective) \(range)\(instead)\(judgment), if \(advice.assumption)")
    return lines
  }

  /// What a run knows of an objective, a stage, a finding or a cause; nil for a name that it does
  /// not know.
  package static func explanation(_ id: String, in record: RunRecord) -> ConsoleText? {
    let row = record.objectives.first { $0.id == id }
    let stage = record.stages.first { $0.id.text == id }
    let finding = record.findings.first { $0.id == id }
    let named = record.causes.first { $0.id == id }
    guard row != nil || stage != nil || finding != nil || named != nil else { return nil }
    var lines: [String] = []
    if let row { lines.append(Wording.sentence(row)) }
    if let stage { lines.append(Wording.sentence(stage)) }
    if let finding { lines.append(finding.message) }
    let root = row?.root ?? stage?.root
    if let root {
      lines.append("it goes back to \(root), which is explained here:")
    }
    let place = root ?? row?.indicator.stage ?? stage?.id ?? finding?.stage
    let causes = record.causes.filter { cause in
      if let named { return cause == named }
      if let row, root == nil { return cause.objectives.contains(row.id) }
      return cause.stage == place
    }
    for cause in causes { lines += Self.lines(cause) }
    if causes.isEmpty, row?.judgment != .pass {
      lines.append("nothing that was seen speaks for a cause")
    }
    return lines.map { ConsoleText("\($0)\n") }.joined()
  }

  private static func quoted(_ cause: Cause, in reading: LogDiagnosis) -> ConsoleText {
    guard let line = cause.line,
      let hit = reading.logMatches.first(where: { $0.rule.id == cause.rule })
    else { return "" }
    let first = line - hit.before.count
    let width = "\(line + hit.after.count)".count
    var text: ConsoleText = "  \(reading.log):\(line) (\(cause.rule)"
    text += hit.count > 1 ? ", \(hit.count) lines like it)\n" : ")\n"
    for (offset, quoted) in (hit.before + [hit.text] + hit.after).enumerated() {
      let number = ConsoleText("\(first + offset)").padded(to: width, alignsRight: true)
      text += "  \(first + offset == line ? ">" : " ") \(number) | \(quoted)\n"
    }
    return text
  }
}
