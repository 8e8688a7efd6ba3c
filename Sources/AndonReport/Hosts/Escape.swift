// Text in the messages of a CI system: what would end or change a message is escaped.

/// Replaces characters.
enum Escape {
  /// The text with each of the characters replaced.
  static func text(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let escape = escapes[scalar] {
        result += escape
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
