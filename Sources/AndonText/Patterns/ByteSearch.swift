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
  package static func count(_ byte: UInt8, in bytes: Span<UInt8>) -> Int {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var count = 0
      var place = 0
      while place < buffer.count {
        // So few that a byte can count them: the compiler makes vectors of bytes of this loop.
        let end = min(place &+ 240, buffer.count)
        var few: UInt8 = 0
        while place < end {
          few &+= unsafe buffer[place] == byte ? 1 : 0
          place &+= 1
        }
        count &+= Int(few)
      }
      return count
    }
  }
}
