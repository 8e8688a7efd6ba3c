// What two pieces of text that differ look like: times, paths, names, numbers of another language.
// A guess with its reason in plain sight, which is why it is called a suspicion; under which
// variation it appears is found out by running.

internal import AndonModel
internal import AndonText

/// Looks for what made two texts differ.
///
/// A class, since its patterns are compiled once.
final class DifferenceClassifier {
  private static let days = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
  private static let names = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"

  private let known: [ComparisonRequest.Known]
  private let times = patterns([
    // 2026-11-26T22:16:35.123Z, 2026/11/26 22:16:35 +0100, 20261126T221635Z
    #"\b(?:19|20)\d\d(?:[-/][01]\d[-/][0-3]\d|[01]\d[0-3]\d(?=T|\b))"#
      + #"(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"#,
    // Thu Nov 26 22:16:35 UTC 2026, Thu, 26 Nov 2026 22:16:35 GMT, Nov 26 2026, 26 Nov 2026
    "(?:\(days)\\w*,? +)?(?:\(names)\\w* +\\d{1,2}|\\d{1,2} +\(names)\\w*)"
      + #"(?: \d{4})?(?: \d\d:\d\d(?::\d\d)?)?(?: [A-Z]{3,4})?(?: \d{4})?"#,
    // 26.11.2026, 11/26/2026
    #"\b\d{1,2}[./]\d{1,2}[./]\d{4}(?: \d\d:\d\d(?::\d\d)?)?"#,
    // 22:16, 22:16:35.123
    #"\b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\b"#,
    // Seconds, milliseconds, microseconds or nanoseconds since 1970, from 2017 to 2033.
    #"\b1[5-9]\d{8}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?\b"#,
    // How long something took.
    #"\b\d+(?:[.,]\d+)? ?(?:ns|us|µs|ms|s|sec|secs|seconds?|minutes?)\b"#,
    // The year alone, where it says whose it is.
    #"(?:[Cc]opyright|©|\([cC]\)) *\d{4}\b"#,
  ])
  private let random = patterns([
    #"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"#,
    #"\b0x[0-9a-fA-F]{4,16}\b"#, #"/tmp/[\w.-]{4,}"#, #"\btmp[._-]?\w{4,}"#,
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
  func suspicion(_ first: [UInt8], _ other: [UInt8]) -> DifferenceCategory? {
    let before = FirstDifference.common(first, other)
    let after = zip(first[before...].reversed(), other[before...].reversed())
      .prefix { $0 == $1 }.count
    let one = Piece(text: first, range: before..<first.count - after)
    let two = Piece(text: other, range: before..<other.count - after)
    if let found = known.first(where: { one.touches($0.first) && two.touches($0.other) }) {
      return found.suspicion
    }
    if one.spansWords || two.spansWords, Self.areReordered(first, other) { return .order }
    if isLocale(one, two) { return .locale }
    if one.matches(random), two.matches(random) { return .random }
    if one.matches(times), two.matches(times) { return .timestamp }
    if one.isPath, two.isPath { return .path }
    return one.isRandom && two.isRandom ? .random : nil
  }

  private static func areReordered(_ first: [UInt8], _ other: [UInt8]) -> Bool {
    let (one, two) = (words(first), words(other))
    return one.count > 1 && one != two && one.sorted() == two.sorted()
  }

  private static func words(_ text: [UInt8]) -> [String] {
    text.split { !Piece.isWord($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  // `3.14` and `3,14`, `1,234` and `1.234`, `26 March` and `26 März`, `I` and `ı`.
  private func isLocale(_ one: Piece, _ two: Piece) -> Bool {
    if let first = one.number, let other = two.number,
      first.digits == other.digits, first.groups == other.groups, first.marks != other.marks
    {
      return true
    }
    let (word, same) = (one.word.lowercased(), two.word.lowercased())
    if word.isEmpty || same.isEmpty || word == same { return false }
    if one.isBesideNumber, two.isBesideNumber,
      Self.months.contains(word) != Self.months.contains(same)
    {
      return true
    }
    // Letters that only Turkish has.
    func plain(_ text: String) -> String {
      text.replacing("\u{131}", with: "i").replacing("i\u{307}", with: "i")
    }
    return plain(word) == plain(same)
  }
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

  /// Whether the difference is more than a part of one word.
  var spansWords: Bool { text[range].contains { !Self.isWord($0) } }

  /// Whether a number stands beside the word that it lies in, as in a date.
  var isBesideNumber: Bool {
    let part = extended(Self.isWord)
    let before = text[..<part.startIndex].suffix(3)
    let after = text[part.endIndex...].prefix(3)
    return (before + after).contains(where: Self.isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The number that it lies in: its digits in groups, and what stands between these.
  ///
  /// Nil for what is no number.
  var number: (digits: [UInt8], groups: [Int], marks: [[UInt8]])? {
    // A hard space is written in two bytes, a narrow one in three.
    let spaces: [[UInt8]] = [[0x2E], [0x2C], [0x27], [0xC2, 0xA0], [0xE2, 0x80, 0xAF]]
    let part = extended {
      Self.isDigit($0) || [0x2E, 0x2C, 0x27, 0xC2, 0xA0, 0xE2, 0x80, 0xAF].contains($0)
    }
    guard part.first.map(Self.isDigit) == true, part.last.map(Self.isDigit) == true else {
      return nil
    }
    var groups: [Int] = []
    var marks: [[UInt8]] = []
    var rest = part
    while !rest.isEmpty {
      let group = rest.prefix(while: Self.isDigit)
      let mark = Array(rest.dropFirst(group.count).prefix { !Self.isDigit($0) })
      groups.append(group.count)
      if !mark.isEmpty, !spaces.contains(mark) { return nil }
      if !mark.isEmpty { marks.append(mark) }
      rest = rest.dropFirst(group.count + mark.count)
    }
    return (part.filter(Self.isDigit), groups, marks)
  }

  /// Whether a text stands where the difference is.
  func touches(_ known: String) -> Bool {
    let bytes = Array(known.utf8)
    if bytes.isEmpty || bytes.count > text.count { return false }
    let from = max(0, range.lowerBound - bytes.count)
    let most = min(text.count - bytes.count, range.upperBound)
    return from <= most
      && (from...most).contains { text[$0...].starts(with: bytes) && isWhole($0, bytes.count) }
  }

  // A short text may stand in any word.
  private func isWhole(_ start: Int, _ count: Int) -> Bool {
    if count > 4 { return true }
    let before = start > 0 && Self.isWord(text[start - 1])
    let after = start + count < text.count && Self.isWord(text[start + count])
    return !before && !after
  }

  /// Whether one of some patterns matches where the difference is.
  func matches(_ patterns: [Pattern]) -> Bool {
    patterns.contains { pattern in
      PatternText.with(text.span) { line in
        var place = 0
        while place <= text.count,
          case .match(let found, let next) = pattern.search(line, from: place)
        {
          if let found, holds(found) { return true }
          place = next
        }
        return false
      }
    }
  }

  // What was put in between lies where it touches; anything else has to lie in it.
  private func holds(_ found: Range<Int>) -> Bool {
    range.isEmpty
      ? found.lowerBound <= range.lowerBound && range.upperBound <= found.upperBound
      : found.lowerBound < range.upperBound && range.lowerBound < found.upperBound
  }

  /// Whether it lies in an absolute path.
  var isPath: Bool {
    let part = extended { Self.isWord($0) || [0x2F, 0x2E, 0x2D].contains($0) }
    // What stands behind a colon is an address on a network.
    let isAddress = part.startIndex > 0 && text[part.startIndex - 1] == UInt8(ascii: ":")
    return part.first == 0x2F && part.count { $0 == 0x2F } > 1 && !isAddress
  }

  /// Whether it lies in one word that no person would choose: long, and of letters and digits, or
  /// of very many digits.
  var isRandom: Bool {
    if spansWords { return false }
    let word = extended(Self.isWord)
    let digits = word.count(where: Self.isDigit)
    if digits == word.count { return digits >= 10 }
    let isHexadecimal = word.allSatisfy {
      Self.isDigit($0) || (0x61...0x66).contains($0) || (0x41...0x46).contains($0)
    }
    return word.count >= (isHexadecimal ? 8 : 6) && (digits > 0 || isHexadecimal)
  }
}
