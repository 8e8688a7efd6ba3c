// What two pieces of text that differ look like: times, paths, names, numbers of another language.
// A guess with its reason in plain sight, which is why it is called a suspicion; under which
// variation it appears is found out by running.

internal import AndonModel
internal import AndonText

/// Looks for what made two texts differ.
///
/// A class, since its patterns are compiled once.
final class SuspicionFinder {
  private static let days = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
  private static let names = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"

  private let known: [ComparisonRequest.Known]
  private let times = patterns([
    // 2026-11-26T22:16:35.123Z, 2026-11-26 22:16:35 +0100, 20261126T221635Z, 2026-11-26
    #"\d{4}-?\d\d-?\d\d(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?"#
      + #"(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"#,
    // Thu Nov 26 22:16:35 UTC 2026, Thu, 26 Nov 2026 22:16:35 GMT, Nov 26 2026, 26 Nov 2026
    "(?:\(days)\\w*,? +)?(?:\(names)\\w* +\\d{1,2}|\\d{1,2} +\(names)\\w*)"
      + #"(?: \d{4})?(?: \d\d:\d\d(?::\d\d)?)?(?: [A-Z]{3,4})?(?: \d{4})?"#,
    // 26.11.2026, 11/26/2026
    #"\d{1,2}[./]\d{1,2}[./]\d{4}(?: \d\d:\d\d(?::\d\d)?)?"#,
    // 22:16:35, 22:16:35.123
    #"\b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\b"#,
    // Seconds, milliseconds or nanoseconds since 1970, from 2001 to 2033.
    #"\b1\d{9}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?\b"#,
    // How long something took.
    #"\b\d+(?:[.,]\d+)? ?(?:ns|us|µs|ms|s|sec|secs|seconds?|minutes?)\b"#,
  ])
  private let random = patterns([
    #"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"#,
    #"0x[0-9a-fA-F]{4,16}\b"#, #"\b(?:tmp|temp)[._-]?\w{4,}"#,
  ])

  private static let months: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
  ]

  /// Takes what is known to have differed between both runs.
  init(_ known: [ComparisonRequest.Known]) { self.known = known }

  private static func patterns(_ texts: [String]) -> [Pattern] {
    texts.map { text in
      guard let pattern = try? Pattern("(\(text))") else {
        preconditionFailure("a pattern of andon's own cannot be compiled")
      }
      return pattern
    }
  }

  /// What a difference of two texts looks like; nil for nothing that is known.
  func suspicion(_ first: [UInt8], _ other: [UInt8]) -> Suspicion? {
    let before = FirstDifference.common(first, other)
    let after = zip(first[before...].reversed(), other[before...].reversed())
      .prefix { $0 == $1 }.count
    let one = Piece(text: first, range: before..<first.count - after)
    let two = Piece(text: other, range: before..<other.count - after)
    if let found = known.first(where: { one.touches($0.first) && two.touches($0.other) }) {
      return found.suspicion
    }
    if isLocale(one, two) { return .locale }
    if one.matches(random), two.matches(random) { return .random }
    if one.matches(times), two.matches(times) { return .timestamp }
    if one.isPath, two.isPath { return .path }
    if Self.words(first) != Self.words(other),
      Self.words(first).sorted() == Self.words(other).sorted()
    {
      return .order
    }
    return one.isRandom && two.isRandom ? .random : nil
  }

  private static func words(_ text: [UInt8]) -> [String] {
    text.split { !Piece.isWord($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  // `3.14` and `3,14`, `1,234` and `1.234`, `March` and `März`, `I` and `ı`.
  private func isLocale(_ one: Piece, _ two: Piece) -> Bool {
    let (first, other) = (one.number, two.number)
    if first != other, first.contains(where: Self.isDigit),
      first.filter(Self.isDigit) == other.filter(Self.isDigit)
    {
      return true
    }
    let (word, same) = (one.word.lowercased(), two.word.lowercased())
    if word.isEmpty || same.isEmpty { return false }
    if Self.months.contains(word) != Self.months.contains(same) { return true }
    return one.word != two.word && word == same
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

/// A text with the part of it that differs.
private struct Piece {
  let text: [UInt8]
  let range: Range<Int>

  static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte >= 0x80 || byte == 0x5F
  }

  private func extended(_ belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let before = text[..<range.lowerBound].reversed().prefix(while: belongs).count
    let after = text[range.upperBound...].prefix(while: belongs).count
    return text[range.lowerBound - before..<range.upperBound + after]
  }

  /// The word that the difference lies in; empty for more than letters, and a period behind them.
  var word: String {
    var word = String(decoding: extended(Self.isWord), as: UTF8.self)
    if word.last == "." { word.removeLast() }
    return word.allSatisfy(\.isLetter) ? word : ""
  }

  /// The number that it lies in, with whatever stands between digits.
  var number: ArraySlice<UInt8> {
    let part = extended { (0x30...0x39).contains($0) || [0x2E, 0x2C, 0x27].contains($0) }
    // A narrow space is written in three bytes, a hard one in two.
    let isNumber = part.allSatisfy {
      (0x30...0x39).contains($0) || [0x2E, 0x2C, 0x27, 0x20].contains($0) || $0 >= 0x80
    }
    return isNumber ? part : []
  }

  /// Whether a text stands where the difference is.
  func touches(_ known: String) -> Bool {
    let bytes = Array(known.utf8)
    if bytes.isEmpty || bytes.count > text.count { return false }
    let from = max(0, range.lowerBound - bytes.count)
    let most = min(text.count - bytes.count, range.upperBound)
    return from <= most && (from...most).contains { text[$0...].starts(with: bytes) }
  }

  /// Whether one of some patterns matches where the difference is.
  func matches(_ patterns: [Pattern]) -> Bool {
    patterns.contains { pattern in
      var place = 0
      while place <= text.count,
        case .match(let found, let next) = pattern.search(text.span, from: place)
      {
        if let found, found.upperBound >= range.lowerBound, found.lowerBound <= range.upperBound {
          return true
        }
        place = next
      }
      return false
    }
  }

  /// Whether it lies in an absolute path.
  var isPath: Bool {
    let part = extended { Self.isWord($0) || [0x2F, 0x2E, 0x2D].contains($0) }
    return part.first == 0x2F && part.count { $0 == 0x2F } > 1
  }

  /// Whether it lies in a word that no person would choose: long, and with digits.
  var isRandom: Bool {
    let word = extended(Self.isWord)
    return word.count >= 4 && word.contains { (0x30...0x39).contains($0) }
  }
}
