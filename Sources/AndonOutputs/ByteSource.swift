// The bytes of an output, or of a part of one: in a file, in an archive's member, in memory.

internal import AndonSystem
internal import AndonText

/// Bytes that are read where they are wanted.
struct ByteSource {
  /// How many there are.
  let size: Int
  /// Bytes from a place on, at most so many; fewer, or none, at the end and where they cannot be
  /// read.
  let bytes: (_ offset: Int, _ most: Int) -> [UInt8]

  /// Those of a file.
  init(_ file: FileContent) {
    size = file.size
    // What can no longer be read ends there: it differs from what can.
    bytes = { offset, most in (try? file.bytes(at: offset, most: most)) ?? [] }
  }

  /// Those of a list.
  init(_ list: [UInt8]) {
    size = list.count
    bytes = { offset, most in
      let start = min(max(0, offset), list.count)
      return Array(list[start..<min(list.count, start + max(0, most))])
    }
  }

  /// A part of another.
  init(_ whole: ByteSource, from start: Int, count: Int) {
    size = max(0, min(count, whole.size - start))
    bytes = { [size] offset, most in
      offset < 0 || offset >= size ? [] : whole.bytes(start + offset, min(most, size - offset))
    }
  }

  /// The first bytes.
  func head(_ count: Int) -> [UInt8] { bytes(0, count) }

  /// All bytes; nil for more than a limit.
  func whole(most: Int) -> [UInt8]? { size > most ? nil : bytes(0, size) }
}

/// Where two sources differ first.
struct FirstDifference {
  private static let piece = 1 << 16

  /// Bytes from the start.
  let offset: Int
  /// Line ends before it.
  let lines: Int
  /// Where its line begins.
  let lineStart: Int

  /// Nil where they do not differ.
  init?(_ first: ByteSource, _ other: ByteSource) {
    var at = 0
    var lines = 0
    var lineStart = 0
    while true {
      let one = first.bytes(at, Self.piece)
      let two = other.bytes(at, Self.piece)
      let isSame = one == two
      if isSame, one.isEmpty { return nil }
      let common = isSame ? one.count : Self.common(one, two)
      let bytes = one.span.extracting(first: common)
      lines += ByteSearch.count(0x0A, in: bytes)
      if let last = ByteSearch.last(0x0A, in: bytes) { lineStart = at + last + 1 }
      at += common
      if !isSame { break }
    }
    offset = at
    self.lines = lines
    self.lineStart = lineStart
  }

  /// How many bytes two lists begin with together.
  static func common(_ one: [UInt8], _ two: [UInt8]) -> Int {
    zip(one, two).prefix { $0 == $1 }.count
  }
}
