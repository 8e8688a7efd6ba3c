// Which bytes a line must hold for a pattern to match it: what makes many patterns cheap.
// Knows the syntax of POSIX extended regular expressions, and of Perl's as much as it has to pass
// over. The choice of literals is that of Russ Cox, "Regular Expression Matching with a Trigram
// Index" (2012), with strings instead of trigrams.

/// Looks for the literals of a pattern.
package struct RequiredLiterals {
  /// Every line that the pattern matches holds one of them; nil where nothing can be said.
  package static func of(_ pattern: String) -> [[UInt8]]? {
    var reader = RequiredLiterals(Array(pattern.utf8))
    let set = reader.alternation()
    return reader.hasGivenUp || reader.place < reader.pattern.count ? nil : set
  }

  private let pattern: [UInt8]
  private var place = 0
  private var hasGivenUp = false

  private init(_ pattern: [UInt8]) { self.pattern = pattern }

  private var next: UInt8? { place < pattern.count ? pattern[place] : nil }

  private mutating func consume(_ byte: Unicode.Scalar) -> Bool {
    if next != UInt8(ascii: byte) { return false }
    place += 1
    return true
  }

  // One of the branches: any of their literals.
  private mutating func alternation() -> [[UInt8]]? {
    var all: [[UInt8]]? = sequence()
    while consume("|") {
      let branch = sequence()
      if let known = all, let branch { all = known + branch } else { all = nil }
    }
    return all
  }

  // All of the parts: the best set of one of them.
  private mutating func sequence() -> [[UInt8]]? {
    var best: [[UInt8]]?
    var run: [UInt8] = []
    func offer(_ set: [[UInt8]]?) {
      guard let set, Self.weight(set) > best.map(Self.weight) ?? 0 else { return }
      best = set
    }
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      let part = atom()
      let quantifier = quantifier()
      switch (part, quantifier) {
      case (.byte(let byte), .one): run.append(byte)
      case (.byte(let byte), .more):
        offer([run + [byte]])
        run = [byte]
      case (.nothing, _): break
      case (.set(let set), .one), (.set(let set), .more):
        offer([run])
        offer(set)
        run = []
      case (_, .maybe), (.any, _):
        offer([run])
        run = []
      }
    }
    offer([run])
    return best
  }

  private enum Part {
    case byte(UInt8)
    case set([[UInt8]]?)
    case any
    /// An anchor.
    case nothing
  }

  private mutating func atom() -> Part {
    let byte = pattern[place]
    place += 1
    switch byte {
    case UInt8(ascii: "^"), UInt8(ascii: "$"): return .nothing
    case UInt8(ascii: "."): return .any
    case UInt8(ascii: "["): return bracket()
    case UInt8(ascii: "("): return group()
    case UInt8(ascii: "\\"): return escape()
    default: return .byte(byte)
    }
  }

  private mutating func group() -> Part {
    if consume("?"), !consume(":") {
      hasGivenUp = true
      return .any
    }
    let set = alternation()
    if !consume(")") { hasGivenUp = true }
    return .set(set)
  }

  // A letter or digit behind a backslash is a class, an assertion, or a reference.
  private mutating func escape() -> Part {
    guard let byte = next else { return .any }
    place += 1
    if !Unicode.Scalar(byte).properties.isAlphabetic, !("0"..."9").contains(Unicode.Scalar(byte)) {
      return .byte(byte)
    }
    // What follows `\x` or `\p` is not to be taken for text.
    if !"dDsSwWbB".utf8.contains(byte) { hasGivenUp = true }
    return "bB".utf8.contains(byte) ? .nothing : .any
  }

  private mutating func bracket() -> Part {
    _ = consume("^")
    var count = 0
    while let byte = next {
      place += 1
      if byte == UInt8(ascii: "]"), count > 0 { return .any }
      if byte == UInt8(ascii: "\\") { place += 1 }
      // [:class:]
      if byte == UInt8(ascii: "["), next == UInt8(ascii: ":") {
        while let inner = next, inner != UInt8(ascii: "]") {
          _ = inner
          place += 1
        }
        place += 1
      }
      count += 1
    }
    hasGivenUp = true
    return .any
  }

  private enum Quantifier {
    case one
    case maybe
    case more
  }

  private mutating func quantifier() -> Quantifier {
    var result = Quantifier.one
    while let byte = next {
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"): result = .maybe
      case UInt8(ascii: "+"): result = result == .maybe ? .maybe : .more
      case UInt8(ascii: "{"):
        guard let end = pattern[place...].firstIndex(of: UInt8(ascii: "}")) else {
          hasGivenUp = true
          return .maybe
        }
        result = pattern[place + 1] == UInt8(ascii: "0") ? .maybe : .more
        place = end
      default: return result
      }
      place += 1
    }
    return result
  }

  // A set is as good as its shortest member.
  private static func weight(_ set: [[UInt8]]) -> Int {
    guard let shortest = set.map(\.count).min(), shortest > 0 else { return 0 }
    return shortest * 100 - min(set.count, 99)
  }
}
