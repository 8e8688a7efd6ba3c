// Text for one kind of reader: every character that would act there is escaped.
// Escaping goes by Unicode scalars, never by `Character`: U+0600 and `<` are one Character, and so
// are `#` and a combining mark, but a browser, a terminal and a CI host read them one by one. Each
// reader has its one function here; a new kind of report adds one.

/// Escapes text.
package enum Escape {
  /// The signs that act on a reader, all of them ASCII, and what is written instead.
  ///
  /// In UTF-8 a byte of ASCII is always a scalar of its own.
  package struct Table: Sendable, ExpressibleByDictionaryLiteral {
    fileprivate private(set) var texts = [[UInt8]?](repeating: nil, count: 128)

    /// Takes signs and their texts.
    package init(dictionaryLiteral elements: (Unicode.Scalar, String)...) {
      for (sign, text) in elements { texts[Int(sign.value)] = Array(text.utf8) }
    }

    fileprivate mutating func bar(_ signs: String) {
      for sign in signs.utf8 { texts[Int(sign)] = [UInt8(ascii: "\\"), sign] }
    }

    fileprivate func acts(_ byte: UInt8) -> Bool { byte < 128 && texts[Int(byte)] != nil }
  }

  /// The text with each of the signs replaced.
  package static func text(_ text: String, _ table: Table) -> String {
    guard text.utf8.contains(where: table.acts) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      if byte < 128, let escape = table.texts[Int(byte)] {
        result += escape
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
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
    // Not by `contains`, which goes by Character.
    let bytes = Array(message.utf8)
    let hasLink = zip(bytes, bytes.dropFirst()).contains {
      $0 == UInt8(ascii: "]") && $1 == UInt8(ascii: "(")
    }
    return hasLink ? text(message, sarif) : message
  }

  /// A text of JUnit in which no reader finds a file to attach: GitLab and the JUnit Attachments
  /// plugin of Jenkins take `[[ATTACHMENT|PATH]]` for one.
  package static func junit(_ text: String) -> String {
    let mark = Array("[[ATTACHMENT|".utf8)
    guard text.utf8.contains(mark[mark.count - 1]) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      result.append(byte)
      if byte == mark.last, result.suffix(mark.count).elementsEqual(mark) {
        result.insert(UInt8(ascii: " "), at: result.count - mark.count + 1)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  // `www.` and `://` begin a link without any other sign.
  private static func withoutLinks(_ text: String) -> String {
    let slash = UInt8(ascii: "/")
    let dot = UInt8(ascii: ".")
    guard text.utf8.contains(where: { $0 == slash || $0 == dot }) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    var signs = 0
    for byte in text.utf8 {
      if byte == dot, signs >= 3 {
        result += "&#46;".utf8
      } else if byte == slash, result.last == UInt8(ascii: ":") {
        result += "&#47;".utf8
      } else {
        result.append(byte)
      }
      signs = byte | 0x20 == UInt8(ascii: "w") ? signs + 1 : 0
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let html: Table = [
    "<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;",
  ]
  private static let markdown: Table = {
    var table: Table = ["<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "@\u{200B}"]
    table.bar("|*_`[]\\#~$!")
    return table
  }()
  private static let label: Table = ["\\": "\\\\", "\"": "\\\"", "#": "\u{FF03}"]
  private static let graph: Table = [
    "\\": "&#92;", "\"": "&quot;", "<": "&lt;", ">": "&gt;", "&": "&amp;", "#": "&#35;",
  ]
  private static let sarif: Table = ["\\": "\\\\", "[": "\\[", "]": "\\]"]
}
