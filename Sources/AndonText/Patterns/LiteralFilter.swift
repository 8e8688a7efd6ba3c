// Many literals at once in a stream of bytes: of every second place four bytes are looked up in a
// table of bits, which holds each literal as it is seen from an even and from an odd place.

/// Finds which of many literals occur.
package struct LiteralFilter: Sendable {
  /// Shorter literals cannot be looked for.
  package static let shortest = 4

  // No array and no reference: entries are read where every nanosecond counts.
  private struct Literal: Sendable {
    /// Where its bytes are in `bytes`.
    let start: Int
    let count: Int
    /// Where the four bytes begin that were looked up.
    let window: Int
    /// Those four bytes, of which `mask` are known.
    let word: UInt32
    let mask: UInt32
    let owner: Int
  }

  private static let hashBits: UInt32 = 16

  private let bits: [UInt64]
  // Of all literals, one after the other.
  private let bytes: [UInt8]
  // Sorted by the hash of their windows, and where each hash begins.
  private let literals: [Literal]
  private let starts: [UInt32]

  /// Prepares the search; owners are told of what is found.
  ///
  /// Literals shorter than `shortest` are a fault of the caller.
  package init(_ owned: [(bytes: [UInt8], owner: Int)]) {
    var bits = [UInt64](repeating: 0, count: 1 << (Self.hashBits - 6))
    var table: [(hash: UInt32, literal: Literal)] = []
    var all: [UInt8] = []
    for (bytes, owner) in owned {
      precondition(bytes.count >= Self.shortest, "a literal is too short to be looked for")
      for (window, word, mask) in Self.windows(of: bytes) {
        let literal = Literal(
          start: all.count, count: bytes.count, window: window, word: word, mask: mask,
          owner: owner)
        for hash in Self.hashes(word, mask) {
          bits[Int(hash >> 6)] |= 1 << UInt64(hash & 63)
          table.append((hash, literal))
        }
      }
      all += bytes
    }
    self.bits = bits
    bytes = all
    table.sort { $0.hash < $1.hash }
    literals = table.map(\.literal)
    // Where there is nothing to look for, nothing is looked up.
    var starts = [UInt32](repeating: 0, count: table.isEmpty ? 0 : (1 << Self.hashBits) + 1)
    for (hash, _) in table { starts[Int(hash) + 1] += 1 }
    for hash in starts.indices.dropFirst() { starts[hash] += starts[hash - 1] }
    self.starts = starts
  }

  /// Tells of each place where a literal begins, and of its owner, in the order of the windows.
  package func search(_ bytes: Span<UInt8>, _ found: (_ place: Int, _ owner: Int) -> Void) {
    if bytes.count < Self.shortest || literals.isEmpty { return }
    unsafe bytes.withUnsafeBytes { text in
      unsafe bits.withUnsafeBufferPointer { bits in
        guard let table = bits.baseAddress else { return }
        let last = text.count - 4
        var place = 0
        while place <= last {
          let word = UInt32(
            littleEndian: unsafe text.loadUnaligned(fromByteOffset: place, as: UInt32.self))
          let hash = Self.hash(word)
          let isCandidate = unsafe table[Int(hash >> 6)] &>> UInt64(hash & 63) & 1 != 0
          if isCandidate { unsafe check(text, at: place, word, Int(hash), found) }
          place &+= 2
        }
      }
    }
  }

  // Rare, and kept out of the loop above.
  @inline(never)
  private func check(
    _ text: UnsafeRawBufferPointer, at place: Int, _ word: UInt32, _ hash: Int,
    _ found: (Int, Int) -> Void
  ) {
    unsafe literals.withUnsafeBufferPointer { literals in
      for index in Int(starts[hash])..<Int(starts[hash + 1]) {
        let literal = unsafe literals[index]
        // Other words have the same hash.
        guard (word ^ literal.word) & literal.mask == 0 else { continue }
        let start = place - literal.window
        guard start >= 0, start + literal.count <= text.count else { continue }
        let isThere = unsafe bytes.withUnsafeBufferPointer { bytes in
          for offset in 0..<literal.count
          where unsafe text[start + offset] != bytes[literal.start + offset] { return false }
          return true
        }
        if isThere { found(start, literal.owner) }
      }
    }
  }

  // Knuth, The Art of Computer Programming, volume 3, section 6.4: multiplicative hashing.
  private static func hash(_ word: UInt32) -> UInt32 {
    (word &* 0x9E37_79B1) &>> (32 - hashBits)
  }

  // The hashes of a word of which not all bytes need be known.
  private static func hashes(_ word: UInt32, _ mask: UInt32) -> Set<UInt32> {
    mask == .max ? [hash(word)] : Set((0...255).map { hash(word | $0) })
  }

  // Two neighbouring windows: one of them is at an even place wherever the literal is. Before the
  // shortest literals lies a byte that is not known, so that any has to do.
  private static func windows(
    of bytes: [UInt8]
  ) -> [(window: Int, word: UInt32, mask: UInt32)] {
    func word(at window: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[window + $1]) << (8 * UInt32($1)) }
    }
    if bytes.count > shortest {
      let window = rarestWindow(of: bytes)
      return [(window, word(at: window), .max), (window + 1, word(at: window + 1), .max)]
    }
    return [(0, word(at: 0), .max), (-1, word(at: 0) << 8, 0xFFFF_FF00)]
  }

  // What logs rarely hold: capitals and signs rather than the letters of common words. Where the
  // first of the two windows begins.
  private static func rarestWindow(of bytes: [UInt8]) -> Int {
    func weight(_ window: Int) -> Int {
      let bytes = bytes[window..<window + 4]
      return bytes.reduce(0) { $0 + commonness(of: $1) }
    }
    return (0...(bytes.count - 5)).min { left, right in
      weight(left) + weight(left + 1) < weight(right) + weight(right + 1)
    } ?? 0
  }

  private static func commonness(of byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: " "): 12
    case UInt8(ascii: "a")...UInt8(ascii: "z"): "etaoinsrlcdu".utf8.contains(byte) ? 10 : 5
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "/"), UInt8(ascii: ":"):
      8
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): 3
    default: 4
    }
  }
}
