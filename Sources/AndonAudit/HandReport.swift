// A hand-written report: tables with a status in each row, and sections about one objective each.

internal import AndonText

/// A report as it was written.
struct HandReport {
  /// What is said about one objective in one place.
  struct Mention {
    /// Its number, as in `#7`; nil where it has none.
    var number: Int?
    /// Its name.
    var name: String
    /// The line on which it is decided.
    var line: Int
    var target: Statement?
    var measured: Statement?
    var status: ClaimedStatus?
    /// Everything that is said about it.
    var text: [Statement] = []
  }

  /// A line of it.
  struct Statement {
    let line: Int
    let text: String
  }

  /// A table whose rows have a status.
  struct Table {
    /// The line of its head.
    let line: Int
    var rows: [Mention]
  }

  /// The lines that a reader sees, each with its number.
  private(set) var lines: [Statement] = []
  /// Tables of objectives.
  private(set) var tables: [Table] = []
  /// Sections about one objective.
  private(set) var sections: [Mention] = []
  /// How many rows have a limit and a value, in tables whose status cannot be read.
  private(set) var unread = 0
  private var headings: [Int] = []

  /// Reads a report.
  init(_ text: String) {
    var open: Mention?
    func close(_ sections: inout [Mention]) {
      if let mention = open, mention.status != nil, mention.target ?? mention.measured != nil {
        sections.append(mention)
      }
      open = nil
    }
    for block in MarkdownBlock.all(in: text) {
      switch block {
      case .heading(let title):
        close(&sections)
        headings.append(title.line)
        lines.append(title)
        open = Mention(number: Self.number(in: title.text), name: title.text, line: title.line)
      case .line(let line):
        lines.append(line)
        open?.add(line)
      case .table(let head, let rows):
        for row in [head] + rows {
          lines.append(row.statement)
          open?.add(row.statement)
        }
        add(head, rows)
      }
    }
    close(&sections)
  }

  private mutating func add(_ head: MarkdownBlock.Row, _ rows: [MarkdownBlock.Row]) {
    let cells = rows.map(\.cells)
    let columns = ReportColumns.all(head.cells, cells)
    for columns in columns {
      let mentions = rows.compactMap { columns.mention($0.cells, line: $0.line) }
      if !mentions.isEmpty { tables.append(Table(line: head.line, rows: mentions)) }
    }
    if columns.isEmpty { unread += ReportColumns.judgeable(head.cells, cells) }
  }

  /// The rows that tallies are about: those of the largest table, else the sections.
  var rows: [Mention] {
    let largest = tables.max { $0.rows.count < $1.rows.count }
    if let largest, largest.rows.count >= sections.count || largest.rows.count > 1 {
      return largest.rows
    }
    return sections.filter { $0.status != nil }
  }

  /// The line in which the rows begin.
  var rowsLine: Int {
    tables.max { $0.rows.count < $1.rows.count }?.line ?? sections.first?.line ?? 1
  }

  /// Rows that a count on a line may mean beside those: the tables of its part of the report, and
  /// all tables together.
  func otherRows(near line: Int) -> [[Mention]] {
    func part(_ line: Int) -> Int { headings.last { $0 <= line } ?? 0 }
    let near = tables.filter { part($0.line) == part(line) }.map(\.rows)
    return near + (tables.count > 1 ? [tables.flatMap(\.rows)] : [])
  }

  private static func number(in title: String) -> Int? {
    let words = ClaimWords(title).words
    guard let sign = words.firstIndex(of: .sign("#")), sign + 1 < words.count else { return nil }
    return words[sign + 1].number.flatMap { Int(exactly: $0) }
  }

  // `**Target**: ≤15s`.
  fileprivate static func field(_ line: String) -> (key: String, value: String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let words = ClaimWords(line[..<colon]).letters
    guard words.count == 1 else { return nil }
    return (words[0], String(line[line.index(after: colon)...].trimmed))
  }
}

extension HandReport.Mention {
  // A line of its section: the first of each field counts.
  fileprivate mutating func add(_ line: HandReport.Statement) {
    text.append(line)
    guard let (key, value) = HandReport.field(line.text) else { return }
    let statement = HandReport.Statement(line: line.line, text: value)
    switch key {
    case "target", "limit", "goal", "threshold", "ziel": target = target ?? statement
    case "measured", "actual", "observed", "current", "achieved", "ist":
      measured = measured ?? statement
    case "status", "result", "judgment", "verdict":
      guard status == nil, let found = ClaimedStatus(value) else { return }
      status = found
      self.line = line.line
    default: return
    }
  }
}
