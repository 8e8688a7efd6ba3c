// report.md and report.html: the report that teams write by hand, computed. A function of the
// record alone; every count is made from the rows that it shows.

internal import AndonModel

/// The report of a run as blocks.
enum ReportBlocks {
  // A report of more is read by nobody; what is left out is counted.
  private static let mostRows = 1000
  private static let mostLines = 20

  /// The blocks in their order.
  static func blocks(of record: RunRecord) -> [Block] {
    // What was left out on purpose is no row of the report.
    let rows = record.objectives.filter { $0.judgment != .unknown(.notSelected) }
    return head(record) + summary(record, rows) + compliance(rows) + sections(rows, record)
      + causes(record) + fixes(record) + ledger(record) + impact(record) + unmeasured(rows)
      + appendix(record)
  }

  private static func head(_ record: RunRecord) -> [Block] {
    let run = record.run
    let machine = [
      run.machine.system, run.machine.kernel, run.machine.architecture,
      run.machine.processors.map { "\($0) processors" }, run.machineClass,
    ].compactMap { $0 }.joined(separator: ", ")
    return [
      .heading(1, "\(run.pipeline): report on objectives"),
      .fields(
        [
          .init("Date", run.startedAt.description), .init("Commit", run.commit ?? "not known"),
          .init("Branch", run.branch ?? "not known"), .init("Machine", machine),
          .init("Run", "\(run.id), \(Wording.seconds(run.seconds)), exit code \(record.exitCode)"),
        ]),
    ]
  }

  // MARK: Summary

  private static func summary(_ record: RunRecord, _ rows: [ObjectiveRecord]) -> [Block] {
    let signal = record.verdict.rawValue.uppercased()
    let line =
      switch record.verdict {
      case .red: "stop the line"
      case .unknown: "not known: not green"
      case .yellow: "go on, and look"
      case .green: "go on"
      }
    func share(_ count: Int) -> String {
      rows.isEmpty ? "–" : "\(count) / \(rows.count) (\(count * 100 / rows.count) %)"
    }
    func count(_ isMeant: (Judgment) -> Bool) -> Int { rows.count { isMeant($0.judgment) } }
    let table = Block.table(
      head: ["Objectives", "Count"],
      rows: [
        ["met", share(count { $0 == .pass })],
        ["met with a warning", share(count { $0 == .warn })],
        ["broken", share(count { $0 == .fail })],
        ["not judged", share(count { $0.reason != nil })],
      ])
    return [
      .heading(2, "Summary"), .paragraph("Signal \(signal): \(line)."), .quote([record.headline]),
      table,
    ]
  }

  private static func compliance(_ rows: [ObjectiveRecord]) -> [Block] {
    if rows.isEmpty { return [] }
    let shown = rows.prefix(mostRows)
    let table = Block.table(
      head: ["#", "Objective", "Target", "Measured", "Ratio", "Status", "Signal"],
      rows: shown.enumerated().map { index, row in
        [
          "\(index + 1)", row.id, target(row), measured(row),
          row.ratio.map { Wording.decimal($0 * 100, 0) + " %" } ?? "–", status(row), signal(row),
        ]
      })
    return [.heading(2, "Compliance"), table] + more(rows.count - shown.count, "objective")
  }

  // MARK: Sections

  private static func sections(_ rows: [ObjectiveRecord], _ record: RunRecord) -> [Block] {
    rows.isEmpty
      ? []
      : [.heading(2, "Objectives")]
        + rows.prefix(mostRows).enumerated().flatMap { section($0 + 1, $1, record) }
  }

