// Blocks as one HTML file: no script, nothing fetched, readable in any light.
// HTML Living Standard, section 13.1.

internal import AndonText

/// Writes HTML.
enum WebPage {
  private static let style: HTMLText = """
    :root { color-scheme: light dark; }
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; }
    body { margin: 2rem auto; padding: 0 1rem; }
    table { border-collapse: collapse; display: block; overflow-x: auto; }
    th, td { border: 1px solid #8884; padding: .3rem .6rem; text-align: left; vertical-align: top; }
    th { background: #8882; }
    h2 { border-bottom: 1px solid #8884; margin-top: 2.5rem; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
    dt { font-weight: 600; }
    dd { margin: 0; }
    pre { background: #8882; padding: .6rem; overflow-x: auto; }
    @media print { pre { white-space: pre-wrap; } }
    """

  // A second wall behind the escaping: nothing is loaded, executed or sent.
  private static let policy: HTMLText =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

  /// The page.
  static func write(_ blocks: [Block]) -> HTMLText {
    var title = "andon"
    if case .heading(_, let first)? = blocks.first { title = first }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      \(blocks.map(text).joined())</body>
      </html>

      """
  }

  private static func text(_ block: Block) -> HTMLText {
    switch block {
    case .heading(let level, let title): "<h\(level)>\(title)</h\(level)>\n"
    case .paragraph(let text): "<p>\(text)</p>\n"
    case .fields(let fields):
      "<dl>\n"
        + fields.map { HTMLText("<dt>\($0.name)</dt><dd>\($0.value)</dd>\n") }.joined()
        + "</dl>\n"
    case .table(let head, let rows):
      "<table>\n<thead><tr>\(cells(head, "th"))</tr></thead>\n<tbody>\n"
        + rows.map { HTMLText("<tr>\(cells($0, "td"))</tr>\n") }.joined() + "</tbody>\n</table>\n"
    case .list(let items): "<ul>\n\(self.items(items))</ul>\n"
    case .steps(let items): "<ol>\n\(self.items(items))</ol>\n"
    case .quote(let lines):
      "<pre>" + lines.map { HTMLText("\($0)\n") }.joined() + "</pre>\n"
    }
  }

  private static func cells(_ cells: [String], _ tag: HTMLText) -> HTMLText {
    cells.map { HTMLText("<\(tag)>\($0)</\(tag)>") }.joined()
  }

  private static func items(_ items: [String]) -> HTMLText {
    items.map { HTMLText("<li>\($0)</li>\n") }.joined()
  }
}
