// Text for one kind of reader, as a type: names and lines in it come from repositories, stages and
// files, and a string reaches a page or a console only by way of the reader's escaping.

/// A kind of reader.
package protocol TextReader {
  /// Any text as a part of a line on which nothing in it acts.
  static func escaped(_ text: String) -> String
}

/// Readers of a terminal and of a CI host's log.
///
/// The commands of hosts are another type: `HostCommands`.
package enum ConsoleReader: TextReader {
  /// One line without control characters.
  package static func escaped(_ text: String) -> String { SafeText.line(text) }
}

/// Readers of Markdown.
package enum MarkdownReader: TextReader {
  private static let maxLength = 1000

  /// Text in which the signs of Markdown and HTML mean nothing.
  package static func escaped(_ text: String) -> String {
    Escape.markdown(SafeText.cut(SafeText.line(text), toBytes: maxLength))
  }
}

/// Readers of HTML.
package enum HTMLReader: TextReader {
  /// Text between tags, or in a quoted attribute.
  package static func escaped(_ text: String) -> String { Escape.html(text) }
}

/// Text for a console.
package typealias ConsoleText = EscapedText<ConsoleReader>
/// Text of a Markdown page.
package typealias MarkdownText = EscapedText<MarkdownReader>
/// Text of an HTML page.
package typealias HTMLText = EscapedText<HTMLReader>

/// Text that does to its reader only what andon's own words do.
///
/// A literal is taken as it is written; what is interpolated is escaped.
package struct EscapedText<Reader: TextReader>: Equatable, Sendable,
  ExpressibleByStringInterpolation
{
  /// The text as it is written.
  package fileprivate(set) var content = ""

  fileprivate init(content: String) { self.content = content }

  /// Text of andon's own.
  package init(stringLiteral literal: StaticString) {
    content = literal.withUTF8Buffer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Text of andon's own around other text.
  package init(stringInterpolation: StringInterpolation) { content = stringInterpolation.content }

  /// Collects the parts.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var content = ""

    /// Begins.
    package init(literalCapacity: Int, interpolationCount: Int) {
      content.reserveCapacity(literalCapacity + interpolationCount * 8)
    }

    /// Adds text of andon's own.
    package mutating func appendLiteral(_ literal: StaticString) {
      content += literal.withUTF8Buffer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Adds text that is safe already.
    package mutating func appendInterpolation(_ text: EscapedText) { content += text.content }

    /// Adds any other text as a part of a line.
    package mutating func appendInterpolation(_ text: String) { content += Reader.escaped(text) }

    /// Adds the description of a value as a part of a line.
    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      content += Reader.escaped(value.description)
    }
  }

  /// Text of andon's own, again and again.
  package init(repeating literal: StaticString, count: Int) {
    content = String(repeating: EscapedText(stringLiteral: literal).content, count: count)
  }

  /// How many characters it has.
  package var count: Int { content.count }

  /// Whether it has none.
  package var isEmpty: Bool { content.isEmpty }

  /// Its first characters.
  package func prefix(_ most: Int) -> EscapedText {
    EscapedText(content: String(content.prefix(most)))
  }

  /// With blanks behind it, or before it, to have so many characters.
  package func padded(to width: Int, alignsRight: Bool = false) -> EscapedText {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return EscapedText(content: alignsRight ? blanks + content : content + blanks)
  }

  /// Without the blanks at its end.
  package func trimmingEnd() -> EscapedText {
    let end = content.lastIndex { $0 != " " }
    return EscapedText(content: end.map { String(content[...$0]) } ?? "")
  }

  /// With secrets hidden.
  package func masked(by masker: Masker) -> EscapedText {
    EscapedText(content: masker.masked(content))
  }

  /// Both, one after the other.
  package static func + (first: EscapedText, second: EscapedText) -> EscapedText {
    EscapedText(content: first.content + second.content)
  }

  /// Adds to it.
  package static func += (first: inout EscapedText, second: EscapedText) {
    first.content += second.content
  }
}

extension Sequence {
  /// All of them with something between.
  package func joined<Reader>(
    separator: EscapedText<Reader> = ""
  ) -> EscapedText<Reader> where Element == EscapedText<Reader> {
    EscapedText(content: map(\.content).joined(separator: separator.content))
  }
}

extension ConsoleText {
  /// Whole lines as they are written to a console: commands in them are broken, for every host.
  package var lines: String { SafeText.console(content) }
}

extension MarkdownText {
  private static let minFenceLength = 8

  /// Text at the start of a line, where a sign, or a number with its sign, would begin a list.
  package init(atStart text: String) {
    let scalars = Reader.escaped(text).unicodeScalars
    let digits = scalars.prefix { ("0"..."9").contains($0) }
    let rest = scalars.dropFirst(digits.count)
    if let sign = rest.first, !digits.isEmpty, sign == "." || sign == ")" {
      content = String(digits) + "\\" + String(rest)
    } else {
      let isSign = scalars.first.map { "-+=".unicodeScalars.contains($0) } == true
      content = (isSign ? "\\" : "") + String(scalars)
    }
  }

  /// Lines as they are, between fences that are longer than any in them.
  package init(fenced lines: [String]) {
    let lines = lines.map { SafeText.line($0) }
    let longest = lines.reduce(0) { most, line in
      var (run, most) = (0, most)
      for byte in line.utf8 {
        run = byte == UInt8(ascii: "~") ? run + 1 : 0
        most = max(most, run)
      }
      return most
    }
    let fence = String(repeating: "~", count: max(Self.minFenceLength, longest + 1)) + "\n"
    content = fence + lines.map { $0 + "\n" }.joined() + fence
  }
}
