// Blocks as Markdown: GitHub Flavored Markdown, sections 4.10 and 6.1.

internal import AndonText

/// Writes Markdown.
enum MarkdownPage {
  private static let maxCellLength = 1000
  private static let minFenceLength = 8

  /// The page.
  static func write(_ blocks: [Block]) -> String {
    blocks.map(text).joined(separator: "\n")
  }

  private static func text(_ block: Block) -> String {
    switch block {
    case .heading(let level, let title):
      String(repeating: "#", count: level) + " \(safe(title))\n"
    case .paragraph(let text): item(text) + "\n"
    case .fields(let fields):
      // Two blanks at the end of a line break it.
      fields.map { "**\(safe($0.name))**: \(safe($0.value))  \n" }.joined()
    case .table(let head, let rows):
      ([line(head), "|" + head.map { _ in "---|" }.joined()] + rows.map(line))
        .map { $0 + "\n" }.joined()
    case .list(let items): items.map { "- \(item($0))\n" }.joined()
    case .steps(let items):
      items.enumerated().map { "\($0 + 1). \(item($1))\n" }.joined()
    case .quote(let lines):
      quote(lines.map { SafeText.line($0) })
    }
  }

  // Longer than any fence in what is quoted.
  private static func quote(_ lines: [String]) -> String {
    let longest = lines.reduce(0) { most, line in
      var (run, most) = (0, most)
      for byte in line.utf8 {
        run = byte == UInt8(ascii: "~") ? run + 1 : 0
        most = max(most, run)
      }
      return most
    }
    let fence = String(repeating: "~", count: max(minFenceLength, longest + 1)) + "\n"
    return fence + lines.map { $0 + "\n" }.joined() + fence
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.map(safe).joined(separator: " | ") + " |"
  }

  // At the start of a line a sign, or a number with its sign, would begin a list.
  private static func item(_ text: String) -> String {
    let scalars = safe(text).unicodeScalars
    let digits = scalars.prefix { ("0"..."9").contains($0) }
    let rest = scalars.dropFirst(digits.count)
    if let sign = rest.first, !digits.isEmpty, sign == "." || sign == ")" {
      return String(digits) + "\\" + String(rest)
    }
    return scalars.first.map { "-+=".unicodeScalars.contains($0) } == true
      ? "\\" + String(scalars) : String(scalars)
  }

  /// Text in which Markdown and HTML signs mean nothing; it stays on its line.
  static func safe(_ text: String) -> String {
    Escape.markdown(Cut.text(SafeText.line(text), most: maxCellLength))
  }
}
