// JSON in the one form that two writers agree on byte by byte: members sorted by their names, no
// white space, the fewest escapes. RFC 8785, with whole numbers only.

/// Writes canonical JSON.
package enum CanonicalJSON {
  // Beyond it a number of RFC 8785 is no exact one.
  private static let largest = 9_007_199_254_740_992.0

  /// The bytes of a value; its numbers are whole.
  package static func bytes(of value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    write(value, &bytes)
    return bytes
  }

  private static func write(_ value: JSONValue, _ bytes: inout [UInt8]) {
    switch value {
    case .null: bytes += "null".utf8
    case .boolean(let value): bytes += (value ? "true" : "false").utf8
    case .number(let number):
      guard let whole = Int(exactly: number), abs(number) <= largest else {
        preconditionFailure("a canonical document holds whole numbers only")
      }
      bytes += "\(whole)".utf8
    case .text(let text): write(text, &bytes)
    case .array(let items):
      list("[", "]", items, &bytes) { write($0, &$1) }
    case .object(let members):
      // By UTF-16 code units: RFC 8785, section 3.2.3.
      let sorted = members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
      list("{", "}", sorted, &bytes) { member, bytes in
        write(member.name, &bytes)
        bytes.append(UInt8(ascii: ":"))
        write(member.value, &bytes)
      }
    }
  }

  private static func list<Item>(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ items: [Item], _ bytes: inout [UInt8],
    _ write: (Item, inout [UInt8]) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(item, &bytes)
    }
    bytes.append(UInt8(ascii: close))
  }

  private static func write(_ text: String, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x00...0x1F: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
