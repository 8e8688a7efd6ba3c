// Blocks as Markdown: GitHub Flavored Markdown, sections 4.10 and 6.1.

internal import AndonText

/// Writes Markdown.
enum MarkdownPage {
  /// The page.
  static func write(_ blocks: [Block]) -> MarkdownText {
    blocks.map(text).joined(separator: "\n")
  }

  private static func text(_ block: Block) -> MarkdownText {
    switch block {
    case .heading(let level, let title):
      MarkdownText(repeating: "#", count: level) + " \(title)\n"
    case .paragraph(let text): item(text) + "\n"
    case .fields(let fields):
      // Two blanks at the end of a line break it.
      fields.map { MarkdownText("**\($0.name)**: \($0.value)  \n") }.joined()
    case .table(let head, let rows):
      line(head) + "|" + MarkdownText(repeating: "---|", count: head.count) + "\n"
        + rows.map(line).joined()
    case .list(let items): items.map { MarkdownText("- \(item($0))\n") }.joined()
    case .steps(let items):
      items.enumerated().map { MarkdownText("\($0 + 1). \(item($1))\n") }.joined()
    case .quote(let lines): MarkdownText(fenced: lines)
    }
  }

  private static func line(_ cells: [String]) -> MarkdownText {
    "| " + cells.map { MarkdownText("\($0)") }.joined(separator: " | ") + " |\n"
  }

  // At the start of a line a sign, or a number with its sign, would begin a list.
  private static func item(_ text: String) -> MarkdownText { MarkdownText(atStart: text) }
}
