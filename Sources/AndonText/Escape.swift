// Text for one kind of reader: every character that would act there is escaped.
// Escaping goes by Unicode scalars, never by `Character`: U+0600 and `<` are one Character, and so
// are `#` and a combining mark, but a browser, a terminal and a CI host read them one by one. Each
// reader has its one function here; a new kind of report adds one.

/// Escapes text.
package enum Escape {
  /// The text with each of the scalars replaced.
  package static func text(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
    if !text.unicodeScalars.contains(where: { escapes[$0] != nil }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let escape = escapes[scalar] {
        result.append(contentsOf: escape.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// One line of HTML text or of a quoted attribute.
  ///
  /// HTML, section 13.1.
  package static func html(_ line: String) -> String {
    text(SafeText.line(line), html)
  }

  /// One line of GitHub Flavored Markdown, sections 2.4, 4.10, 6.1 and 6.9, in which no sign means
  /// anything: no HTML, no link, no mention.
  package static func markdown(_ line: String) -> String {
    let escaped = text(SafeText.line(line), markdown)
    return withoutLinks(escaped)
  }

  /// The value of a label.
  ///
  /// OpenMetrics 1.0.0; GitLab drops what follows a `#`.
  package static func label(_ line: String) -> String {
    text(SafeText.line(line), label)
  }

  /// The label of a node, between double quotes, in Graphviz and Mermaid.
  package static func graph(_ line: String) -> String {
    text(SafeText.line(line), graph)
  }

  /// A plain text message of SARIF, section 3.11.6: `[text](target)` would be a link.
  package static func sarif(_ message: String) -> String {
    message.contains("](") ? text(message, sarif) : message
  }

  // `www.` and `://` begin a link without any other sign.
  private static func withoutLinks(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }) else {
      return text
    }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let before = result.suffix(3)
      if scalar == ".", before.count == 3, before.allSatisfy({ $0 == "w" || $0 == "W" }) {
        result.append(contentsOf: "&#46;".unicodeScalars)
      } else if scalar == "/", result.last == ":" {
        result.append(contentsOf: "&#47;".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static let html: [Unicode.Scalar: String] = [
    "<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;",
  ]
  private static let markdown: [Unicode.Scalar: String] = {
    var escapes: [Unicode.Scalar: String] = [
      "<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "@\u{200B}",
    ]
    for sign in "|*_`[]\\#~$!".unicodeScalars { escapes[sign] = "\\\(sign)" }
    return escapes
  }()
  private static let label: [Unicode.Scalar: String] = [
    "\\": "\\\\", "\"": "\\\"", "#": "\u{FF03}",
  ]
  private static let graph: [Unicode.Scalar: String] = [
    "\\": "&#92;", "\"": "&quot;", "<": "&lt;", ">": "&gt;", "&": "&amp;", "#": "&#35;",
  ]
  private static let sarif: [Unicode.Scalar: String] = [
    "\\": "\\\\", "[": "\\[", "]": "\\]",
  ]
}
