// Faults and warnings at their places in a pipeline file, as a compiler shows them:
// `file:line:column`, the source line, a caret, the hint.

package import AndonModel
package import AndonText

/// Shows notes about a file.
package struct SourceNotes {
  /// Something that is said about a place of a file, both from 1.
  struct Note {
    let line: Int
    let column: Int
    /// `error` or `warning`.
    let kind: String
    let message: String
    let hint: String
  }

  private let file: String
  private let lines: SourceLines

  /// Shows notes about a file, as its reader calls it.
  init(_ file: String, _ lines: SourceLines) {
    self.file = file
    self.lines = lines
  }

  /// Shows notes about a file's bytes.
  package init(_ file: String, _ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.init(file, SourceLines(bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes))
  }

  /// The notes, in the order of lines, each with its end.
  func text(_ notes: [Note]) -> ConsoleText {
    // A line may hold many.
    var shown: (number: Int, text: [Unicode.Scalar]) = (0, [])
    return notes.map { note -> ConsoleText in
      if shown.number != note.line { shown = (note.line, lines[note.line - 1]) }
      let margin = ConsoleText(repeating: " ", count: String(note.line).count)
      let (source, caret) = Self.excerpt(shown.text, around: note.column - 1)
      return """
        \(file):\(note.line):\(note.column): \(note.kind): \(note.message)
         \(note.line) | \(source)
         \(margin) | \(ConsoleText(repeating: " ", count: caret))^
         \(margin) = help: \(note.hint)

        """
    }.joined(separator: "\n")
  }

  /// Warnings about the file; those without a place have none of its lines.
  package func text(_ findings: [Finding]) -> ConsoleText {
    findings.map { finding -> ConsoleText in
      let message = "\(finding.message) [\(finding.code.rawValue)]"
      guard let place = finding.place else {
        return "\(finding.level.rawValue): \(message)\n  = help: \(finding.code.help)\n"
      }
      return text([
        Note(
          line: place.line, column: place.column, kind: finding.level.rawValue, message: message,
          hint: finding.code.help)
      ])
    }.joined(separator: "\n")
  }

  // At most 120 characters of a line around a column from 0, and the caret's place in them.
  private static func excerpt(
    _ line: [Unicode.Scalar], around column: Int
  ) -> (text: ConsoleText, caret: Int) {
    let column = min(column, line.count)
    let start = max(0, min(column - 60, line.count - 120))
    var text = String.UnicodeScalarView()
    text.append(contentsOf: line.dropFirst(start).prefix(120))
    return ("\(String(text))", column - start)
  }
}
