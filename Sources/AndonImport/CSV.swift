// Tables as RFC 4180 has them: cells between commas, and in quotes what holds commas, line ends or
// quotes, which are there twice.

/// Reads tables.
enum CSV {
  // Of one row.
  private static let maxLines = 10_000

  /// The rows of a table, each with the line that it ends in, from 1; empty lines are none.
  static func rows(
    _ lines: ArraySlice<Substring>
  ) throws(Refusal) -> [(cells: [String], line: Int)] {
    var rows: [(cells: [String], line: Int)] = []
    var begun: [Substring] = []
    var isOpen = false
    for (index, line) in zip(lines.indices, lines) {
      // A quoted cell may go on in the next line.
      begun.append(line)
      if begun.count > maxLines { throw Refusal("line \(index + 1): a cell does not end") }
      if line.utf8.count(where: { $0 == UInt8(ascii: "\"") }) % 2 == 1 { isOpen.toggle() }
      if isOpen { continue }
      let text = begun.joined(separator: "\n")
      begun = []
      if !text.isEmpty { rows.append((cells(text[...]), index + 1)) }
    }
    if !begun.isEmpty { throw Refusal("the last line is cut off") }
    return rows
  }

  /// The cells of one row.
  static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    // A quote within quotes: the end of the cell, or the first of two.
    var hasQuote = false
    for character in line {
      if character == "\"" {
        if hasQuote { cell.append(character) }
        hasQuote = isQuoted && !hasQuote
        if !isQuoted { isQuoted = true }
        continue
      }
      if hasQuote {
        isQuoted = false
        hasQuote = false
      }
      if character == ",", !isQuoted {
        cells.append(cell)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    return cells + [cell]
  }
}
