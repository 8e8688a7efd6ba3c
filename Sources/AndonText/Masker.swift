// Takes secrets out of bytes. Which values are secrets is not known here.
// Works on bytes, since output need not be UTF-8, and in a stream, since a secret may lie across
// the border of two pieces.

/// Replaces whole occurrences of secrets by `***`.
package struct Masker: Sendable {
  private static let mark = Array("***".utf8)

  // The longest first: of two secrets that begin at one place the longer one is meant.
  private let secrets: [[UInt8]]
  private let beginsOne: [Bool]

  /// Takes the values that must not be shown; empty ones are passed over.
  package init(_ values: [[UInt8]]) {
    secrets = Set(values.filter { !$0.isEmpty }).sorted {
      ($1.count, $0[0]) < ($0.count, $1[0])
    }
    var table = [Bool](repeating: false, count: 256)
    for secret in secrets { table[Int(secret[0])] = true }
    beginsOne = table
  }

  /// Whether there is nothing to hide.
  package var isIdle: Bool { secrets.isEmpty }

  /// Bytes with their secrets replaced.
  package func masked(_ bytes: [UInt8]) -> [UInt8] {
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

  // Hands on what comes before `end`, with every secret that begins there replaced; where it came to.
  fileprivate func replace(
    in bytes: Span<UInt8>, before end: Int, _ emit: (Span<UInt8>) -> Void
  ) -> Int {
    var begun = 0
    var index = 0
    while index < end {
      guard beginsOne[Int(bytes[index])],
        let secret = secrets.first(where: { Self.match($0, bytes, index) == .whole })
      else {
        index += 1
        continue
      }
      if index > begun { emit(bytes.extracting(begun..<index)) }
      emit(Self.mark.span)
      index += secret.count
      begun = index
    }
    if index > begun { emit(bytes.extracting(begun..<index)) }
    return index
  }

  // The first place at which a secret may have begun that the bytes do not hold whole.
  fileprivate func firstOpenPlace(in bytes: Span<UInt8>) -> Int {
    let longest = secrets.first?.count ?? 0
    let start = max(0, bytes.count - longest + 1)
    return (start..<max(start, bytes.count)).first { index in
      beginsOne[Int(bytes[index])]
        && secrets.contains { Self.match($0, bytes, index) == .cutOff }
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
