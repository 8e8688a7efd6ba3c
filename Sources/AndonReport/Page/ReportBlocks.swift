// report.md and report.html: the report that teams write by hand, computed. A function of the
// record alone; every count is made from the rows that it shows.

internal import AndonModel
internal import AndonText

/// The report of a run as blocks.
enum ReportBlocks {
  // A report of more is read by nobody; what is left out is counted.
  private static let maxRows = 1000
  private static let maxLines = 20
  // Seconds; shorter waits cost nobody anything.
  private static let minWait = 0.1

  /// The blocks in their order.
  static func blocks(of record: RunRecord) -> [Block] {
    // What was left out on purpose is no row of the report.
    let rows = record.objectives.filter { $0.judgment != .unknown(.notSelected) }
    return head(record) + summary(record, rows) + compliance(rows) + sections(rows, record)
      + causes(record) + OutputBlocks.blocks(of: record) + fixes(record) + predictionResults(record)
      + impact(record) + unmeasured(rows)
      + noticed(record) + appendix(record)
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
          .init("Run", "\(run.id), \(Format.duration(run.seconds)), exit code \(record.exitCode)"),
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
    let waived = rows.count { $0.judgment == .fail && $0.isWaived }
    let counts: [(name: String, count: Int)] = [
      ("met", rows.count { $0.judgment == .pass }), ("warned", rows.count { $0.judgment == .warn }),
      ("broken", rows.count { $0.judgment == .fail && !$0.isWaived }),
      ("broken and waived", waived),
      ("not judged", rows.count { $0.judgment.reason != nil }),
    ]
    let shares = Percentages.of(counts.map(\.count))
    let table = Block.table(
      head: ["Objectives", "Count", "Share"],
      rows: zip(counts, shares).filter { $0.0.count > 0 || $0.0.name != "broken and waived" }
        .map { row, share in [row.name, "\(row.count)", share] }
        + [["all", "\(rows.count)", rows.isEmpty ? "–" : "100 %"]])
    let left = record.objectives.count - rows.count
    return [
      .heading(2, "Summary"), .paragraph("Signal \(signal): \(line)."), .quote([record.headline]),
      table,
    ]
      + (left > 0
        ? [.paragraph("\(Format.count(left, "objective")) not selected for this run.")] : [])
  }

  private static func compliance(_ rows: [ObjectiveRecord]) -> [Block] {
    if rows.isEmpty { return [] }
    let shown = rows.prefix(maxRows)
    let table = Block.table(
      head: ["#", "Objective", "Target", "Measured", "Ratio", "Status", "Signal"],
      rows: shown.enumerated().map { index, row in
        [
          "\(index + 1)", row.id, ReportWords.target(row), ReportWords.measured(row),
          ReportWords.ratio(row, 0) ?? "–", ReportWords.status(row), ReportWords.signal(row),
        ]
      })
    return [.heading(2, "Compliance"), table] + more(rows.count - shown.count, "objective")
  }

  // MARK: Sections

  private static func sections(_ rows: [ObjectiveRecord], _ record: RunRecord) -> [Block] {
    rows.isEmpty
      ? []
      : [.heading(2, "Objectives")]
        + rows.prefix(maxRows).enumerated().flatMap { section($0 + 1, $1, record) }
  }

  private static func section(
    _ number: Int, _ row: ObjectiveRecord, _ record: RunRecord
  ) -> [Block] {
    let stage = record.stages.first { $0.id == row.indicator.stage }
    let quantity = stage?.indicators[row.indicator.name]
    let own = record.causes.filter { $0.objectives.contains(row.id) }
    var fields: [Block.Field] = [
      .init("Target", ReportWords.target(row)), .init("Measured", ReportWords.measured(row)),
    ]
    if let quantity {
      let samples = Format.count(quantity.samples, "sample")
      fields.append(.init("Source", "\(row.indicator), \(quantity.source.rawValue), \(samples)"))
    }
    if let ratio = ReportWords.ratio(row, 1) {
      fields.append(.init("Ratio", "\(ratio) of the limit"))
    }
    fields.append(.init("Status", ReportWords.status(row)))
    let evidence = (stage?.attempts.last.map { [$0.log] } ?? []) + own.map { "cause \($0.id)" }
    if !evidence.isEmpty { fields.append(.init("Evidence", evidence.joined(separator: ", "))) }
    fields.append(.init("Severity", row.severity.rawValue))
    fields.append(.init("Signal", ReportWords.signal(row)))
    if let waiver = row.waiver {
      let effect = waiver.applied ? "excuses it" : "has no effect"
      fields.append(
        .init("Waiver", "\(effect), until \(waiver.until), \(waiver.owner): \(waiver.reason)"))
    }
    var lines = row.judgment == .pass ? [] : [Wording.sentence(row)]
    if row.judgment == .pass, let change = Wording.change(row) { lines.append(change) }
    lines += [ReportWords.sampled(row), Wording.holders(row, in: record)].compactMap { $0 }
    lines += own.map { "cause \($0.id): \($0.kind), \($0.confidence.rawValue)" }
    return [.heading(3, "#\(number): \(row.id)"), .fields(fields)]
      + (lines.isEmpty ? [] : [.list(lines)])
  }

  // MARK: Causes and fixes

