// A line of a report as words, numbers and signs, without what only makes it bold.

/// Splits lines.
struct ClaimWords {
  /// A part of a line.
  enum Word: Equatable {
    /// Letters, in small.
    case word(String)
    case number(Double)
    case sign(Character)

    /// The letters; nil for anything else.
    var letters: String? { if case .word(let letters) = self { letters } else { nil } }
    /// The number; nil for anything else.
    var number: Double? { if case .number(let number) = self { number } else { nil } }
  }

  /// The parts in their order.
  private(set) var words: [Word] = []

  private let line: [Character]
  private var place = 0

  /// Splits a line.
  init(_ line: some StringProtocol) {
    self.line = Array(line)
    while place < self.line.count {
      let character = self.line[place]
      if Self.isDigit(character) || isPoint {
        readNumber()
      } else if character.isLetter {
        readLetters()
      } else {
        if !character.isWhitespace, !"*`_".contains(character) { words.append(.sign(character)) }
        place += 1
      }
    }
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }

  // `.5`
  private var isPoint: Bool {
    line[place] == "." && place + 1 < line.count && Self.isDigit(line[place + 1])
      && (place == 0 || !Self.isDigit(line[place - 1]) && !line[place - 1].isLetter)
  }

  // Whether three digits follow a blank or an apostrophe between thousands: `10 000`, `10'000`.
  private func dividesThousands(_ place: Int, from start: Int) -> Bool {
    guard " \u{A0}\u{2009}\u{202F}'’".contains(line[place]) else { return false }
    let digits = line[(place + 1)...].prefix(while: Self.isDigit).count
    guard digits == 3 else { return false }
    // After a word a blank may also be between two numbers: `phase 2 300 ms`.
    if line[place] != " " { return true }
    let before = line[..<start].last { !$0.isWhitespace }
    return before.map { !$0.isLetter && $0 != "#" && !Self.isDigit($0) } ?? true
  }

  private mutating func readLetters() {
    var text = ""
    while place < line.count, line[place].isLetter || line[place] == "'" && !text.isEmpty {
      text += line[place].lowercased()
      place += 1
    }
    words.append(.word(text == "×" ? "x" : text))
  }

  // Digits with points and commas between them, and an exponent.
  private mutating func readNumber() {
    var groups = [""]
    var separators: [Character] = []
    var isGrouped = false
    let start = place
    func digit(_ index: Int) -> Bool { index < line.count && Self.isDigit(line[index]) }
    while place < line.count {
      if digit(place) {
        groups[groups.count - 1].append(line[place])
      } else if separators.isEmpty, isGrouped || groups[0].count <= 3,
        dividesThousands(place, from: start)
      {
        isGrouped = true
      } else if ".,".contains(line[place]), digit(place + 1) {
        separators.append(line[place])
        groups.append("")
      } else {
        break
      }
      place += 1
    }
    var text = Self.joined(groups, separators)
    if place < line.count, line[place] == "e" || line[place] == "E" {
      let hasSign = place + 1 < line.count && "+-".contains(line[place + 1])
      var end = place + (hasSign ? 2 : 1)
      if digit(end), hasSign || !text.isEmpty {
        while digit(end) { end += 1 }
        text += String(line[place..<end])
        place = end
      }
    }
    guard let number = Double(text), number.isFinite else { return }
    words.append(.number(number * readMultiple()))
  }

  // `1.2k` is 1200, and `3M` and `3 million` are the same: no letter follows.
  private mutating func readMultiple() -> Double {
    let rest = line[place...].drop { $0 == " " }
    guard rest.first.map({ "tTmMbB".contains($0) || Self.multiples[$0] != nil }) == true else {
      return 1
    }
    let word = String(rest.prefix(while: \.isLetter)).lowercased()
    if let multiple = Self.numerals[word] {
      place = rest.startIndex + word.count
      return multiple
    }
    guard place < line.count, let multiple = Self.multiples[line[place]],
      place + 1 == line.count || !line[place + 1].isLetter
    else { return 1 }
    place += 1
    return multiple
  }

  private static let multiples: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9]
  private static let numerals = [
    "thousand": 1e3, "million": 1e6, "millions": 1e6, "mio": 1e6, "billion": 1e9,
  ]

  // `1,500` and `1.400,5` are more than a thousand; `1,4` is a part, as it is written in Europe.
  private static func joined(_ groups: [String], _ separators: [Character]) -> String {
    guard let last = separators.last else { return groups[0] }
    let isThousands = groups.dropFirst().allSatisfy { $0.count == 3 } && groups[0].count <= 3
    let isMixed = separators.contains { $0 != last }
    let isWhole = isThousands && !isMixed && (last == "," || separators.count > 1)
    if isWhole { return groups.joined() }
    return groups.dropLast().joined() + "." + (groups.last ?? "")
  }

  /// The words alone.
  var letters: [String] { words.compactMap(\.letters) }

  /// Where words stand in this order, next to each other; nil where they do not.
  func place(of phrase: ClaimPhrase) -> Int? {
    words.indices.first { words[$0...].starts(with: phrase.words) }
  }

  /// Whether words stand in this order, next to each other.
  func holds(_ phrase: ClaimPhrase) -> Bool { place(of: phrase) != nil }

  /// The place of a phrase that no word before it takes back; nil where there is none.
  func statedPlace(of phrase: ClaimPhrase) -> Int? {
    guard let place = place(of: phrase), !isDenied(at: place) else { return nil }
    return place
  }

  /// Whether a phrase is there and no word before it takes it back.
  func states(_ phrase: ClaimPhrase) -> Bool { statedPlace(of: phrase) != nil }

  /// Whether a word before a place takes back what stands there: `not exceeded`, `no longer
  /// failing`.
  func isDenied(at place: Int) -> Bool {
    let before = words[max(0, place - 2)..<place].compactMap(\.letters)
    return before.contains { Self.denials.contains($0) }
  }

  private static let denials: Set<String> = [
    "not", "no", "never", "without", "none", "nicht", "kein", "keine", "isn't", "wasn't",
  ]
}

/// Words to be looked for next to each other, split once.
struct ClaimPhrase: ExpressibleByStringLiteral {
  /// The parts in their order.
  let words: [ClaimWords.Word]

  init(stringLiteral phrase: String) { words = ClaimWords(phrase).words }
}
