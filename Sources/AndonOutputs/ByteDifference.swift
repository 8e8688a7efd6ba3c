// The first bytes in which two contents differ, and what stands around them.

internal import AndonModel

/// Compares bytes.
struct ByteDifference {
  private static let shown = 16
  // As far as a text around a difference is looked for.
  private static let around = 64
  private static let minTextLength = 6
  // Seconds since 1970, from 2001 to 2040, that lie no further apart than runs do: a clock that is
  // varied is set forward by 400 days.
  private static let times = 1_000_000_000...2_208_988_800
  private static let mostApart = 402 * 86_400
  // What is made in a run is about as old as the run, or as what it was made of.
  private static let mostBefore = 30 * 86_400
  private static let mostAfter = 2 * 86_400

  private let terms: DifferenceTerms

  /// Takes what is asked of each difference.
  init(_ terms: DifferenceTerms) { self.terms = terms }

  /// Sixteen bytes from the difference on, in hexadecimal digits.
  func find(
    _ first: ByteSource, _ other: ByteSource, _ difference: FirstDifference
  ) -> ContentDifference.FoundDifference {
    let offset = difference.offset
    return ContentDifference.FoundDifference(
      place: ["offset 0x" + String(offset, radix: 16)], first: dump(first, offset),
      other: dump(other, offset),
      suspicion: suspicion(first, other, offset))
  }

  private func dump(_ source: ByteSource, _ offset: Int) -> [UInt8] {
    let bytes = terms.hidden.shown(source, from: offset, most: Self.shown)
    if bytes.isEmpty { return Array("(the end)".utf8) }
    let digits = bytes.map { Format.hex($0) }.joined(separator: " ")
    let text = bytes.map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "." }
    return Array("\(digits)  \(String(text))".utf8)
  }

  private func suspicion(
    _ first: ByteSource, _ other: ByteSource, _ offset: Int
  ) -> DifferenceCategory? {
    let one = Self.text(around: offset, in: first)
    let two = Self.text(around: offset, in: other)
    if one.count >= Self.minTextLength, two.count >= Self.minTextLength,
      let found = terms.suspicions.suspicion(one, two)
    {
      return found
    }
    return holdTimes(first, other, offset) ? .timestamp : nil
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

  // Whole fields of four or eight bytes, in either order, that hold the difference and both are
  // times.
  private func holdTimes(_ first: ByteSource, _ other: ByteSource, _ offset: Int) -> Bool {
    [4, 8].contains { length in
      let start = offset / length * length
      let one = first.bytes(start, length)
      let two = other.bytes(start, length)
      if one.count < length || two.count < length || Self.isText(one) || Self.isText(two) {
        return false
      }
      return areTimes(one, two) || areTimes(one.reversed(), two.reversed())
    }
  }

  private static func isText(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  private func areTimes(_ one: [UInt8], _ two: [UInt8]) -> Bool {
    func value(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    // Seconds, milliseconds, microseconds, nanoseconds.
    return ([1, 1_000, 1_000_000, 1_000_000_000] as [UInt64]).contains { scale in
      let (first, other) = (Int(clamping: value(one) / scale), Int(clamping: value(two) / scale))
      guard Self.times.contains(first), Self.times.contains(other) else { return false }
      let begun = terms.begun
      let isNear = begun == 0 || (begun - Self.mostBefore...begun + Self.mostAfter).contains(first)
      return isNear && abs(first - other) <= Self.mostApart
    }
  }
}
