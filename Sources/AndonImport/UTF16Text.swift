// Text in UTF-16 with its mark, as some shells write what they redirect, as UTF-8.

/// Reads UTF-16.
enum UTF16Text {
  /// The text as UTF-8; nil for bytes that do not begin with a mark of UTF-16.
  static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
    let isBig = bytes.starts(with: [0xFE, 0xFF])
    guard isBig || bytes.starts(with: [0xFF, 0xFE]) else { return nil }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
