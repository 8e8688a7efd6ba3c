// Lines that a CI host acts on, as a type: only the files of this directory make them, and each
// escapes the text in its commands.

/// Commands to a CI host, each line with its end.
package struct HostCommands: Equatable, Sendable {
  /// The lines.
  package let text: String

  /// Commands whose parts are escaped.
  init(_ text: String) { self.text = text }
}
