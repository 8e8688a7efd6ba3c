// Takes secrets out of bytes. Which values are secrets is not known here.
// Works on bytes, since output need not be UTF-8, and in a stream, since a secret may lie across
// the border of two pieces. Most bytes are never looked at: S. Wu and U. Manber, "A Fast Algorithm
// for Multi-Pattern Searching" (1994), with blocks of two bytes.

/// Replaces whole occurrences of secrets by `***`.
package struct Masker: Sendable {
  private static let mark = Array("***".utf8)

  // The longest first: of two secrets that begin at one place the longer one is meant.
  private let secrets: [[UInt8]]
  // The length of the shortest secret: of each only as many bytes decide where to look.
  private let window: Int
  // By the last two bytes of a window: how far the next place at which a secret can begin is away.
  private let shifts: [UInt8]

  /// Takes the values that must not be shown; those of less than two bytes are passed over.
  package init(_ values: [[UInt8]]) {
    secrets = Set(values.filter { $0.count > 1 }).sorted {
      ($1.count, $0[0]) < ($0.count, $1[0])
    }
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

  /// The secrets, as hexadecimal digits with commas between them.
  package var digits: String {
    secrets.map { secret in
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
    stream.take(bytes.span) { piece in for index in piece.indices { result.append(piece[index]) } }
    stream.finish { piece in for index in piece.indices { result.append(piece[index]) } }
    return result
  }

  /// Text with its secrets replaced.
  package func masked(_ text: String) -> String {
    isIdle ? text : String(decoding: masked(Array(text.utf8)), as: UTF8.self)
  }

  // Hands on what comes before `end`, with every secret that begins there replaced; where it came
  // to.
  fileprivate func replace(
    in bytes: Span<UInt8>, before end: Int, _ emit: (Span<UInt8>) -> Void
  ) -> Int {
    var begun = 0
    var index = 0
    while true {
      index = nextPlace(from: index, in: bytes)
      if index >= end || index + window > bytes.count { break }
      guard let secret = secrets.first(where: { Self.match($0, bytes, index) == .whole }) else {
        index += 1
        continue
      }
      if index > begun { emit(bytes.extracting(begun..<index)) }
      emit(Self.mark.span)
      index += secret.count
      begun = index
    }
    if begun < end { emit(bytes.extracting(begun..<end)) }
    return max(begun, end)
  }

  // The next place at which the last bytes of a window are those of some secret. The one loop that
  // sees all output: without it masking would be slower than tee(1).
  private func nextPlace(from start: Int, in bytes: Span<UInt8>) -> Int {
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

  // The first place at which a secret may have begun that the bytes do not hold whole.
  fileprivate func firstOpenPlace(in bytes: Span<UInt8>) -> Int {
    let longest = secrets.first?.count ?? 0
    let start = max(0, bytes.count - longest + 1)
    return (start..<max(start, bytes.count)).first { index in
      secrets.contains { Self.match($0, bytes, index) == .cutOff }
    } ?? bytes.count
  }

  private enum Match {
    case none
    case whole
    /// As far as the bytes go.
    case cutOff
  }

  private static func match(_ secret: [UInt8], _ bytes: Span<UInt8>, _ start: Int) -> Match {
    let count = min(secret.count, bytes.count - start)
    for offset in 0..<count where secret[offset] != bytes[start + offset] { return .none }
    return count == secret.count ? .whole : .cutOff
  }
}

/// A stream of bytes whose secrets are replaced on the way.
package struct MaskedStream {
  private let masker: Masker
  // What may be the beginning of a secret.
  private var held: [UInt8] = []

  /// Begins a stream.
  package init(_ masker: Masker) { self.masker = masker }

  /// Hands on what is certain after these bytes.
  package mutating func take(_ bytes: Span<UInt8>, _ emit: (Span<UInt8>) -> Void) {
    if masker.isIdle { return emit(bytes) }
    if held.isEmpty {
      hold(bytes, from: masker.replace(in: bytes, before: masker.firstOpenPlace(in: bytes), emit))
    } else {
      for index in bytes.indices { held.append(bytes[index]) }
      let all = held
      held = []
      let end = masker.firstOpenPlace(in: all.span)
      hold(all.span, from: masker.replace(in: all.span, before: end, emit))
    }
  }

  /// Hands on what is left at the end of the stream.
  package mutating func finish(_ emit: (Span<UInt8>) -> Void) {
    let rest = held
    held = []
    if !rest.isEmpty { _ = masker.replace(in: rest.span, before: rest.count, emit) }
  }

  private mutating func hold(_ bytes: Span<UInt8>, from start: Int) {
    for index in min(start, bytes.count)..<bytes.count { held.append(bytes[index]) }
  }
}
