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
  /// Eight bytes at once: Warren, Hacker's Delight, sections 5-1 and 6-1.
  package static func count(_ byte: UInt8, in bytes: Span<UInt8>) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
      let wanted = 0x0101_0101_0101_0101 &* UInt64(byte)
      var count = 0
      var place = 0
      while place + 8 <= buffer.count {
        // Each byte counts what was in its place, in no more words than a byte can count.
        let end = place + 8 * min(Int(UInt8.max), (buffer.count - place) / 8)
        var lanes: UInt64 = 0
        while place < end {
          let word = unsafe buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ wanted
          // The top bit of a byte stays clear where the byte is 0.
          lanes &+= (~((word & low &+ low) | word) & ~low) &>> 7
          place &+= 8
        }
        let pairs: UInt64 = 0x00FF_00FF_00FF_00FF
        let sums = (lanes & pairs) &+ ((lanes &>> 8) & pairs)
        count &+= Int((sums &* 0x0001_0001_0001_0001) &>> 48)
      }
      while place < buffer.count {
        if unsafe buffer[place] == byte { count += 1 }
        place += 1
      }
      return count
    }
  }
}