  private static func section(
    _ number: Int, _ row: ObjectiveRecord, _ record: RunRecord
  ) -> [Block] {
    let stage = record.stages.first { $0.id == row.indicator.stage }
    let quantity = stage?.indicators[row.indicator.name]
    var fields: [Block.Field] = [.init("Target", target(row)), .init("Measured", measured(row))]
    if let quantity {
      let samples = quantity.samples == 1 ? "1 attempt" : "\(quantity.samples) attempts"
      fields.append(.init("Source", "\(row.indicator), \(quantity.source.rawValue), \(samples)"))
    }
    if let ratio = row.ratio {
      fields.append(.init("Ratio", "\(Wording.decimal(ratio * 100, 1)) % of the limit"))
    }
    fields.append(.init("Status", status(row)))
    fields.append(.init("Severity", row.severity.rawValue))
    fields.append(.init("Signal", signal(row)))
    if let waiver = row.waiver {
      let effect = waiver.applied ? "excuses it" : "has no effect"
      fields.append(
        .init("Waiver", "\(effect), until \(waiver.until), \(waiver.owner): \(waiver.reason)"))
    }
    var blocks: [Block] = [.heading(3, "#\(number): \(row.id)"), .fields(fields)]
    if row.judgment != .pass {
      let why = Wording.sentence(row)
      let own = record.causes.filter { $0.objectives.contains(row.id) }
      let links = own.map { "cause \($0.id): \($0.kind), \($0.confidence.rawValue)" }
      blocks.append(.list([why] + links))
    } else if let change = Wording.change(row) {
      blocks.append(.list([change]))
    }
    return blocks
  }

  // MARK: Causes and fixes

  private static func causes(_ record: RunRecord) -> [Block] {
    if record.causes.isEmpty { return [] }
    return [.heading(2, "Causes")]
      + record.causes.prefix(mostRows).flatMap { cause -> [Block] in
        let place = cause.stage.map { " in \($0)" } ?? ""
        var blocks: [Block] = [
          .heading(3, "\(cause.id): \(cause.kind)\(place), \(cause.confidence.rawValue)"),
          .steps(cause.chain.map { "\($0.text) (\($0.place))" }),
        ]
        var notes = [cause.why, "It would be refuted if \(cause.refutedBy)."]
        if let unknown = cause.unknown { notes.append("Open: \(unknown).") }
        notes += cause.rivals.map {
          "It could be \($0.kind) as well (\($0.rule)), unless \($0.refutedBy)."
        }
        blocks.append(.list(notes))
        return blocks
      }
  }

  // What makes most objectives judgeable comes first, then what gains most.
  private static func fixes(_ record: RunRecord) -> [Block] {
    let ordered = FixOrder.ordered(record)
    if ordered.isEmpty { return [] }
    let steps = ordered.map { fix in
      let gains = fix.cause.advice.flatMap { CauseText.words($0).dropFirst() }
      var change = fix.cause.advice.first?.change ?? fix.cause.remedy
      while change.last == "." { change.removeLast() }
      let freed =
        fix.judgeable == 0 ? "" : "; it lets \(count(fix.judgeable, "objective")) be judged"
      let gain = gains.first.map { "; " + HandText.trimmed($0) } ?? ""
      return "\(fix.cause.id), \(fix.cause.kind): \(change)\(freed)\(gain)"
    }
    return [.heading(2, "Fixes, the most useful first"), .steps(steps)]
  }

  private static func ledger(_ record: RunRecord) -> [Block] {
    if record.ledger.isEmpty { return [] }
    let rows = record.ledger.map { entry in
      [
        entry.prediction.change, Wording.prediction(entry.prediction),
        Wording.text(.exact(entry.measured), entry.prediction.unit), entry.outcome,
      ]
    }
    return [
      .heading(2, "What came of earlier advice"),
      .table(head: ["Advice", "Predicted", "Came out as", "Hit or miss"], rows: rows),
    ]
  }

  private static func impact(_ record: RunRecord) -> [Block] {
    let waits: [(BuiltInIndicator, String)] = [
      (.lockWait, "for file locks"), (.cpuWait, "for a processor"), (.ioWait, "for a disk"),
      (.queued, "for andon's own slots and locks"),
    ]
    let lines = waits.compactMap { name, what -> String? in
      let values = record.stages.compactMap { $0.indicators[.builtIn(name)]?.reading.value }
      let sum = values.reduce(0, +)
      if sum < 0.1 { return nil }
      let day = record.run.runsPerDay.map {
        ", \(Wording.seconds(sum * $0)) a day at \(Wording.decimal($0, 1)) runs a day"
      }
      return "stages waited \(Wording.seconds(sum)) \(what) in this run\(day ?? "")"
    }
    return lines.isEmpty ? [] : [.heading(2, "Impact"), .list(lines)]
  }

