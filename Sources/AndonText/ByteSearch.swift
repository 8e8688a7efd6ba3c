// Single bytes in many: where they are, and how many there are.

/// Searches bytes.
package enum ByteSearch {
  /// The first place of a byte at or behind `start`.
  package static func first(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var place = start
      while place < buffer.count {
        if unsafe buffer[place] == byte { return place }
        place += 1
      }
      return nil
    }
  }

  /// The last place of a byte.
  package static func last(_ byte: UInt8, in bytes: Span<UInt8>) -> Int? {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var place = buffer.count - 1
      while place >= 0 {
        if unsafe buffer[place] == byte { return place }
        place -= 1
      }
      return nil
    }
  }

  /// How often a byte occurs.
  ///
  /// Eight bytes at once: Warren, Hacker's Delight, section 6-1.
  package static func count(_ byte: UInt8, in bytes: Span<UInt8>) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
      let wanted = 0x0101_0101_0101_0101 &* UInt64(byte)
      var count = 0
      var place = 0
      while place + 8 <= buffer.count {
        let word = unsafe buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ wanted
        // The top bit of a byte stays clear where the byte is 0.
        count &+= (~((word & low &+ low) | word) & ~low).nonzeroBitCount
        place += 8
      }
      while place < buffer.count {
        if unsafe buffer[place] == byte { count += 1 }
        place += 1
      }
      return count
    }
  }
}
