// Whole lines out of pieces of output, for scanners that look at lines.

/// Looks at lines of output that arrives in pieces.
package protocol LineScanner {
  /// The line that has begun and not ended.
  var assembly: LineAssembly { get set }

  /// Looks at one or more whole lines, each with its line feed; `isCut`: bytes of them are left
  /// out.
  mutating func look(at lines: Span<UInt8>, isCut: Bool)
}

extension LineScanner {
  /// Looks at the lines that end in the next bytes.
  package mutating func feed(_ bytes: Span<UInt8>) {
    // Moved out, since its lines change this scanner.
    var assembly = assembly.moved()
    assembly.feed(bytes) { look(at: $0, isCut: $1) }
    self.assembly = assembly
  }

  /// The output has ended; the last line may lack its end.
  package mutating func finish() {
    var assembly = assembly.moved()
    assembly.finish { look(at: $0, isCut: $1) }
  }
}

/// Assembles lines that arrive in pieces.
///
/// Bounded: of a line that arrives in several pieces, only the first bytes are kept.
package struct LineAssembly {
  /// Of a longer line that arrives in pieces, only this many bytes are kept.
  private let longest: Int
  // The line that has begun and not ended, without its line feed.
  private var begun: [UInt8] = []
  private var isCut = false

  /// An assembly of lines of at most that many bytes.
  package init(longest: Int) { self.longest = longest }

  // Itself, with nothing left here.
  fileprivate mutating func moved() -> LineAssembly {
    var moved = LineAssembly(longest: longest)
    swap(&moved, &self)
    return moved
  }

  /// Takes the next bytes.
  ///
  /// `body` is called with one or more whole lines, each with its line feed, and whether bytes of
  /// them were left out.
  package mutating func feed(
    _ bytes: Span<UInt8>, _ body: (_ lines: Span<UInt8>, _ isCut: Bool) -> Void
  ) {
    guard let first = ByteSearch.first(0x0A, in: bytes, from: 0) else { return extend(with: bytes) }
    var start = 0
    if !begun.isEmpty {
      extend(with: bytes.extracting(0..<first))
      finish(body)
      start = first + 1
    }
    guard let last = ByteSearch.last(0x0A, in: bytes), last >= start else {
      return extend(with: bytes.extracting(start..<bytes.count))
    }
    body(bytes.extracting(start..<last + 1), false)
    extend(with: bytes.extracting(last + 1..<bytes.count))
  }

  /// The output has ended; a last line without a line feed is given one.
  package mutating func finish(_ body: (_ lines: Span<UInt8>, _ isCut: Bool) -> Void) {
    if begun.isEmpty { return }
    begun.append(0x0A)
    body(begun.span, isCut)
    begun.removeAll(keepingCapacity: true)
    isCut = false
  }

  private mutating func extend(with bytes: Span<UInt8>) {
    let room = max(0, longest - begun.count)
    if bytes.count > room { isCut = true }
    for index in 0..<min(room, bytes.count) { begun.append(bytes[index]) }
  }
}
