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

  /// The same as `line` for text that is already a string, such as a command line or a file's name.
  package static func line(_ text: String) -> String {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? text : line(Array(text.utf8))
  }

  /// A quoted line for a console that a CI host reads.
  package static func quoted(_ line: String) -> String {
    "  | " + withoutCommands(line)
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
  /// any script; it becomes `: :`.
  package static func console(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAtStart = true
    for scalar in withoutCommands(text).unicodeScalars {
      if isAtStart, scalar == ":", result.last == ":" { result.append(" ") }
      result.append(scalar)
      let isBlank = scalar.properties.isWhitespace || scalar == "\u{FEFF}"
      isAtStart = scalar == "\n" || isAtStart && (isBlank || scalar == ":")
    }
    return String(result)
  }

  private static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: result.append(" ")
      case 0x0D: continue
      case 0x00...0x1F:
        // Control pictures: U+2400 and on.
        result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: result.append("\u{2421}")
      // C1 controls; direction controls; deprecated and invisible format characters, tags.
      case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F, 0xFEFF,
        0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE007F:
        result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
