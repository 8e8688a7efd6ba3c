// Text made safe for XML 1.0.
// libxml2's writer lets forbidden characters through, so that its output could not be read again.
// XML 1.0, section 2.2, production 2.

/// Characters that XML 1.0 allows.
enum XMLText {
  /// The text with forbidden characters replaced: controls by their pictures (U+2400 and on),
  /// others by U+FFFD.
  ///
  /// U+0000 would cut a C string, so it is replaced as well.
  static func safe(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0xEF }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A: result.append(scalar)
      case 0x00...0x1F: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0xFFFE, 0xFFFF: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
