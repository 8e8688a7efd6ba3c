// summary.md: the run on one page of Markdown, for a job's summary, an annotation or a comment:
// headline, totals and table first, details folded. What does not fit is counted.

internal import AndonModel
internal import AndonText

/// The run as Markdown.
enum SummaryReport {
  /// GitHub drops a job's summary of more bytes.
  static let most = 1_048_576
  // A page is worth reading only far below.
  private static let maxRows = 500
  private static let maxFindings = 50
  private static let maxEvidence = 40

  /// The page, in at most that many bytes.
  static func write(_ record: RunRecord, most: Int = most) -> String {
    var page = Page(most: most)
    page.add([
      "# \(mark(record.verdict)) \(record.verdict.rawValue): \(record.headline)", "",
      "\(record.run.pipeline) · \(Format.duration(record.run.seconds)) · "
        + "exit code \(record.exitCode)" + (record.complete ? "" : " · not complete"), "",
      totals(record.totals.objectives), "",
    ])
    let rows = byImportance(
      record.objectives.filter { $0.judgment != .unknown(.notSelected) })
    if !rows.isEmpty {
      page.table(
        ["| | objective | measured | limit | |", "|---|---|---:|---|---|"], rows, most: maxRows
      ) { line($0, record) }
    }
    let stages = record.stages.filter {
      $0.reason != .notSelected
        && ($0.state != .succeeded || $0.softCrossed || $0.flaky || $0.reason != nil)
    }
    if !stages.isEmpty {
      page.table(["| stage | |", "|---|---|"], stages, most: maxRows, line)
    }
    let causes = record.causes.prefix(maxFindings).prefix { page.add(lines($0)) }
    page.more(record.causes.count - causes.count, "cause")
    let compared = rows.filter { $0.comparison?.runs.isEmpty == false }
    let told = compared.prefix(maxFindings).prefix { page.add(baseline($0)) }
    page.more(compared.count - told.count, "baseline")
    let shown = record.findings.prefix(maxFindings).prefix { page.add(lines($0)) }
    page.more(record.findings.count - shown.count, "finding")
    return page.text.content
  }

  /// The most important first, otherwise in the order of the file.
  private static func byImportance(_ rows: [ObjectiveRecord]) -> [ObjectiveRecord] {
    func rank(_ row: ObjectiveRecord) -> Int {
      switch (row.judgment, row.colour) {
      case (.fail, .red): 0
      case (.fail, _): 1
      case (.unknown, _): 2
      case (.warn, _): 3
      case (.pass, _): 4
      }
    }
    return rows.enumerated().map { (rank($1), $0) }.sorted(by: <).map { rows[$0.1] }
  }

  private static func totals(_ totals: Totals.Objectives) -> MarkdownText {
    "\(Format.count(totals.total, "objective")): "
      + "\(totals.pass) pass, \(totals.warn) warn, "
      + "\(totals.fail) fail\(totals.waived > 0 ? " (\(totals.waived) waived)" : ""), "
      + "\(totals.unknown) unknown"
  }

  private static func line(_ row: ObjectiveRecord, _ record: RunRecord) -> MarkdownText {
    let note = Wording.notes(row, in: record)
      .joined(separator: "; ")
    return "| \(mark(row)) \(row.judgment.name) | \(row.id) | "
      + "\(Wording.measured(row)) | \(Wording.limits(row)) | \(note) |"
  }

  private static func line(_ stage: StageRecord) -> MarkdownText {
    let slow = stage.state == .succeeded && stage.softCrossed ? ", slow" : ""
    return "| \(stage.id.text) | \(Wording.sentence(stage))\(slow) |"
  }

  // The runs that a row was held against, folded: each with its commit and what it showed.
  private static func baseline(_ row: ObjectiveRecord) -> [MarkdownText] {
    let runs = (row.comparison?.runs ?? []).map { run -> MarkdownText in
      let name = run.commit.map { "commit \($0.prefix(12))" } ?? "run \(run.id.prefix(12))"
      let values = run.values.map { Wording.text(.exact($0), row.unit) }
      return "  - \(name): \(values.joined(separator: ", "))"
    }
    return ["- **baseline** of \(row.id): \(Wording.runs(row))"]
      + ["  <details><summary>runs</summary>", ""] + runs + ["", "  </details>"]
  }

  private static func lines(_ cause: Cause) -> [MarkdownText] {
    let lines = CauseText.lines(cause)
    return ["- **why** \(lines.first ?? "")"] + lines.dropFirst().map { "  - \($0)" }
  }

  // The evidence is folded below what it belongs to.
  private static func lines(_ finding: Finding) -> [MarkdownText] {
    let head: MarkdownText = "- **\(finding.code.rawValue)** \(finding.message)"
    if finding.evidence.isEmpty { return [head] }
    let rest = finding.evidence.count - maxEvidence
    return [head, "  <details><summary>evidence</summary>", ""]
      + finding.evidence.prefix(maxEvidence).map { "  - \($0)" }
      + (rest > 0 ? ["  - and \(Format.count(rest, "more line"))"] : [])
      + ["", "  </details>"]
  }

  private static func mark(_ verdict: Verdict) -> MarkdownText {
    switch verdict {
    case .green: "🟢"
    case .yellow: "🟡"
    case .red: "🔴"
    case .unknown: "⚪"
    }
  }

  private static func mark(_ row: ObjectiveRecord) -> MarkdownText {
    switch (row.judgment, row.colour) {
    case (.unknown, _): mark(.unknown)
    case (_, .red): mark(.red)
    case (_, .yellow): mark(.yellow)
    default: mark(.green)
    }
  }
}

/// Lines within a limit of bytes.
private struct Page {
  // For the lines that count what did not fit.
  private static let reserve = 200

  private(set) var text: MarkdownText = ""
  private var room: Int

  init(most: Int) { room = most - Self.reserve }

  /// Adds lines if there is room for all of them; whether there was.
  @discardableResult
  mutating func add(_ lines: [MarkdownText]) -> Bool {
    let size = lines.reduce(0) { $0 + $1.content.utf8.count + 1 }
    if size > room { return false }
    room -= size
    text += lines.joined(separator: "\n") + "\n"
    return true
  }

  /// Adds a table of the first rows, and how many others there are.
  mutating func table<Row>(
    _ head: [MarkdownText], _ rows: [Row], most: Int, _ line: (Row) -> MarkdownText
  ) {
    let shown = add(head) ? rows.prefix(most).prefix { add([line($0)]) }.count : 0
    add([""])
    more(rows.count - shown, "row")
  }

  /// Counts what did not fit.
  mutating func more(_ count: Int, _ noun: String) {
    if count == 0 { return }
    text += "and \(Format.count(count, "more \(noun)")), in verdict.json\n\n"
  }
}
