// Standard input, line by line, as far as it has come: a program that writes a question and waits
// for the answer is answered.

internal import Glibc

/// Reads the lines of standard input.
package struct LineReader {
  private static let longest = 16 << 20
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  private var begun: [UInt8] = []
  // The line that has begun is too long: the rest of it is read past.
  private var isTooLong = false

  /// Reads nothing yet.
  package init() {}

  /// One line.
  package enum Line: Equatable, Sendable {
    /// Without its end.
    case whole([UInt8])
    /// Too long to be kept.
    case tooLong
  }

  /// Waits for more and gives all lines that are now whole; nil at the end.
  package mutating func next() throws(SystemError) -> [Line]? {
    while true {
      let count = unsafe Glibc.read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("read standard input")
      }
      if count == 0 { return atEnd() }
      let lines = split(count)
      if !lines.isEmpty { return lines }
    }
  }

  private mutating func atEnd() -> [Line]? {
    if begun.isEmpty && !isTooLong { return nil }
    defer {
      begun = []
      isTooLong = false
    }
    return [isTooLong ? .tooLong : .whole(begun)]
  }

  private mutating func split(_ count: Int) -> [Line] {
    var lines: [Line] = []
    var rest = chunk[..<count]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      keep(rest[..<end])
      lines.append(isTooLong ? .tooLong : .whole(begun))
      begun = []
      isTooLong = false
      rest = rest[(end + 1)...]
    }
    keep(rest)
    return lines
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    if isTooLong || begun.count + bytes.count > Self.longest {
      isTooLong = true
      begun = []
    } else {
      begun += bytes
    }
  }
}
