// One fault of a pipeline file, and how it is shown.

internal import AndonText

/// Something in a pipeline file that is not right.
package struct ConfigFault: Equatable, Sendable {
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
package struct ConfigFaults: Error, Equatable, Sendable {
  /// The faults, in the order of the file.
  package var list: [ConfigFault] = []
  /// The file's lines, for showing.
  private let lines: SourceLines

  // After so many faults the nearest spelling is no longer looked for among many names.
  private static let mostSpelt = 25

  /// Starts without a fault.
  init(_ text: [UInt8]) { lines = SourceLines(text) }

  /// Adds a fault.
  mutating func add(line: Int, column: Int, _ message: String, hint: Hint) {
    let words = hint.words(isWorthIt: list.count < Self.mostSpelt)
    list.append(ConfigFault(line: line, column: column, message: message, hint: words))
  }

  /// Adds a fault at a node.
  mutating func add(_ node: YAMLNode, _ message: String, hint: Hint) {
    add(line: node.line, column: node.column, message, hint: hint)
  }

  /// Adds a fault inside a scalar, that many characters into its text.
  mutating func add(_ node: YAMLNode, offset: Int, _ message: String, hint: Hint) {
    let place = ScalarPlace.place(of: offset, in: node, lines)
    add(line: place.line, column: place.column, message, hint: hint)
  }

  /// Adds a fault of a quantity or a comparison, where it is inside its scalar.
  mutating func add(_ node: YAMLNode, _ fault: QuantityText.Fault) {
    add(node, offset: fault.offset, fault.message, hint: fault.hint)
  }

  /// Sorts by place.
  mutating func sort() {
    list.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// The faults as text: `file:line:column`, the source line, a caret, the hint.
  package func rendered(file: String) -> String {
    list.map { fault in
      let number = String(fault.line)
      let margin = String(repeating: " ", count: number.count)
      let (source, caret) = excerpt(fault)
      return """
        \(SafeText.line(file)):\(fault.line):\(fault.column): error: \(SafeText.line(fault.message))
         \(number) | \(source)
         \(margin) | \(String(repeating: " ", count: caret))^
         \(margin) = help: \(SafeText.line(fault.hint))

        """
    }.joined(separator: "\n")
  }

  // The source line around the fault, at most 120 characters, and the caret's place in it.
  private func excerpt(_ fault: ConfigFault) -> (line: String, caret: Int) {
    let scalars = lines[fault.line - 1]
    let column = min(fault.column - 1, scalars.count)
    let start = max(0, min(column - 60, scalars.count - 120))
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars.dropFirst(start).prefix(120))
    return (SafeText.line(String(text)), column - start)
  }
}
