// A file's text by lines, for showing places in it. Lines are found once, and decoded when wanted.
// Line ends are those that libyaml counts: LF, CR, both, NEL, and the separators of Unicode.

/// The lines of a file.
struct SourceLines: Equatable, Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]

  /// Finds the lines of UTF-8 text.
  init(_ bytes: [UInt8]) {
    var starts = [0]
    var index = 0
    while index < bytes.count {
      let length = Self.lineEnd(bytes, index)
      index += max(1, length)
      if length > 0 { starts.append(index) }
    }
    self.bytes = bytes
    self.starts = starts
  }

  /// How many there are; at least one.
  var count: Int { starts.count }

  /// The bytes of a line by its number from 0, with its end; none beyond the last.
  func length(of number: Int) -> Int {
    guard starts.indices.contains(number) else { return 0 }
    return (number + 1 < starts.count ? starts[number + 1] : bytes.count) - starts[number]
  }

  /// A line by its number from 0, without its end, as characters; none beyond the last.
  subscript(number: Int) -> [Unicode.Scalar] {
    guard starts.indices.contains(number) else { return [] }
    let end = number + 1 < starts.count ? starts[number + 1] : bytes.count
    let text = String(decoding: bytes[starts[number]..<end], as: UTF8.self)
    let ends: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
    return text.unicodeScalars.filter { !ends.contains($0) }
  }

  /// The line and the column, in characters from 1, of a byte.
  func place(ofByte offset: Int) -> (line: Int, column: Int) {
    let number = starts.lastIndex { $0 <= offset } ?? 0
    let before = bytes[starts[number]..<max(starts[number], min(offset, bytes.count))]
    return (number + 1, String(decoding: before, as: UTF8.self).unicodeScalars.count + 1)
  }

  // The bytes of the line end that stands there; 0 where none does.
  private static func lineEnd(_ bytes: [UInt8], _ index: Int) -> Int {
    switch bytes[index] {
    case 0x0A: return 1
    case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
      return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }
}
