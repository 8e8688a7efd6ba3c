// The first line in which two texts differ, and whether they hold the same lines in another order.

internal import AndonModel
internal import AndonText

/// Compares texts.
struct TextDifference {
  private static let maxLineLength = 1 << 16
  private static let piece = 1 << 16
  private static let before = 200

  private let terms: DifferenceTerms

  /// Takes what is asked of each difference.
  init(_ terms: DifferenceTerms) { self.terms = terms }

  /// The lines that hold a difference.
  func find(
    _ first: ByteSource, _ other: ByteSource, _ difference: FirstDifference
  ) -> ContentDifference.FoundDifference {
    // Of a very long line the part around the difference.
    let isFar = difference.offset - difference.lineStart > Self.maxLineLength / 2
    let start = isFar ? difference.offset - Self.before : difference.lineStart
    let one = line(of: first, at: start)
    let two = line(of: other, at: start)
    let place = "line \(difference.lines + 1)"
    var found = ContentDifference.FoundDifference(
      place: [place], first: one, other: two, suspicion: terms.suspicions.suspicion(one, two))
    // Blanks, line ends and colours do not show: their bytes do.
    if SafeText.line(one) == SafeText.line(two) {
      found = ByteDifference(terms).find(first, other, difference).inside(place)
      found.suspicion = nil
    }
    if Self.haveSameLines(first, other) { found.suspicion = .order }
    return found
  }

  private func line(of source: ByteSource, at place: Int) -> [UInt8] {
    let bytes = terms.hidden.shown(source, from: place, most: Self.maxLineLength)
    var line = Array(bytes.prefix { $0 != 0x0A })
    if line.last == 0x0D { line.removeLast() }
    return line
  }

  // By the sum of the hashes of their lines: in any order it is the same, and it needs no memory.
  private static func haveSameLines(_ first: ByteSource, _ other: ByteSource) -> Bool {
    first.size == other.size && sum(of: first) == sum(of: other)
  }

  // FNV-1a, 64 bits, and a finish that keeps sums of alike lines apart.
  private static func sum(of source: ByteSource) -> UInt64 {
    var sum: UInt64 = 0
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var isOpen = false
    func end() {
      var mixed = hash ^ (hash >> 32)
      mixed = mixed &* 0xD6E8_FEB8_6659_FD93
      sum = sum &+ (mixed ^ (mixed >> 32))
      hash = 0xCBF2_9CE4_8422_2325
      isOpen = false
    }
    var at = 0
    while true {
      let bytes = source.bytes(at, piece)
      if bytes.isEmpty { break }
      for byte in bytes {
        if byte == 0x0A {
          end()
        } else {
          hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
          isOpen = true
        }
      }
      at += bytes.count
    }
    if isOpen { end() }
    return sum
  }
}
