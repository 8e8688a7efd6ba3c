// The program and version that made a record.

/// The program that made a record.
package struct ToolIdentity: Equatable, Sendable {
  /// Always `andon`.
  package var name: String
  /// Its version, such as `0.1.0`.
  package var version: String

  /// andon in a version.
  package init(version: String) {
    name = "andon"
    self.version = version
  }

  /// This andon.
  package static let current = ToolIdentity(version: "0.1.0")
}
