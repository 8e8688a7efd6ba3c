// Which column of a table says what. The cells decide where they can: a status is a word or a sign,
// a limit has a sign of comparison; headings help, and decide between columns of one kind.

internal import AndonText

/// The columns of a table of objectives.
struct ReportColumns {
  private let number: Int?
  private let name: Int?
  private let target: ReportColumn?
  private let measured: ReportColumn?
  private let status: Int

  private static let statusNames: Set<String> = [
    "status", "result", "results", "judgment", "judgement", "verdict", "outcome", "met", "ok",
    "nok",
    "pass", "passed", "fail", "compliant", "compliance", "state", "ergebnis", "erfüllt",
  ]
  private static let targetNames: Set<String> = [
    "target", "limit", "threshold", "goal", "sla", "budget", "requirement", "required",
    "expected", "expectation", "criterion", "criteria", "max", "maximum", "minimum", "floor",
    "ceiling", "allowed", "ziel", "soll", "grenze", "grenzwert", "vorgabe",
  ]
  private static let measuredNames: Set<String> = [
    "measured", "actual", "current", "value", "observed", "achieved", "result", "reality",
    "measurement", "now", "ist", "gemessen", "messwert", "wert", "p",
  ]
  private static let nameNames: Set<String> = [
    "slo", "objective", "name", "metric", "indicator", "kennzahl", "service", "nfr", "kpi",
    "endpoint", "page", "scenario", "test", "check", "sli", "requirement", "case",
  ]

  /// The columns of a table, once for each column with a status; none for a table of something
  /// else.
  static func all(_ head: [String], _ rows: [[String]]) -> [ReportColumns] {
    let columns = ReportColumn.all(head, rows)
    let open = columns.filter { !$0.isNumber }
    let fitting = open.filter { $0.isMostly { Self.status($0) != nil && ClaimedValue($0) == nil } }
    let named = fitting.filter { $0.isNamed(statusNames) }
    let exact = named.filter { $0.isOnly(statusNames) }
    // A column about another time is the last choice.
    let choices = [exact, named, fitting].map { $0.filter { !$0.isPast } } + [fitting]
    guard let best = choices.first(where: { !$0.isEmpty }), let first = best.first else {
      return []
    }
    let twins = exact.count > 1 ? exact.filter { $0.words == first.words } : []
    if twins.count > 1 {
      // Each is about the value before it.
      return twins.enumerated().compactMap { position, status in
        let start = position == 0 ? 0 : twins[position - 1].index + 1
        return ReportColumns(columns, status: status, values: start..<status.index)
      }
    }
    return ReportColumns(columns, status: first, values: 0..<columns.count).map { [$0] } ?? []
  }

  /// How many rows have a limit and a value that can be compared with it.
  static func judgeable(_ head: [String], _ rows: [[String]]) -> Int {
    let columns = ReportColumn.all(head, rows).filter { !$0.isNumber }
    guard let target = target(of: columns),
      let measured = measured(of: columns.filter { $0.index != target.index }, target)
    else { return 0 }
    return rows.count { row in
      guard let limit = target.text(of: row).flatMap({ ClaimedLimit($0) }),
        let value = measured.text(of: row).flatMap({ ClaimedValue($0) })
      else { return false }
      return limit.isComparable(with: value)
    }
  }

  private init?(_ columns: [ReportColumn], status: ReportColumn, values: Range<Int>) {
    let others = columns.filter { !$0.isNumber && $0.index != status.index }
    let target = Self.target(of: others)
    let open = others.filter { $0.index != target?.index }
    let measured = Self.measured(of: open.filter { values.contains($0.index) }, target)
    // A table of totals has a status and nothing that it is the status of.
    if target == nil, measured == nil { return nil }
    self.status = status.index
    self.target = target
    self.measured = measured
    number = columns.first(where: \.isNumber)?.index
    let rest = open.filter { $0.index != measured?.index }
    let name = rest.first { $0.isOnly(Self.nameNames) } ?? rest.first { $0.isNamed(Self.nameNames) }
    self.name =
      (name ?? rest.first { $0.cells.contains { !ClaimWords($0).letters.isEmpty } })?.index
  }

  private static func target(of columns: [ReportColumn]) -> ReportColumn? {
    let open = columns.filter { !$0.isWarning }
    let signed = open.filter {
      $0.isMostly { ClaimedValue($0) != nil && $0.contains { "<>≤≥".contains($0) } }
    }
    return signed.first { $0.isOnly(targetNames) } ?? signed.first { $0.isNamed(targetNames) }
      ?? signed.first ?? open.first { $0.isOnly(targetNames) }
      ?? open.first { $0.isNamed(targetNames) }
  }

  private static func measured(
    of columns: [ReportColumn], _ target: ReportColumn?
  ) -> ReportColumn? {
    // The limit of a percentile is about that one.
    if let percentile = target?.percentile,
      let same = columns.first(where: { $0.percentile == percentile })
    {
      return same
    }
    let open = columns.filter { !$0.isPast && !$0.isSpread }
    if let named = open.first(where: { $0.isOnly(measuredNames) })
      ?? open.first(where: { $0.isNamed(measuredNames) })
    {
      return named
    }
    let filled = open.filter { $0.isMostly { ClaimedValue($0) != nil } }
    return filled.first { column in target.map(column.isComparable) ?? true } ?? filled.first
  }

  /// What a row says of its objective; nil for one without a status.
  func mention(_ cells: [String], line: Int) -> HandReport.Mention? {
    func cell(_ index: Int?) -> String? { index.flatMap { $0 < cells.count ? cells[$0] : nil } }
    guard let text = cell(status), let status = Self.status(text) else { return nil }
    var mention = HandReport.Mention(
      number: cell(number).flatMap { ClaimWords($0).words.first?.number }.flatMap {
        Int(exactly: $0)
      },
      name: cell(name) ?? "", line: line)
    mention.status = status
    mention.target = target?.text(of: cells).map { .init(line: line, text: $0) }
    mention.measured = measured?.text(of: cells).map { .init(line: line, text: $0) }
    // What is named after a disturbance is not disturbed.
    let rest = cells.indices.filter { $0 != name && $0 != number }.map { cells[$0] }
    mention.text = [.init(line: line, text: rest.joined(separator: " | "))]
    return mention
  }

  private static func status(_ text: String) -> ClaimedStatus? {
    switch ClaimWords(text).words {
    case [.word("yes")], [.word("ja")], [.word("y")], [.word("true")]: .pass
    case [.word("no")], [.word("nein")], [.word("n")], [.word("false")]: .fail
    default: ClaimedStatus(text)
    }
  }
}
