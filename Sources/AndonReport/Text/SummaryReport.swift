// summary.md: the run on one page of Markdown, for a job's summary or a comment.

internal import AndonModel
internal import AndonText

/// The run as Markdown.
enum SummaryReport {
  // GitHub drops a summary over 1 MiB; a page is worth reading only far below.
  private static let mostRows = 500
  private static let mostEvidence = 40

  /// The page.
  static func write(_ record: RunRecord) -> [UInt8] {
    var lines = [
      "# \(mark(record.verdict)) \(record.verdict.rawValue): \(safe(record.headline))", "",
      "\(safe(record.run.pipeline)) · \(Wording.seconds(record.run.seconds)) · "
        + "exit code \(record.exitCode)" + (record.complete ? "" : " · not complete"), "",
    ]
    let rows = record.objectives.filter { $0.judgment != .unknown(.notSelected) }
    if !rows.isEmpty {
      lines += ["| | objective | measured | limit | |", "|---|---|---:|---|---|"]
      lines += rows.prefix(mostRows).map { row in
        let note = [Wording.note(row), Wording.holders(row, in: record)].compactMap { $0 }
          .joined(separator: "; ")
        let measured = Wording.measured(row)
        return "| \(mark(row)) \(row.judgment.name) | \(safe(row.id)) | "
          + "\(measured) | \(safe(Wording.limits(row))) | \(safe(note)) |"
      }
      lines.append("")
      if rows.count > mostRows {
        lines += ["and \(rows.count - mostRows) more in verdict.json", ""]
      }
    }
    let stages = record.stages.filter {
      $0.reason != .notSelected
        && ($0.state != .succeeded || $0.softCrossed || $0.flaky || $0.reason != nil)
    }
    if !stages.isEmpty {
      lines += ["| stage | |", "|---|---|"]
      lines += stages.prefix(mostRows).map { stage in
        let slow = stage.state == .succeeded && stage.softCrossed ? ", slow" : ""
        return "| \(safe(stage.id.text)) | \(safe(Wording.sentence(stage)))\(slow) |"
      }
      lines.append("")
    }
    for finding in record.findings.prefix(20) {
      lines += ["- **\(finding.rule.rawValue)** \(safe(finding.message))"]
      lines += folded(finding.evidence)
    }
    if !record.findings.isEmpty { lines.append("") }
    let totals = record.totals.objectives
    lines.append(
      "\(totals.total) objective\(totals.total == 1 ? "" : "s"): "
        + "\(totals.pass) pass, \(totals.warn) warn, "
        + "\(totals.fail) fail\(totals.waived > 0 ? " (\(totals.waived) waived)" : ""), "
        + "\(totals.unknown) unknown")
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  // Below the item that it belongs to.
  private static func folded(_ evidence: [String]) -> [String] {
    if evidence.isEmpty { return [] }
    return ["  <details><summary>evidence</summary>", ""]
      + evidence.prefix(mostEvidence).map { "  - \(safe($0))" } + ["", "  </details>"]
  }

  private static func mark(_ verdict: Verdict) -> String {
    switch verdict {
    case .green: "🟢"
    case .yellow: "🟡"
    case .red: "🔴"
    case .unknown: "⚪"
    }
  }

  private static func mark(_ row: ObjectiveRecord) -> String {
    switch (row.judgment, row.colour) {
    case (.unknown, _): mark(.unknown)
    case (_, .red): mark(.red)
    case (_, .yellow): mark(.yellow)
    default: mark(.green)
    }
  }

  // Markdown and HTML signs lose their meaning; a cell stays on its line.
  private static func safe(_ text: String) -> String {
    var result = ""
    for character in SafeText.line(text) {
      switch character {
      case "|", "*", "_", "`", "[", "]", "\\", "#", "~": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "@": result += "@\u{200B}"
      default: result.append(character)
      }
    }
    return result
  }
}
