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

  /// Splits a line.
  init(_ line: some StringProtocol) {
    var letters = ""
    var digits = ""
    func flush(_ words: inout [Word]) {
      if !letters.isEmpty { words.append(.word(letters)) }
      if !digits.isEmpty {
        let isOpen = digits.hasSuffix(".")
        let number = Double(isOpen ? String(digits.dropLast()) : digits)
        if let number { words.append(.number(number)) }
        if isOpen { words.append(.sign(".")) }
      }
      letters = ""
      digits = ""
    }
    for character in line {
      if character.isASCII && character.isNumber || character == "." && !digits.isEmpty {
        if !letters.isEmpty { flush(&words) }
        digits.append(character)
      } else if character.isLetter || character == "'" && !letters.isEmpty {
        if !digits.isEmpty { flush(&words) }
        letters += character.lowercased()
      } else {
        flush(&words)
        if !character.isWhitespace, !"*`_".contains(character) { words.append(.sign(character)) }
      }
    }
    flush(&words)
  }

  /// The words alone.
  var letters: [String] { words.compactMap(\.letters) }

  /// Whether words stand in this order, next to each other.
  func holds(_ phrase: String) -> Bool {
    let wanted = ClaimWords(phrase).words
    guard wanted.count <= words.count else { return false }
    return (0...(words.count - wanted.count)).contains {
      Array(words[$0..<$0 + wanted.count]) == wanted
    }
  }
}