  private static func causes(_ record: RunRecord) -> [Block] {
    if record.causes.isEmpty { return [] }
    return [.heading(2, "Causes")]
      + record.causes.prefix(maxRows).flatMap { cause -> [Block] in
        let place = cause.stage.map { " in \($0)" } ?? ""
        var blocks: [Block] = [
          .heading(3, "\(cause.id): \(cause.kind)\(place), \(cause.confidence.rawValue)"),
          .steps(cause.causalChain.map { "\($0.text) (\($0.place))" }),
        ]
        let isTold = cause.causalChain.contains { $0.text == cause.why }
        var notes = (isTold ? [] : [cause.why]) + ["It would be refuted if \(cause.ruledOutIf)."]
        if let unknown = cause.unknown { notes.append("Open: \(unknown).") }
        notes += cause.alternatives.map {
          "It could be \($0.kind) as well (\($0.rule)), unless \($0.ruledOutIf)."
        }
        blocks.append(.list(notes))
        return blocks
      }
  }

  // What makes most objectives judgeable comes first, then what gains most.
  private static func fixes(_ record: RunRecord) -> [Block] {
    let ordered = FixOrder.ordered(record)
    if ordered.isEmpty { return [] }
    return [.heading(2, "Fixes, the most useful first"), .steps(ordered.map(words))]
  }

  private static func words(_ fix: FixOrder.Fix) -> String {
    var parts: [String]
    switch fix.trouble {
    case .cause(let cause):
      var change = cause.advice.first?.change ?? cause.remedy
      while change.last == "." { change.removeLast() }
      let gain = cause.advice.flatMap { CauseText.words($0).dropFirst() }.first
      parts = [
        "\(cause.id), \(cause.kind): \(change)",
        gain.map { String($0.trimmed) } ?? "gain not known",
      ]
    case .stage(let stage):
      let log = stage.attempts.last.map { ": read \($0.log)" } ?? ""
      parts = ["\(Wording.sentence(stage)), and no cause is known\(log)"]
    }
    if fix.alone > 0 { parts.append("it lets \(Format.count(fix.alone, "objective")) be judged") }
    if fix.together > 0 {
      parts.append(
        "together with others it lets \(Format.count(fix.together, "more objective")) be judged")
    }
    return parts.joined(separator: "; ")
  }

  private static func predictionResults(_ record: RunRecord) -> [Block] {
    if record.predictionResults.isEmpty { return [] }
    let rows = record.predictionResults.map { entry in
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
    ]
    var lines = waits.compactMap { name, what -> String? in
      let readings = record.stages.flatMap(\.attempts).compactMap {
        $0.indicators[.builtIn(name)]?.reading
      }
      let sum = readings.reduce(0) { $0 + ($1.value ?? 0) }
      if sum < minWait { return nil }
      let bound = readings.contains { $0.bound == .atLeast } ? "at least " : ""
      let day = record.run.runsPerDay.map { rate in
        let runs = Format.number((rate * 10).rounded() / 10)
        return ", which is \(Format.duration(sum * rate)) a day at \(runs) runs a day"
      }
      return "attempts waited \(bound)\(Format.duration(sum)) \(what) in this run\(day ?? "")"
    }
    if let longest = record.stages.compactMap({ stage in
      stage.indicators[.builtIn(.queued)]?.reading.value.map { ($0, stage.id) }
    }).max(by: { $0.0 < $1.0 }), longest.0 >= minWait {
      lines.append(
        "\(longest.1) waited \(Format.duration(longest.0)) for its turn, the longest of all")
    }
    if lines.isEmpty { return [] }
    if record.run.runsPerDay == nil {
      lines.append("what that is a day is not known: no history tells how many runs there are")
    }
    return [.heading(2, "Impact"), .list(lines)]
  }

  // MARK: What is missing, and what was run

  private static func unmeasured(_ rows: [ObjectiveRecord]) -> [Block] {
    let open = rows.filter { $0.judgment.reason != nil }
    if open.isEmpty { return [] }
    let lines = open.prefix(maxRows).map { Wording.sentence($0) }
    return [.heading(2, "What was not judged, and why"), .list(lines)]
      + more(open.count - lines.count, "objective")
  }

  // What is no cause and no symptom, such as a stage that was slow.
  private static func noticed(_ record: RunRecord) -> [Block] {
    let notices = record.findings.filter { $0.role == .notice }
    if notices.isEmpty { return [] }
    return [
      .heading(2, "What else was noticed"),
      .list(notices.prefix(maxRows).map { "\($0.code.rawValue): \($0.message)" }),
    ] + more(notices.count - maxRows, "notice")
  }

  private static func appendix(_ record: RunRecord) -> [Block] {
    let stages = record.stages.filter { $0.reason != .notSelected }
    if stages.isEmpty { return [] }
    func seconds(_ stage: StageRecord, _ name: BuiltInIndicator) -> String {
      stage.indicators[.builtIn(name)].map { Wording.text($0.reading, .seconds) } ?? "–"
    }
    let table = Block.table(
      head: ["Stage", "Command", "Real", "User", "Sys", "Attempts", "What became of it", "Log"],
      rows: stages.prefix(maxRows).map { stage in
        [
          stage.id.text, stage.command.map(command) ?? "not known", seconds(stage, .wall),
          seconds(stage, .user), seconds(stage, .system), "\(stage.attempts.count)",
          Wording.sentence(stage), stage.attempts.last?.log ?? "–",
        ]
      })
    let tails = record.findings.filter { $0.role == .cause && !$0.evidence.isEmpty }
    return [.heading(2, "Appendix: what was run"), table]
      + more(stages.count - maxRows, "stage")
      + tails.prefix(maxLines).flatMap { finding -> [Block] in
        [.paragraph(finding.message), .quote(Array(finding.evidence.suffix(maxLines)))]
      }
  }

  // The lines of a script behind one another.
  private static func command(_ text: String) -> String {
    String(text.split(separator: "␊").joined(separator: "; ").trimmed)
  }

  private static func more(_ count: Int, _ noun: String) -> [Block] {
    count > 0 ? [.paragraph("and \(Format.count(count, noun)) more, in verdict.json")] : []
  }
}
