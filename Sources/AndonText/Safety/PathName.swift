// Names of files as text, and back: a name is bytes, and need not be UTF-8.

/// Writes names of files.
package enum PathName {
  /// A name as text, of which no two names have the same: in one that is no UTF-8, holds a
  /// backslash or control characters, such bytes are written `\x` and two hexadecimal digits.
  package static func text(_ name: [UInt8]) -> String {
    if let text = String(validating: name, as: UTF8.self), !name.contains(0x5C),
      SafeText.line(text) == text
    {
      return text
    }
    return name.map { byte in
      if byte == 0x5C || byte >= 0x7F || byte < 0x20 {
        return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      return String(Character(Unicode.Scalar(byte)))
    }.joined()
  }

  /// The name that a text stands for.
  package static func bytes(_ text: String) -> [UInt8] {
    var rest = Array(text.utf8)[...]
    var name: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"),
        let code = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
      {
        name.append(code)
        rest = rest.dropFirst(3)
      } else {
        name.append(byte)
      }
    }
    return name
  }
}
