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
    unsafe bytes.withUnsafeBytes { buffer in
      typealias Lanes = SIMD32<UInt8>
      let wanted = Lanes(repeating: byte)
      var count = 0
      var place = 0
      while place + Lanes.scalarCount <= buffer.count {
        // Each lane counts what was in its place, no more often than it can count.
        let end =
          place + Lanes.scalarCount
          * min(Int(UInt8.max), (buffer.count - place) / Lanes.scalarCount)
        var lanes = Lanes()
        while place < end {
          let piece = unsafe buffer.loadUnaligned(fromByteOffset: place, as: Lanes.self)
          lanes.replace(with: lanes &+ 1, where: piece .== wanted)
          place &+= Lanes.scalarCount
        }
        for lane in lanes.indices { count &+= Int(lanes[lane]) }
      }
      while place < buffer.count {
        if unsafe buffer[place] == byte { count += 1 }
        place += 1
      }
      return count
    }
  }
}
