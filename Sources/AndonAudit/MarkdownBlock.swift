// The blocks of a Markdown document with their lines, as cmark-gfm parses it (GitHub Flavored
// Markdown). Code, comments and struck text are left out: a reader of the page does not count them.

internal import AndonText
internal import CCMarkGFM

/// A part of a document that a reader sees.
enum MarkdownBlock {
  /// A heading of any level.
  case heading(HandReport.Statement)
  /// One source line of a paragraph.
  case line(HandReport.Statement)
  /// A table: the cells of its head and of each row.
  case table(head: Row, rows: [Row])

  /// The cells of a table's row, and the line on which it is written.
  struct Row {
    var cells: [String] = []
    var line: Int

    /// The row as one statement.
    ///
    /// A line of text right below a table is a row of one cell.
    var statement: HandReport.Statement {
      let end = cells.lastIndex { !$0.isEmpty } ?? 0
      let text = cells.prefix(end + 1).joined(separator: " | ")
      return .init(line: line, text: end == 0 ? text : "| \(text) |")
    }
  }

  /// The blocks of a document in the order of their lines.
  ///
  /// Paragraphs of lists and quotations are blocks like all others.
  static func all(in text: String) -> [MarkdownBlock] {
    cmark_gfm_core_extensions_ensure_registered()
    let options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
    guard let parser = unsafe cmark_parser_new(options) else { return [] }
    defer { unsafe cmark_parser_free(parser) }
    for name in ["table", "strikethrough"] {
      guard let known = unsafe cmark_find_syntax_extension(name) else { continue }
      unsafe cmark_parser_attach_syntax_extension(parser, known)
    }
    unsafe cmark_parser_feed(parser, text, text.utf8.count)
    guard let document = unsafe cmark_parser_finish(parser) else { return [] }
    defer { unsafe cmark_node_free(document) }
    guard let walk = unsafe cmark_iter_new(document) else { return [] }
    defer { unsafe cmark_iter_free(walk) }

    var builder = MarkdownBuilder()
    while true {
      let event = unsafe cmark_iter_next(walk)
      guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(walk) else { break }
      unsafe builder.visit(.init(node), isEntered: event == CMARK_EVENT_ENTER)
    }
    return builder.blocks
  }
}

/// A node of cmark's tree, read once.
private struct MarkdownNode {
  /// The type as cmark names it, such as `paragraph` or `table_row`.
  let type: String
  /// The text of a leaf; empty for other nodes.
  let literal: String
  /// The line on which the node begins; 0 where cmark does not know it.
  let line: Int

  @unsafe init(_ node: OpaquePointer) {
    type = unsafe cmark_node_get_type_string(node).map { unsafe String(cString: $0) } ?? ""
    literal = unsafe cmark_node_get_literal(node).map { unsafe String(cString: $0) } ?? ""
    let own = unsafe cmark_node_get_start_line(node)
    // A paragraph that a table follows without a blank line has no position: the table has it.
    let next = unsafe cmark_node_next(node).map { unsafe cmark_node_get_start_line($0) } ?? 0
    line = Int(own > 0 || type != "paragraph" ? own : next)
  }
}

/// Collects blocks while a tree is walked.
private struct MarkdownBuilder {
  private(set) var blocks: [MarkdownBlock] = []
  private var lines: [HandReport.Statement] = []
  private var table: [MarkdownBlock.Row] = []
  private var struckDepth = 0

  mutating func visit(_ node: MarkdownNode, isEntered: Bool) {
    switch node.type {
    case "paragraph", "heading", "table_cell":
      if isEntered { lines = [.init(line: node.line, text: "")] } else { close(node.type) }
    case "table": if isEntered { table = [] } else { closeTable() }
    case "table_header", "table_row": if isEntered { table.append(.init(line: node.line)) }
    case "strikethrough": struckDepth += isEntered ? 1 : -1
    case "text", "code": append(node.literal, line: node.line)
    case "softbreak", "linebreak": lines.append(.init(line: (lines.last?.line ?? 0) + 1, text: ""))
    case "html_inline": if !node.literal.hasPrefix("<!--") { append(" ", line: node.line) }
    case "html_block": if isEntered { appendLines(ofHTML: node) }
    default: break
    }
  }

  private mutating func append(_ text: String, line: Int) {
    guard struckDepth == 0, let last = lines.popLast() else { return }
    lines.append(.init(line: max(last.line, line), text: last.text + text))
  }

  private mutating func close(_ type: String) {
    let closed = lines.map { HandReport.Statement(line: $0.line, text: Self.plain($0.text)) }
    lines = []
    switch type {
    case "heading": blocks += closed.map(MarkdownBlock.heading)
    case "paragraph": blocks += closed.map(MarkdownBlock.line)
    default: table[table.count - 1].cells.append(closed.map(\.text).joined(separator: " "))
    }
  }

  private mutating func closeTable() {
    guard var head = table.first else { return }
    let rows = Array(table.dropFirst())
    // The line of a head is that of the paragraph before it, where there is one.
    if let first = rows.first { head.line = first.line - 2 }
    blocks.append(.table(head: head, rows: rows))
  }

  // The text between tags; a comment is left out.
  private mutating func appendLines(ofHTML node: MarkdownNode) {
    if node.literal.trimmed.hasPrefix("<!--") { return }
    let source = node.literal.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in source.enumerated() {
      var text = ""
      var isTag = false
      for character in line {
        if character == "<" { isTag = true }
        if !isTag { text.append(character) }
        if character == ">" { isTag = false }
      }
      blocks.append(.line(.init(line: node.line + index, text: Self.plain(text))))
    }
  }

  // Comparison signs that are written in other ways, the longer ones first.
  private static let signs = [
    ("⩾", "≥"), ("≧", "≥"), ("⩽", "≤"), ("≦", "≤"), ("\\geq", "≥"), ("\\leq", "≤"), ("\\ge", "≥"),
    ("\\le", "≤"), ("$≥$", "≥"), ("$≤$", "≤"),
  ]
  private static let signBeginnings = Set(signs.compactMap(\.0.unicodeScalars.first))
  private static let maxLineLength = 4000

  private static func plain(_ line: String) -> String {
    var text = String(line.trimmed.prefix(maxLineLength))
    if text.unicodeScalars.contains(where: signBeginnings.contains) {
      for (other, sign) in signs { text = text.replacing(other, with: sign) }
    }
    return text
  }
}
