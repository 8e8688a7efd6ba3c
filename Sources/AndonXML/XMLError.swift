// What can go wrong with an XML document.

/// A fault of libxml2, or of a document that it read.
package struct XMLError: Error, Equatable, Sendable {
  /// What is wrong.
  package let message: String
  /// The line, from 1; 0 where none is known.
  package let line: Int
  /// Further faults that followed from the first or came after it.
  package let more: Int
  /// Whether the document had ended before it: what follows is none of it.
  package var isBehindRoot = false

  /// States a fault.
  package init(_ message: String, line: Int = 0, more: Int = 0) {
    self.message = message
    self.line = line
    self.more = more
  }
}
