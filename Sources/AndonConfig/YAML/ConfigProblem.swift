// One fault of a pipeline file, and how it is shown.

package import AndonModel
package import AndonText

/// Something in a pipeline file that is not right.
package struct ConfigProblem: Equatable, Sendable {
  /// The line, from 1.
  package var line: Int
  /// The column in characters, from 1.
  package var column: Int
  /// What is wrong, in one sentence without a period.
  package var message: String
  /// What to do about it.
  package var hint: String
}

/// All faults of one file.
package struct ConfigProblems: Error, Equatable, Sendable {
  /// The faults, in the order of the file.
  package var list: [ConfigProblem] = []
  /// The variables that could be read, of which some may be secret.
  package internal(set) var variables: [Variable] = []
  /// The pipeline as far as it could be read: its name, its machine, its report directory.
  package internal(set) var pipeline: Pipeline?
  /// The file's lines, for showing.
  private let lines: SourceLines

  // After so many faults the nearest spelling is no longer looked for among many names.
  private static let mostSpelt = 25

  /// Starts without a fault.
  init(_ text: [UInt8]) { lines = SourceLines(text) }

  /// Adds a fault.
  mutating func add(line: Int, column: Int, _ message: String, hint: Hint) {
    let words = LookAlike.hint(in: message) ?? hint.words(isWorthIt: list.count < Self.mostSpelt)
    list.append(ConfigProblem(line: line, column: column, message: message, hint: words))
  }

  /// Adds a fault at a node.
  mutating func add(_ node: YAMLNode, _ message: String, hint: Hint) {
    add(line: node.line, column: node.column, message, hint: hint)
  }

  /// Adds a fault inside a scalar, that many characters into its text.
  mutating func add(_ node: YAMLNode, offset: Int, _ message: String, hint: Hint) {
    let place = ScalarLocation.place(of: offset, in: node, lines)
    add(line: place.line, column: place.column, message, hint: hint)
  }

  /// Adds a fault of a quantity or a comparison, where it is inside its scalar.
  mutating func add(_ node: YAMLNode, _ fault: QuantityText.QuantityError) {
    add(node, offset: fault.offset, fault.message, hint: fault.hint)
  }

  /// The line and the column, from 1, of a byte of the file.
  func place(ofByte offset: Int) -> (line: Int, column: Int) { lines.place(ofByte: offset) }

  /// The character at a place, from 1; nil for none.
  func character(line: Int, column: Int) -> Unicode.Scalar? {
    let text = lines[line - 1]
    return text.indices.contains(column - 1) ? text[column - 1] : nil
  }

  /// Sorts by place.
  mutating func sort() {
    list.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// The faults as text: `file:line:column`, the source line, a caret, the hint.
  package func rendered(file: String) -> ConsoleText {
    SourceNotes(file, lines).text(
      list.map { fault in
        .init(
          line: fault.line, column: fault.column, kind: "error", message: fault.message,
          hint: fault.hint)
      })
  }
}
