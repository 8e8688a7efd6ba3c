// A hand-written report: tables with a status in each row, and sections about one objective each.
// Knows Markdown as far as reports use it (GitHub Flavored Markdown, "Tables"); what it does not
// understand it passes over.

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

  /// Lines outside of fences, each with its number.
  private(set) var lines: [Statement] = []
  /// Tables of objectives.
  private(set) var tables: [Table] = []
  /// Sections about one objective.
  private(set) var sections: [Mention] = []
  /// How many rows have a limit and a value, in tables whose status cannot be read.
  private(set) var unread = 0

  /// Reads a report.
  init(_ text: String) {
    let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    var fence: String?
    var isComment = false
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = String(line.prefix(Self.maxLineLength))
      if let mark = Self.fence(line) {
        // Closed by at least as many of the same signs.
        if fence.map(mark.hasPrefix) ?? true { fence = fence == nil ? mark : nil }
        continue
      }
      if fence != nil { continue }
      if line.contains("<!--") { isComment = true }
      if isComment {
        isComment = !line.contains("-->")
        continue
      }
      lines.append(Statement(line: index + 1, text: PlainText.of(line)))
    }
    readTables()
    readSections()
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
    let heads = headings
    func part(_ line: Int) -> Int { heads.last { $0 <= line } ?? 0 }
    let near = tables.filter { part($0.line) == part(line) }.map(\.rows)
    return near + (tables.count > 1 ? [tables.flatMap(\.rows)] : [])
  }

  private var headings: [Int] { lines.filter { $0.text.hasPrefix("#") }.map(\.line) }

  private static let maxLineLength = 4000

  private static func fence(_ line: String) -> String? {
    let text = String(line.trimmed)
    guard let sign = text.first, sign == "`" || sign == "~" else { return nil }
    let mark = text.prefix { $0 == sign }
    return mark.count >= 3 ? String(mark) : nil
  }

  // A backslash before a sign only keeps it from meaning something.
  static func unescaped(_ text: String) -> String {
    var plain = ""
    var isEscaped = false
    for character in text {
      if character == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      if isEscaped, character.isLetter || character.isNumber { plain.append("\\") }
      plain.append(character)
      isEscaped = false
    }
    return plain
  }

  // MARK: Tables

  private mutating func readTables() {
    var index = 0
    while index + 1 < lines.count {
      let head = Self.cells(lines[index].text)
      guard head.count > 1, Self.isRule(lines[index + 1].text) else {
        index += 1
        continue
      }
      var body: [(cells: [String], line: Statement)] = []
      var next = index + 2
      while next < lines.count {
        let cells = Self.cells(lines[next].text)
        if cells.count < 2 { break }
        body.append((cells, lines[next]))
        next += 1
      }
      let columns = ReportColumns.all(head, body.map(\.cells))
      for columns in columns {
        let rows = body.compactMap { columns.mention($0.cells, $0.line) }
        if !rows.isEmpty { tables.append(Table(line: lines[index].line, rows: rows)) }
      }
      if columns.isEmpty { unread += ReportColumns.judgeable(head, body.map(\.cells)) }
      index = next
    }
  }

  private static func isRule(_ line: String) -> Bool {
    line.contains("-") && line.contains("|") && line.allSatisfy { "|-: \t".contains($0) }
  }

  private static func cells(_ line: String) -> [String] {
    var text = String(line.trimmed)
    guard text.contains("|") else { return [] }
    if text.hasPrefix("|") { text.removeFirst() }
    if text.hasSuffix("|"), !text.hasSuffix("\\|") { text.removeLast() }
    var cells = [""]
    var isEscaped = false
    for character in text {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\"
    }
    return cells.map { unescaped(String($0.trimmed)) }
  }

  // MARK: Sections

  // A heading with the fields `Target`, `Measured` and `Status` below it.
  private mutating func readSections() {
    var open: Mention?
    func close(_ sections: inout [Mention]) {
      if let mention = open, mention.status != nil, mention.target ?? mention.measured != nil {
        sections.append(mention)
      }
      open = nil
    }
    for line in lines {
      if line.text.hasPrefix("#") {
        close(&sections)
        let title = Self.unescaped(String(line.text.drop { $0 == "#" }.trimmed))
        open = Mention(number: Self.number(in: title), name: title, line: line.line)
        continue
      }
      open?.take(line)
    }
    close(&sections)
  }

  private static func number(in title: String) -> Int? {
    let words = ClaimWords(title).words
    guard let sign = words.firstIndex(of: .sign("#")), sign + 1 < words.count else { return nil }
    return words[sign + 1].number.flatMap { Int(exactly: $0) }
  }

  // `**Target**: ≤15s`, with a list mark before it or without.
  fileprivate static func field(_ line: String) -> (key: String, value: String)? {
    let plain = line.filter { $0 != "*" && $0 != "`" }
    guard let colon = plain.firstIndex(of: ":") else { return nil }
    let words = ClaimWords(plain[..<colon]).letters
    guard words.count == 1 else { return nil }
    return (words[0], String(plain[plain.index(after: colon)...].trimmed))
  }
}

extension HandReport.Mention {
  // A line of its section: the first of each field counts.
  fileprivate mutating func take(_ line: HandReport.Statement) {
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
