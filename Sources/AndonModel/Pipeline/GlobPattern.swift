// A glob for paths: `*`, `?` and `[a-z]` within one name, `**` for any number of directories.

/// A glob by its parts.
package struct GlobPattern: Equatable, Sendable {
  /// The names and patterns between the slashes, without `.`.
  package let parts: [String]

  /// Splits a glob.
  package init(_ text: String) {
    parts = text.split(separator: "/").filter { $0 != "." }.map(String.init)
  }

  /// The directories before the first pattern.
  package var fixed: ArraySlice<String> { parts.dropLast().prefix { !Self.isPattern($0) } }

  /// The part after the fixed directories.
  package var rest: ArraySlice<String> { parts[fixed.endIndex...] }

  /// Whether a part matches more than one name.
  package static func isPattern(_ part: String) -> Bool {
    part.contains { "*?[\\".contains($0) }
  }

  /// Whether a path may match both; true in doubt.
  package func mayMeet(_ other: GlobPattern) -> Bool { Self.mayMeet(parts[...], other.parts[...]) }

  private static func mayMeet(_ one: ArraySlice<String>, _ two: ArraySlice<String>) -> Bool {
    guard let first = one.first, let other = two.first else {
      return (one + two).allSatisfy { $0 == "**" }
    }
    if first == "**" { return mayMeet(one.dropFirst(), two) || mayMeet(one, two.dropFirst()) }
    if other == "**" { return mayMeet(one, two.dropFirst()) || mayMeet(one.dropFirst(), two) }
    return mayMeet(first, other) && mayMeet(one.dropFirst(), two.dropFirst())
  }

  // Two patterns may match one name if one's literal beginning is a prefix of the other's.
  private static func mayMeet(_ one: String, _ two: String) -> Bool {
    if !isPattern(one), !isPattern(two) { return one == two }
    let (first, other) = (literal(one), literal(two))
    return first.hasPrefix(other) || other.hasPrefix(first)
  }

  private static func literal(_ part: String) -> Substring {
    part.prefix { !"*?[\\".contains($0) }
  }
}
