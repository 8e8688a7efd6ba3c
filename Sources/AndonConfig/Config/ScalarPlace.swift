// Where a character of a scalar's text stands in the file.
// libyaml tells where a scalar begins and what it means; quotes, escapes and folded lines lie between.
// YAML 1.2.2, sections 7.3 and 8.1.

/// Finds places inside scalars.
enum ScalarPlace {
  /// The line and column of the character at `offset`, from 1; of what lies beyond the end, the end.
  ///
  /// `lines` are those of the file.
  static func place(
    of offset: Int, in node: YAMLNode, _ lines: SourceLines
  ) -> (line: Int, column: Int) {
    guard case .scalar(let text, let style) = node.content else { return (node.line, node.column) }
    switch style {
    case .plain, .singleQuoted, .doubleQuoted:
      var walk = Walk(lines: lines, line: node.line - 1, column: node.column - 1, style: style)
      for _ in 0..<offset { walk.step() }
      return (walk.line + 1, walk.column + 1)
    case .literal:
      return literal(offset, text, node, lines)
    case .folded:
      return (node.line, node.column)
    }
  }

  private static func literal(
    _ offset: Int, _ text: String, _ node: YAMLNode, _ lines: SourceLines
  ) -> (line: Int, column: Int) {
    // The line end at the end of a block is not a place.
    let scalars = text.unicodeScalars.reversed().drop { $0 == "\n" }.reversed()
    let before = scalars.prefix(offset)
    let row = node.line + before.count { $0 == "\n" }
    let start = before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex
    // All lines of a block have the indentation of its first one that is not empty.
    let first = (node.line..<lines.count).lazy.map { lines[$0] }.first { $0.contains { $0 != " " } }
    let indent = first?.prefix { $0 == " " }.count ?? 0
    return (row + 1, indent + before.distance(from: start, to: before.endIndex) + 1)
  }

  // Goes through a flow scalar as it is written, one meant character a step.
  private struct Walk {
    let lines: SourceLines
    var line: Int
    var column: Int
    let style: YAMLNode.Style
    private var text: [Unicode.Scalar]

    init(lines: SourceLines, line: Int, column: Int, style: YAMLNode.Style) {
      self.lines = lines
      self.line = line
      self.column = column + (style == .plain ? 0 : 1)
      self.style = style
      text = lines[line]
    }

    mutating func step() {
      guard column < text.count else { return fold() }
      switch (style, text[column]) {
      case (.singleQuoted, "'"): column += 2
      case (.doubleQuoted, "\\"): column += Self.length(ofEscape: next)
      default: column += 1
      }
      // White space at a line's end is not meant; the line's end is.
      let rest = text[min(column, text.count)...]
      if style == .plain, rest.allSatisfy({ $0 == " " || $0 == "\t" }) { column = text.count }
    }

    private var next: Unicode.Scalar? {
      column + 1 < text.count ? text[column + 1] : nil
    }

    // The end of a line and the indentation of the next are one space.
    private mutating func fold() {
      guard line + 1 < lines.count else { return }
      line += 1
      text = lines[line]
      column = text.prefix { $0 == " " || $0 == "\t" }.count
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
