// JSON into bytes, in the order in which it is written, handed on in pieces: a record of a hundred
// thousand rows is never in memory as text.
// Key order is a part of verdict.json; JSONEncoder has no order of its own and is ten times slower.
// RFC 8259.

/// Writes one JSON document.
struct JSONWriter {
  private static let piece = 1 << 16

  /// What was written so far and not handed on.
  private(set) var bytes: [UInt8] = []
  private var needsComma = false
  private let sink: (([UInt8]) -> Void)?

  /// Starts an empty document, which is handed on to `sink` in pieces where there is one.
  init(to sink: (([UInt8]) -> Void)? = nil) { self.sink = sink }

  /// Writes an object; `content` writes its members.
  mutating func object(_ content: (inout JSONWriter) -> Void) {
    nested("{", "}", content)
  }

  /// Writes an object as a member.
  mutating func object(_ key: StaticString, _ content: (inout JSONWriter) -> Void) {
    name(key)
    object(content)
  }

  /// Writes an array as a member; `content` writes an item.
  mutating func array<Items: Sequence>(
    _ key: StaticString, _ items: Items, _ content: (inout JSONWriter, Items.Element) -> Void
  ) {
    name(key)
    nested("[", "]") { writer in
      for item in items { content(&writer, item) }
    }
  }

  /// Writes an array as a member, each item on a line of its own.
  mutating func rows<Items: Sequence>(
    _ key: StaticString, _ items: Items, _ content: (inout JSONWriter, Items.Element) -> Void
  ) {
    name(key)
    rows(items, content)
  }

  /// Writes an array, each item on a line of its own.
  mutating func rows<Items: Sequence>(
    _ items: Items, _ content: (inout JSONWriter, Items.Element) -> Void
  ) {
    nested("[", "]") { writer in
      for item in items {
        writer.comma()
        writer.bytes += "\n  ".utf8
        writer.needsComma = false
        content(&writer, item)
        if writer.bytes.count > Self.piece { writer.handOn() }
      }
    }
  }

  /// Writes a text as a member; null for nil.
  mutating func text(_ key: StaticString, _ value: String?) {
    name(key)
    if let value { quoted(value) } else { raw("null") }
  }

  /// Writes a text as an item.
  mutating func text(_ value: String) {
    comma()
    quoted(value)
    needsComma = true
  }

  /// Writes a number as a member; null for nil and for what JSON has no number for.
  mutating func number(_ key: StaticString, _ value: Double?) {
    name(key)
    raw(value.flatMap { $0.isFinite ? $0.description : nil } ?? "null")
  }

  /// Writes a number as an item; null for nil, and whole numbers without a point.
  mutating func number(_ value: Double?) {
    comma()
    guard let value, value.isFinite else { return raw("null") }
    raw(Int(exactly: value)?.description ?? value.description)
  }

  /// Writes what is JSON already as a member.
  mutating func json(_ key: StaticString, _ text: [UInt8]) {
    name(key)
    bytes += text
    needsComma = true
  }

  /// Writes a whole number as a member; null for nil.
  mutating func integer(_ key: StaticString, _ value: Int?) {
    name(key)
    raw(value.map(String.init) ?? "null")
  }

  /// Writes true or false as a member; null for nil.
  mutating func boolean(_ key: StaticString, _ value: Bool?) {
    name(key)
    raw(value.map { $0 ? "true" : "false" } ?? "null")
  }

  /// Writes null as a member.
  mutating func null(_ key: StaticString) {
    name(key)
    raw("null")
  }

  /// Writes a name that is not known beforehand; its value must follow.
  mutating func name(_ key: String) {
    comma()
    quoted(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Begins a new line before the next member.
  mutating func line() {
    comma()
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Ends the document with a line's end.
  mutating func end() {
    bytes.append(UInt8(ascii: "\n"))
    handOn()
  }

  private mutating func handOn() {
    guard let sink else { return }
    sink(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func name(_ key: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    bytes += "\":".utf8
    needsComma = false
  }

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  private mutating func nested(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ content: (inout JSONWriter) -> Void
  ) {
    comma()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    content(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func raw(_ text: String) {
    bytes += text.utf8
    needsComma = true
  }

  private mutating func quoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    // Few texts have anything to escape: that is seen fastest in the bytes.
    let start = bytes.count
    bytes += text.utf8
    if bytes[start...].contains(where: Self.isSpecial) {
      bytes.removeSubrange(start...)
      for scalar in text.unicodeScalars { escaped(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  // 0xC2 begins the control characters from U+0080 on.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      || byte == UInt8(ascii: "#") || byte == 0x7F || byte == 0xC2
  }

  // A document may be printed where a terminal acts on control characters, and a CI host on `##`.
  private mutating func escaped(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x22: bytes += "\\\"".utf8
    case 0x5C: bytes += "\\\\".utf8
    case 0x0A: bytes += "\\n".utf8
    case 0x23 where bytes.last != 0x23: bytes.append(0x23)
    case 0x00...0x1F, 0x23, 0x7F...0x9F:
      bytes += (scalar.value < 16 ? "\\u000" : "\\u00").utf8
      bytes += String(scalar.value, radix: 16).utf8
    default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
  }
}
