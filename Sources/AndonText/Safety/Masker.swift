// Takes secrets out of bytes. Which values are secrets is not known here.
// Works on bytes, since output need not be UTF-8, and in a stream, since a secret may lie across
// the border of two pieces. Most bytes are never looked at: S. Wu and U. Manber, "A Fast Algorithm
// for Multi-Pattern Searching" (1994), with blocks of two bytes. Where something may begin, each
// byte is looked at once, however many secrets there are and however much they repeat themselves:
// see SecretTree.

/// Replaces whole occurrences of secrets by `***`.
package struct Masker: Sendable {
  fileprivate static let mark = Array("***".utf8)

  // As they were given.
  private var values: [[UInt8]]
  private let secrets: [[UInt8]]
  fileprivate let tree: SecretTree
  // The length of the shortest secret: of each only as many bytes decide where to look.
  private let window: Int
  // By the last two bytes of a window: how far the next place at which a secret can begin is away.
  private let shifts: [UInt8]

  /// Takes the values that must not be shown, and the forms in which other formats hold them.
  package init(hiding values: [[UInt8]]) {
    self.init(EscapedForms.all(of: values))
    self.values = values
  }

  /// Takes the values that must not be shown; those of less than two bytes are passed over.
  package init(_ values: [[UInt8]]) {
    self.values = values
    secrets = Set(values.filter { $0.count > 1 }).sorted {
      ($1.count, $0[0]) < ($0.count, $1[0])
    }
    tree = SecretTree(secrets)
    window = min(secrets.last?.count ?? 0, Int(UInt8.max))
    var shifts = [UInt8](repeating: UInt8(max(0, window - 1)), count: secrets.isEmpty ? 0 : 1 << 16)
    for secret in secrets {
      for place in 0..<window - 1 {
        let block = Self.block(secret[place], secret[place + 1])
        shifts[block] = min(shifts[block], UInt8(window - 2 - place))
      }
    }
    self.shifts = shifts
  }

  private static func block(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) << 8 | Int(second)
  }

  // The most that a variable of a process may hold; in bytes.
  private static let maxDigits = 100_000

  /// The values that it was given, as hexadecimal digits with commas between them; `*` where there
  /// are more than a variable may hold.
  package var digits: String {
    if values.reduce(0, { $0 + 2 * $1.count + 1 }) > Self.maxDigits { return "*" }
    return values.map { secret in
      secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }.joined(separator: ",")
  }

  /// Whether there is nothing to hide.
  package var isIdle: Bool { secrets.isEmpty }

  /// Bytes with their secrets replaced.
  package func masked(_ bytes: [UInt8]) -> [UInt8] {
    if isIdle { return bytes }
    var result: [UInt8] = []
    var stream = MaskedStream(self)
    stream.feed(bytes.span) { piece in for index in piece.indices { result.append(piece[index]) } }
    stream.finish { piece in for index in piece.indices { result.append(piece[index]) } }
    return result
  }

  /// Text with its secrets replaced.
  package func masked(_ text: String) -> String {
    isIdle ? text : String(decoding: masked(Array(text.utf8)), as: UTF8.self)
  }

  // The next place at which the last bytes of a window are those of some secret. The one loop that
  // sees all output: without it masking would be slower than tee(1).
  fileprivate func nextPlace(from start: Int, in bytes: Span<UInt8>) -> Int {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe shifts.withUnsafeBufferPointer { shifts in
        var index = start
        while index + window <= bytes.count {
          let shift = unsafe shifts[
            Self.block(bytes[index + window - 2], bytes[index + window - 1])]
          if shift == 0 { break }
          index += Int(shift)
        }
        return index
      }
    }
  }
}

/// A stream of bytes whose secrets are replaced on the way.
package struct MaskedStream {
  private let masker: Masker
  // Bytes that may begin a secret, or a secret that may go on; and how far they were looked at.
  private var held: [UInt8] = []
  private var search = SecretTree.Search()

  /// Begins a stream.
  package init(_ masker: Masker) { self.masker = masker }

  /// Hands on what is certain after these bytes.
  package mutating func feed(_ bytes: Span<UInt8>, _ emit: (Span<UInt8>) -> Void) {
    if masker.isIdle { return emit(bytes) }
    if held.isEmpty { return replace(in: bytes, isEnd: false, emit) }
    var all = held
    held = []
    all.reserveCapacity(all.count + bytes.count)
    for index in bytes.indices { all.append(bytes[index]) }
    replace(in: all.span, isEnd: false, emit)
  }

  /// Hands on what is left at the end of the stream.
  package mutating func finish(_ emit: (Span<UInt8>) -> Void) {
    let rest = held
    held = []
    if !rest.isEmpty { replace(in: rest.span, isEnd: true, emit) }
  }

  private mutating func replace(
    in bytes: Span<UInt8>, isEnd: Bool, _ emit: (Span<UInt8>) -> Void
  ) {
    var begun = 0
    while true {
      if search.isIdle { search.next = masker.nextPlace(from: search.next, in: bytes) }
      guard let found = masker.tree.find(in: bytes, &search, isEnd: isEnd) else {
        if search.next < bytes.count { continue }
        break
      }
      if found.lowerBound > begun { emit(bytes.extracting(begun..<found.lowerBound)) }
      emit(Masker.mark.span)
      begun = found.upperBound
    }
    // A window that is not whole may be the beginning of a secret as well.
    let open = isEnd ? bytes.count : min(search.open, bytes.count)
    if open > begun { emit(bytes.extracting(begun..<open)) }
    let start = max(begun, open)
    for index in start..<bytes.count { held.append(bytes[index]) }
    search.move(by: start)
  }
}
