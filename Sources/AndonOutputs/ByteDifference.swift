// The first bytes in which two contents differ, and what stands around them.

internal import AndonModel

/// Compares bytes.
struct ByteDifference {
  private static let shown = 16
  // As far as a text around a difference is looked for.
  private static let around = 64
  private static let shortestText = 6
  // Seconds since 1970, from 2001 to 2040, that lie no further apart than runs do: a clock that is
  // varied is set forward by 400 days.
  private static let times = 1_000_000_000...2_208_988_800
  private static let mostApart = 402 * 86_400

  private let terms: DifferenceTerms

  /// Takes what is asked of each difference.
  init(_ terms: DifferenceTerms) { self.terms = terms }

  /// Sixteen bytes from the difference on, in hexadecimal digits.
  func find(
    _ first: ByteSource, _ other: ByteSource, _ difference: FirstDifference
  ) -> ContentDifference.Found {
    let offset = difference.offset
    return ContentDifference.Found(
      place: ["offset 0x" + String(offset, radix: 16)], first: dump(first, offset),
      other: dump(other, offset),
      suspicion: suspicion(first, other, offset))
  }

  private func dump(_ source: ByteSource, _ offset: Int) -> [UInt8] {
    let bytes = terms.hidden.shown(source, from: offset, most: Self.shown)
    if bytes.isEmpty { return Array("(the end)".utf8) }
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    let text = bytes.map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "." }
    return Array("\(digits)  \(String(text))".utf8)
  }

  private func suspicion(
    _ first: ByteSource, _ other: ByteSource, _ offset: Int
  ) -> Suspicion? {
    let one = Self.text(around: offset, in: first)
    let two = Self.text(around: offset, in: other)
    if one.count >= Self.shortestText, two.count >= Self.shortestText,
      let found = terms.suspicions.suspicion(one, two)
    {
      return found
    }
    return Self.holdTimes(first, other, offset) ? .timestamp : nil
  }

  private static func text(around offset: Int, in source: ByteSource) -> [UInt8] {
    let start = max(0, offset - around)
    let bytes = source.bytes(start, 2 * around)
    let before = bytes.prefix(offset - start).reversed().prefix(while: isPrintable).reversed()
    return before + bytes.dropFirst(offset - start).prefix(while: isPrintable)
  }

  private static func isPrintable(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F || byte >= 0x80 || byte == 0x09
  }

  // Numbers of four bytes, in either order, that both are times and hold the difference.
  private static func holdTimes(_ first: ByteSource, _ other: ByteSource, _ offset: Int) -> Bool {
    for start in max(0, offset - 3)...offset {
      let one = first.bytes(start, 4)
      let two = other.bytes(start, 4)
      guard one.count == 4, two.count == 4 else { continue }
      func value(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
      let pairs = [(value(one), value(two)), (value(one.reversed()), value(two.reversed()))]
      if pairs.contains(where: { areTimes($0, $1) }) { return true }
    }
    return false
  }

  private static func areTimes(_ one: Int, _ two: Int) -> Bool {
    times.contains(one) && times.contains(two) && abs(one - two) <= mostApart
  }
}
