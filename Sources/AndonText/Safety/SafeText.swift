// Hostile bytes made into text that can be shown.
// What a stage prints may hold colour codes, cursor movements, commands to a CI host, broken UTF-8.
// Sequences by ECMA-48, section 5; the direction controls by Unicode TR 36.

/// Text that acts on nobody: no terminal, no CI host.
package enum SafeText {
  /// One line of output as text that is safe in reports: control sequences are taken out, other
  /// control characters become visible pictures, broken UTF-8 becomes U+FFFD.
  package static func line(_ bytes: some Collection<UInt8>) -> String {
    printable(String(decoding: ControlSequences.removed(from: bytes), as: UTF8.self))
  }

  /// A text of at most so many Unicode scalars; a longer one is cut, with a mark behind it.
  package static func cut(_ text: String, to most: Int) -> String {
    let scalars = text.unicodeScalars
    return scalars.count > most ? String(scalars.prefix(most)) + " …" : text
  }

  /// A text of at most so many bytes of UTF-8; a longer one is cut, with an ellipsis behind it.
  package static func cut(_ text: String, toBytes most: Int) -> String {
    if text.utf8.count <= most { return text }
    var room = most - "…".utf8.count
    let kept = text.unicodeScalars.prefix { scalar in
      room -= UTF8.width(scalar)
      return room >= 0
    }
    return String(kept) + "…"
  }

  /// The same as `line` for text that is already a string, such as a command line or a file's name.
  package static func line(_ text: String) -> String {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? text : line(Array(text.utf8))
  }

  /// Text for the middle of a console's line, with `##` broken: Azure, GitHub and TeamCity act on
  /// it anywhere in a line.
  package static func withoutCommands(_ line: String) -> String {
    guard line.utf8.contains(UInt8(ascii: "#")) else { return line }
    var result = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if scalar == "#", result.last == "#" { result.append(" ") }
      result.append(scalar)
    }
    return String(result)
  }

  /// Whole lines for a console that a CI host reads.
  ///
  /// Besides `##`, `::` at the start of a line would be a command to GitHub, also behind blanks of
  /// any script; it becomes `: :`. Control characters become visible, except line ends and andon's
  /// own colours.
  package static func console(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAtStart = true
    for scalar in withoutCommands(withoutControls(text)).unicodeScalars {
      if isAtStart, scalar == ":", result.last == ":" { result.append(" ") }
      result.append(scalar)
      let isBlank = scalar.properties.isWhitespace || scalar == "\u{FEFF}"
      isAtStart = scalar == "\n" || isAtStart && (isBlank || scalar == ":")
    }
    return String(result)
  }

  private static func withoutControls(_ text: String) -> String {
    // Of control characters only these two are ASCII in plain text.
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == UInt8(ascii: "\n") }
    if isPlain { return text }
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\n" || scalar == "\u{1B}" && isColour(scalars[(index + 1)...]) {
        result.append(scalar)
      } else if let shown = shown(scalar) {
        result.append(shown)
      }
    }
    return String(result)
  }

  // Whether it is the rest of the sequence that chooses a colour: ECMA-48, section 8.3.117.
  private static func isColour(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    guard rest.first == "[" else { return false }
    return rest.dropFirst().first { $0 != ";" && !("0"..."9").contains($0) } == "m"
  }

  private static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.compactMap(shown)))
  }

  // A scalar that acts nowhere; nil where nothing is shown for it.
  private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x09: " "
    case 0x0D: nil
    // Control pictures: U+2400 and on.
    case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value)
    case 0x7F: "\u{2421}"
    // C1 controls; direction controls; deprecated and invisible format characters, tags.
    case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE007F:
      "\u{FFFD}"
    default: scalar
    }
  }
}
