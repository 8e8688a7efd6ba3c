// Many literals at once in a stream of bytes: of every second place four bytes are looked up in a
// table of bits, which holds each literal as it is seen from an even and from an odd place.

/// Finds which of many literals occur.
package struct LiteralFilter: Sendable {
  /// Shorter literals cannot be looked for.
  package static let shortest = 4

  private struct Literal: Sendable {
    let bytes: [UInt8]
    /// Where the four bytes begin that were looked up.
    let window: Int
    let owner: Int
  }

  private static let hashBits: UInt32 = 16

  private let bits: [UInt64]
  // Sorted by the hash of their windows, and where each hash begins.
  private let literals: [Literal]
  private let starts: [UInt32]

  /// Prepares the search; owners are told of what is found.
  ///
  /// Literals shorter than `shortest` are a fault of the caller.
  package init(_ owned: [(bytes: [UInt8], owner: Int)]) {
    var bits = [UInt64](repeating: 0, count: 1 << (Self.hashBits - 6))
    var table: [(hash: UInt32, literal: Literal)] = []
    for (bytes, owner) in owned {
      precondition(bytes.count >= Self.shortest, "a literal is too short to be looked for")
      for (window, hashes) in Self.windows(of: bytes) {
        for hash in hashes {
          bits[Int(hash >> 6)] |= 1 << UInt64(hash & 63)
          table.append((hash, Literal(bytes: bytes, window: window, owner: owner)))
        }
      }
    }
    self.bits = bits
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
          if isCandidate { unsafe check(text, at: place, Int(hash), found) }
          place &+= 2
        }
      }
    }
  }

  // Rare, and kept out of the loop above.
  @inline(never)
  private func check(
    _ text: UnsafeRawBufferPointer, at place: Int, _ hash: Int, _ found: (Int, Int) -> Void
  ) {
    for index in starts[hash]..<starts[hash + 1] {
      let literal = literals[Int(index)]
      let start = place - literal.window
      guard start >= 0, start + literal.bytes.count <= text.count else { continue }
      let isThere = literal.bytes.indices.allSatisfy {
        unsafe text[start + $0] == literal.bytes[$0]
      }
      if isThere { found(start, literal.owner) }
    }
  }

  // Knuth, The Art of Computer Programming, volume 3, section 6.4: multiplicative hashing.
  private static func hash(_ word: UInt32) -> UInt32 {
    (word &* 0x9E37_79B1) &>> (32 - hashBits)
  }

  // Two neighbouring windows: one of them is at an even place wherever the literal is. Before the
  // shortest literals lies a byte that is not known, so that any has to do.
  private static func windows(of bytes: [UInt8]) -> [(window: Int, hashes: Set<UInt32>)] {
    func hash(at window: Int) -> UInt32 {
      Self.hash((0..<4).reduce(0) { $0 | UInt32(bytes[window + $1]) << (8 * UInt32($1)) })
    }
    if bytes.count > shortest {
      let window = rarestWindow(of: bytes)
      return [(window, [hash(at: window)]), (window + 1, [hash(at: window + 1)])]
    }
    let known = (0..<3).reduce(UInt32(0)) { $0 | UInt32(bytes[$1]) << (8 * UInt32($1 + 1)) }
    return [(0, [hash(at: 0)]), (-1, Set((0...255).map { Self.hash(known | $0) }))]
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