  // MARK: What is missing, and what was run

  private static func unmeasured(_ rows: [ObjectiveRecord]) -> [Block] {
    let open = rows.filter { $0.judgment.reason != nil }
    if open.isEmpty { return [] }
    let lines = open.prefix(mostRows).map { Wording.sentence($0) }
    return [.heading(2, "What was not judged, and why"), .list(lines)]
      + more(open.count - lines.count, "objective")
  }

  private static func appendix(_ record: RunRecord) -> [Block] {
    let stages = record.stages.filter { !$0.attempts.isEmpty }
    if stages.isEmpty { return [] }
    func seconds(_ stage: StageRecord, _ name: BuiltInIndicator) -> String {
      stage.indicators[.builtIn(name)].map { Wording.text($0.reading, .seconds) } ?? "–"
    }
    let table = Block.table(
      head: ["Stage", "Command", "Real", "User", "Sys", "State"],
      rows: stages.prefix(mostRows).map { stage in
        [
          stage.id.text, stage.command ?? "not known", seconds(stage, .wall), seconds(stage, .user),
          seconds(stage, .system), stage.state.rawValue,
        ]
      })
    let tails = record.findings.filter { $0.role == .cause && !$0.evidence.isEmpty }
    return [.heading(2, "Appendix: what was run"), table]
      + more(stages.count - mostRows, "stage")
      + tails.prefix(mostLines).flatMap { finding -> [Block] in
        [.paragraph(finding.message), .quote(Array(finding.evidence.suffix(mostLines)))]
      }
  }

  private static func more(_ count: Int, _ noun: String) -> [Block] {
    count > 0 ? [.paragraph("and \(self.count(count, noun)) more, in verdict.json")] : []
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  // MARK: Words of a row

  // The good condition: the opposite of the one that fails.
  private static func target(_ row: ObjectiveRecord) -> String {
    guard let text = row.fail ?? row.warn else { return "–" }
    if row.comparison != nil { return "not \(text) against earlier runs" }
    let good: [(bad: String, good: String)] = [
      (">=", "<"), ("<=", ">"), ("==", "not"), ("!=", "exactly"), (">", "≤"), ("<", "≥"),
    ]
    let trimmed = HandText.trimmed(text)
    let pair = good.first { trimmed.hasPrefix($0.bad) }
    let limit = pair.map {
      "\($0.good) \(HandText.trimmed(String(trimmed.dropFirst($0.bad.count))))"
    }
    let warn = row.fail == nil ? "" : row.warn.map { ", warns \($0)" } ?? ""
    return (limit ?? "not \(text)") + warn
  }

  // With all digits: what is rounded may seem to be on the other side of its limit.
  private static func measured(_ row: ObjectiveRecord) -> String {
    guard let value = row.measured.value else { return "not measured" }
    let sign =
      switch row.measured.bound {
      case .atLeast: "≥ "
      case .atMost: "≤ "
      case .exact, .missing: ""
      }
    switch row.unit {
    case .seconds: return "\(sign)\(exact(value)) s"
    case .bytes: return "\(sign)\(exact(value / 1e6)) MB"
    case .ratio: return "\(sign)\(exact(value * 100)) %"
    case .count: return "\(sign)\(exact(value))"
    }
  }

  private static func exact(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? value.description
  }

  private static func status(_ row: ObjectiveRecord) -> String {
    switch row.judgment {
    case .pass: "PASS"
    case .warn: "WARN"
    case .fail: "FAIL"
    case .unknown(let reason): "UNKNOWN (\(reason.rawValue))"
    }
  }

  private static func signal(_ row: ObjectiveRecord) -> String {
    switch row.colour {
    case .none: row.judgment == .pass ? "green" : "none"
    case .yellow: "yellow"
    case .red: "red"
    case .unknown: "not known"
    }
  }
}

/// Text without blanks at its ends.
enum HandText {
  /// Trims.
  static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
