// JSON text into values, whole or item by item: a list of a hundred thousand rows is never in
// memory as a whole. RFC 8259, strict; hostile input is refused by depth and by what is no number.

/// Reads one JSON document.
package struct JSONReader {
  /// Why a text is not JSON.
  package struct JSONError: Error, Equatable, Sendable {
    /// What is wrong.
    package let message: String
    /// Where, in bytes from the text's start.
    package let offset: Int
  }

  private static let deepest = 256

  private let bytes: [UInt8]
  private let takesNaN: Bool
  private var at: Int
  private var depth = 0

  /// Begins at the start of a text.
  ///
  /// Many programs write `NaN` and `Infinity` where JSON has no number; who `takesNaN` reads them
  /// as null.
  package init(_ bytes: [UInt8], takesNaN: Bool = false) {
    self.bytes = bytes
    self.takesNaN = takesNaN
    at = 0
  }

  /// The one value of a whole document.
  package static func value(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    try reader.end()
    return value
  }

  /// Reads an object member by member; `take` has to read the value of each.
  package mutating func object(
    _ take: (inout JSONReader, String) throws(JSONError) -> Void
  ) throws(JSONError) {
    try collection(UInt8(ascii: "{"), UInt8(ascii: "}")) { reader throws(JSONError) in
      let name = try reader.string()
      try reader.expect(UInt8(ascii: ":"))
      try take(&reader, name)
    }
  }

  /// Reads an array item by item; `take` has to read each.
  package mutating func array(
    _ take: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try collection(UInt8(ascii: "["), UInt8(ascii: "]"), take)
  }

  /// Reads a value whole.
  package mutating func value() throws(JSONError) -> JSONValue {
    switch peek() {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try object { reader, name throws(JSONError) in
        members.append(.init(name: name, value: try reader.value()))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var items: [JSONValue] = []
      try array { reader throws(JSONError) in items.append(try reader.value()) }
      return .array(items)
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"):
      try word("true")
      return .boolean(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .boolean(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    case UInt8(ascii: "N") where takesNaN:
      try word("NaN")
      return .null
    case UInt8(ascii: "I") where takesNaN:
      try word("Infinity")
      return .null
    case UInt8(ascii: "-") where takesNaN && next(is: UInt8(ascii: "I")):
      try word("-Infinity")
      return .null
    default: return .number(try number())
    }
  }

  /// Reads a number; nil for `null`.
  package mutating func numberOrNull() throws(JSONError) -> Double? {
    if peek() == UInt8(ascii: "n") {
      try word("null")
      return nil
    }
    return try number()
  }

  /// Reads a value and gives its text as it stands.
  package mutating func raw() throws(JSONError) -> [UInt8] { Array(bytes[try range()]) }

  /// Reads a value and gives the place of its text, in bytes from the document's start.
  package mutating func range() throws(JSONError) -> Range<Int> {
    _ = peek()
    let start = at
    try skip()
    return start..<at
  }

  /// What kind of value comes next.
  package enum JSONKind {
    case object
    case array
    case scalar
  }

  /// The kind of the next value.
  package mutating func kind() -> JSONKind {
    switch peek() {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    default: .scalar
    }
  }

  /// Reads a value and keeps nothing of it.
  package mutating func skip() throws(JSONError) {
    switch kind() {
    case .object: try object { reader, _ throws(JSONError) in try reader.skip() }
    case .array: try array { reader throws(JSONError) in try reader.skip() }
    case .scalar where peek() == UInt8(ascii: "\""):
      if try plainText() == nil { _ = try longText() }
    case .scalar: _ = try value()
    }
  }

  /// Nothing but white space may follow.
  package mutating func end() throws(JSONError) {
    if peek() != nil { throw fault("something follows the value") }
  }

  // MARK: Parts

  private mutating func collection(
    _ open: UInt8, _ close: UInt8, _ take: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try expect(open)
    depth += 1
    if depth > Self.deepest { throw fault("nested deeper than \(Self.deepest) levels") }
    defer { depth -= 1 }
    if peek() == close {
      at += 1
      return
    }
    while true {
      try take(&self)
      switch peek() {
      case UInt8(ascii: ","): at += 1
      case close:
        at += 1
        return
      default: throw fault("a comma or an end is missing")
      }
    }
  }

  // The next byte that is no white space; nil at the end.
  private mutating func peek() -> UInt8? {
    while at < bytes.count {
      let byte = bytes[at]
      if byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 { return byte }
      at += 1
    }
    return nil
  }

  private func next(is byte: UInt8) -> Bool { at + 1 < bytes.count && bytes[at + 1] == byte }

  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard peek() == byte else {
      throw fault("`\(Character(Unicode.Scalar(byte)))` is missing")
    }
    at += 1
  }

  private mutating func word(_ text: StaticString) throws(JSONError) {
    let count = text.utf8CodeUnitCount
    guard at + count <= bytes.count else { throw fault("the text is cut off") }
    for index in 0..<count where unsafe bytes[at + index] != text.utf8Start[index] {
      throw fault("no value begins here")
    }
    at += count
  }

  // number = [ - ] int [ . digits ] [ e [ + | - ] digits ]
  private mutating func number() throws(JSONError) -> Double {
    if let number = ShortNumber.read(bytes, &at) { return number }
    let start = at
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
    let first = at
    try digits()
    if bytes[first] == UInt8(ascii: "0"), at > first + 1 { throw fault("a number begins with 0") }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        at += 1
      }
      try digits()
    }
    guard let value = Double(ascii(start..<at)), value.isFinite else {
      throw fault("a number is too large")
    }
    return value
  }

  private mutating func digits() throws(JSONError) {
    let start = at
    while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at += 1 }
    if at == start { throw fault(start < bytes.count ? "no value begins here" : "it is cut off") }
  }

  // MARK: Texts

  private mutating func string() throws(JSONError) -> String {
    if let range = try plainText() { return ascii(range) }
    return try longText()
  }

  // Most texts are ASCII without an escape, and need no second look: a quarter of the time of a
  // long file. Nil, and still at its first byte, for any other.
  private mutating func plainText() throws(JSONError) -> Range<Int>? {
    try expect(UInt8(ascii: "\""))
    var end = at
    while end < bytes.count, Self.isPlain(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
    defer { at = end + 1 }
    return at..<end
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func longText() throws(JSONError) -> String {
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") {
      if bytes[at] < 0x20 { throw fault("a control character stands in a text") }
      at += 1
    }
    guard at < bytes.count else { throw fault("a text is cut off") }
    if bytes[at] == UInt8(ascii: "\"") {
      defer { at += 1 }
      return try text(bytes[start..<at])
    }
    return try escaped(Array(bytes[start..<at]))
  }

  // Goes on where the first escape stands.
  private mutating func escaped(_ begun: [UInt8]) throws(JSONError) -> String {
    var result = begun
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return try text(result[...])
      case UInt8(ascii: "\\"): try escape(into: &result)
      case 0x00...0x1F: throw fault("a control character stands in a text")
      default: result.append(byte)
      }
    }
    throw fault("a text is cut off")
  }

  private mutating func escape(into result: inout [UInt8]) throws(JSONError) {
    guard at < bytes.count else { throw fault("a text is cut off") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"): result += Array(String(Character(try scalar())).utf8)
    default: throw fault("an escape is not known")
    }
  }

  // Two escapes make one character beyond U+FFFF; half of such a pair is no character.
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), at + 1 < bytes.count,
      bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u")
    else { throw fault("half of a surrogate pair") }
    at += 2
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw fault("half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    guard at + 4 <= bytes.count else { throw fault("a text is cut off") }
    var value: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw fault("an escape is not known")
      }
      value = value << 4 + UInt32(digit)
    }
    at += 4
    return value
  }

  private func ascii(_ range: Range<Int>) -> String {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe String(decoding: UnsafeBufferPointer(rebasing: buffer[range]), as: UTF8.self)
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    throw fault("a text is not UTF-8")
  }

  private func fault(_ message: String) -> JSONError { JSONError(message: message, offset: at) }
}
