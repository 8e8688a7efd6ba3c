// The way to one value of a JSON document. RFC 6901.

/// A JSON pointer.
package struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
  /// The names and positions on the way, unescaped.
  package let tokens: [String]

  /// Reads a pointer; nil when it is none: not empty, and not beginning with a slash, or with a `~`
  /// that is followed by neither 0 nor 1.
  package init?(_ text: String) {
    if text.isEmpty {
      tokens = []
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts[0].isEmpty else { return nil }
    let pieces = text.split(separator: "~", omittingEmptySubsequences: false).dropFirst()
    guard pieces.allSatisfy({ $0.hasPrefix("0") || $0.hasPrefix("1") }) else { return nil }
    tokens = parts.dropFirst().map {
      String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
    }
  }

  /// The pointer as it is written.
  package var description: String {
    tokens.map(Self.step).joined()
  }

  /// One step of a pointer, by its name, as it is written.
  package static func step(_ name: String) -> String {
    "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
