// Where a character of a scalar's text stands in the file.
// libyaml tells where a scalar begins and what it means; quotes, escapes and folded lines lie
// between.
// YAML 1.2.2, sections 7.3 and 8.1.

/// Finds places inside scalars.
enum ScalarLocation {
  // Of a longer line, in bytes, nobody looks for a column; and it may hold many faults.
  private static let maxLineLength = 1 << 14

  /// The line and column of the character at `offset`, from 1; of what lies beyond the end, the
  /// end.
  ///
  /// `lines` are those of the file.
  static func place(
    of offset: Int, in node: YAMLNode, _ lines: SourceLines
  ) -> (line: Int, column: Int) {
    guard case .scalar(let text, let style) = node.content,
      lines.length(of: node.line - 1) <= maxLineLength
    else { return (node.line, node.column) }
    switch style {
    case .plain, .singleQuoted, .doubleQuoted:
      var walk = Walk(lines: lines, line: node.line - 1, column: node.column - 1, style: style)
      for _ in 0..<offset { walk.step() }
      return (walk.line + 1, walk.column + 1)
    case .literal, .folded:
      return block(offset, text, node, lines)
    case .aliased:
      return (node.line, node.column)
    }
  }

  // A line of a block is a line of its text; in a folded one its end is a blank, which counts as
  // well.
  private static func block(
    _ offset: Int, _ text: String, _ node: YAMLNode, _ lines: SourceLines
  ) -> (line: Int, column: Int) {
    let head = lines[node.line - 1].dropFirst(node.column - 1)
    // An indentation that is written down is counted from that of the parent, which is not known
    // here.
    if head.contains(where: { ("1"..."9").contains($0) }) { return (node.line, node.column) }
    // The line end at the end of a block is not a place.
    let length = text.unicodeScalars.reversed().drop { $0 == "\n" }.count
    var rest = min(offset, length)
    var indent: Int?
    for number in node.line..<lines.count {
      let line = lines[number]
      // All lines of a block have the indentation of its first one that is not empty.
      if indent == nil, line.contains(where: { $0 != " " }) {
        indent = line.prefix { $0 == " " }.count
      }
      let content = max(0, line.count - (indent ?? line.count))
      if rest <= content { return (number + 1, (indent ?? 0) + rest + 1) }
      rest -= content + 1
    }
    return (node.line, node.column)
  }

  // Goes through a flow scalar as it is written, one meant character a step.
  private struct Walk {
    let lines: SourceLines
    var line: Int
    var column: Int
    let style: YAMLNode.Style
    private var text: [Unicode.Scalar]
    // Empty lines that stand for line ends still to be stepped over.
    private var lineEnds = 0

    init(lines: SourceLines, line: Int, column: Int, style: YAMLNode.Style) {
      self.lines = lines
      self.line = line
      self.column = column
      self.style = style
      text = lines[line]
      skipProperties()
      if style != .plain { self.column += 1 }
    }

    // An anchor and a tag stand before the scalar and belong to its node.
    private mutating func skipProperties() {
      while column < text.count, text[column] == "&" || text[column] == "!" {
        while column < text.count, text[column] != " " { column += 1 }
        while column < text.count, text[column] == " " { column += 1 }
      }
    }

    mutating func step() {
      if lineEnds > 0 {
        lineEnds -= 1
        return
      }
      guard column < text.count else { return fold() }
      switch (style, text[column]) {
      case (.singleQuoted, "'"): column += 2
      case (.doubleQuoted, "\\"):
        // At a line's end it joins the lines.
        if next == nil, line + 1 < lines.count {
          fold()
          return step()
        }
        column += Self.length(ofEscape: next)
      default: column += 1
      }
      // White space at a line's end is not meant; the line's end is.
      let rest = text[min(column, text.count)...]
      if rest.allSatisfy({ $0 == " " || $0 == "\t" }) { column = text.count }
    }

    private var next: Unicode.Scalar? {
      column + 1 < text.count ? text[column + 1] : nil
    }

    // The end of a line and the indentation of the next are one space; an empty line is a line's
    // end.
    private mutating func fold() {
      var empty = 0
      while line + 1 < lines.count {
        line += 1
        text = lines[line]
        column = text.prefix { $0 == " " || $0 == "\t" }.count
        if column < text.count { break }
        empty += 1
      }
      lineEnds = max(0, empty - 1)
    }

    private static func length(ofEscape kind: Unicode.Scalar?) -> Int {
      switch kind {
      case "x": 4
      case "u": 6
      case "U": 10
      default: 2
      }
    }
  }
}
