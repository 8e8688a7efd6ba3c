// Blocks as Markdown: GitHub Flavored Markdown, sections 4.10 and 6.1.

internal import AndonText

/// Writes Markdown.
enum MarkdownPage {
  private static let longestCell = 1000

  /// The page.
  static func write(_ blocks: [Block]) -> String {
    blocks.map(text).joined(separator: "\n")
  }

  private static func text(_ block: Block) -> String {
    switch block {
    case .heading(let level, let title):
      String(repeating: "#", count: level) + " \(safe(title))\n"
    case .paragraph(let text): safe(text) + "\n"
    case .fields(let fields):
      // Two blanks at the end of a line break it.
      fields.map { "**\(safe($0.name))**: \(safe($0.value))  \n" }.joined()
    case .table(let head, let rows):
      ([line(head), "|" + head.map { _ in "---|" }.joined()] + rows.map(line))
        .map { $0 + "\n" }.joined()
    case .list(let items): items.map { "- \(safe($0))\n" }.joined()
    case .steps(let items):
      items.enumerated().map { "\($0 + 1). \(safe($1))\n" }.joined()
    case .quote(let lines):
      // Longer than any fence in what is quoted.
      "~~~~~~~~\n" + lines.map { SafeText.line($0) + "\n" }.joined() + "~~~~~~~~\n"
    }
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.map(safe).joined(separator: " | ") + " |"
  }

  /// Text in which Markdown and HTML signs mean nothing; it stays on its line.
  static func safe(_ text: String) -> String {
    var result = ""
    for character in Cut.text(SafeText.line(text), most: longestCell) {
      switch character {
      case "|", "*", "_", "`", "[", "]", "\\", "#", "~": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "@": result += "@\u{200B}"
      default: result.append(character)
      }
    }
    return result
  }
}
