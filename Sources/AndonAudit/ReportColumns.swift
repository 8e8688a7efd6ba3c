// Which column of a table says what. The cells decide where they can: a status is a word or a sign,
// a limit has a sign of comparison; headings help, and decide between columns of one kind.

/// The columns of a table of objectives.
struct ReportColumns {
  private var number: Int?
  private var name: Int?
  private var target: Int?
  private var measured: Int?
  private let status: Int

  // The first rows of a table say what all of them are.
  private static let rowsLookedAt = 30

  private static let statusNames: Set<String> = [
    "status", "result", "results", "judgment", "judgement", "verdict", "outcome", "met", "ok",
    "nok",
    "pass", "passed", "fail", "compliant", "compliance", "state", "ergebnis", "erfüllt",
  ]
  private static let targetNames: Set<String> = [
    "target", "limit", "threshold", "goal", "sla", "budget", "requirement", "required",
    "expected", "expectation", "criterion", "criteria", "max", "maximum", "allowed", "ziel", "soll",
    "grenze", "vorgabe",
  ]
  private static let measuredNames: Set<String> = [
    "measured", "actual", "current", "value", "observed", "achieved", "result", "reality",
    "measurement", "ist", "gemessen", "wert", "p",
  ]
  private static let nameNames: Set<String> = [
    "slo", "objective", "name", "metric", "indicator", "kennzahl", "service", "nfr", "kpi",
    "endpoint", "page", "scenario", "test", "check", "sli", "requirement", "case",
  ]

  /// Reads a head and the rows below it; nil for a table of something else.
  init?(_ head: [String], _ rows: [[String]]) {
    let words = head.map { ClaimWords($0).letters }
    let first = rows.prefix(Self.rowsLookedAt)
    let cells = { (column: Int) in first.map { column < $0.count ? $0[column] : "" } }
    // Of columns in which most cells are of the kind, one with such a heading, else the first.
    func column(
      _ names: Set<String>, without taken: [Int?], where isKind: (String) -> Bool
    ) -> Int? {
      let open = head.indices.filter { !taken.contains($0) }
      let named = open.filter { !words[$0].filter(names.contains).isEmpty }
      let fitting = open.filter { column in
        let filled = cells(column).filter { !$0.isEmpty }
        return !filled.isEmpty && 2 * filled.count(where: isKind) >= filled.count
      }
      let exact = named.first { words[$0].count == 1 && fitting.contains($0) }
      return exact ?? named.first(where: fitting.contains) ?? fitting.first
    }
    number = head.firstIndex { $0 == "#" || ["no", "id", "nr"].contains($0.lowercased()) }
    guard
      let status = column(
        Self.statusNames, without: [number],
        where: { Self.status($0) != nil && ClaimedValue($0) == nil })
    else { return nil }
    self.status = status
    let hasQuantity = { (cell: String) in ClaimedValue(cell) != nil }
    target =
      column(Self.targetNames, without: [number, status]) {
        hasQuantity($0) && $0.contains { "<>≤≥".contains($0) }
      } ?? Self.named(Self.targetNames, words, without: [number, status])
    measured =
      Self.named(Self.measuredNames, words, without: [number, status, target])
      ?? column([], without: [number, status, target], where: hasQuantity)
    let taken = [number, status, target, measured]
    name =
      Self.named(Self.nameNames, words, without: taken)
      ?? head.indices.first { column in
        !taken.contains(column) && cells(column).contains { !ClaimWords($0).letters.isEmpty }
      }
    // A table of totals has a status and nothing that it is the status of.
    if target == nil, measured == nil { return nil }
  }

  private static func named(
    _ names: Set<String>, _ words: [[String]], without taken: [Int?]
  ) -> Int? {
    let open = words.indices.filter { !taken.contains($0) }
    return open.first { words[$0].count == 1 && names.contains(words[$0][0]) }
      ?? open.first { words[$0].contains(where: names.contains) }
  }

  /// What a row says of its objective; nil for one without a status.
  func mention(_ cells: [String], _ line: HandReport.Statement) -> HandReport.Mention? {
    func cell(_ index: Int?) -> String? { index.flatMap { $0 < cells.count ? cells[$0] : nil } }
    guard let text = cell(status), let status = Self.status(text) else { return nil }
    var mention = HandReport.Mention(
      number: cell(number).flatMap { ClaimWords($0).words.first?.number }.flatMap {
        Int(exactly: $0)
      },
      name: cell(name) ?? "", line: line.line)
    mention.status = status
    mention.target = cell(target).map { .init(line: line.line, text: $0) }
    mention.measured = cell(measured).map { .init(line: line.line, text: $0) }
    // What is named after a disturbance is not disturbed.
    let rest = cells.indices.filter { $0 != name && $0 != number }.map { cells[$0] }
    mention.text = [.init(line: line.line, text: rest.joined(separator: " | "))]
    return mention
  }

  private static func status(_ text: String) -> ClaimedStatus? {
    switch ClaimWords(text).words {
    case [.word("yes")], [.word("ja")]: .pass
    case [.word("no")], [.word("nein")]: .fail
    default: ClaimedStatus(text)
    }
  }
}
