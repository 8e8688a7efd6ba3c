// A limit as reports write it: `≤100 MB`, `at most 5 min`, `not less than 99 %`.

/// A limit: what keeps it, and up to where.
struct ClaimedLimit: Equatable {
  /// The limit itself.
  let value: ClaimedValue
  /// Whether more than it breaks it; else less does.
  let isUpper: Bool
  /// Whether the limit itself keeps it.
  let includesLimit: Bool

  private static let upper: [ClaimPhrase] = [
    "at most", "max", "maximum", "below", "under", "less than", "up to", "within", "or less",
    "höchstens", "maximal", "unter",
  ]
  private static let lower: [ClaimPhrase] = [
    "at least", "minimum", "more than", "above", "over", "longer than", "or more", "exceed",
    "exceeds", "mindestens", "über",
  ]
  private static let strict: [ClaimPhrase] = [
    "below", "under", "less than", "more than", "above", "over",
  ]

  /// Reads a target; nil for what is none, or more than one.
  init?(_ text: some StringProtocol) {
    let words = ClaimWords(text)
    let quantities = Quantities.of(words.words)
    guard let value = ClaimedValue(text), let first = quantities.first,
      quantities.allSatisfy({ $0.kind != first.kind || $0.low == first.low }),
      first.low == first.high,
      !text.contains("±"), !words.words.contains(.word("against")), !text.contains("+/-")
    else { return nil }
    // `+10 %`: a change, of which the value says nothing.
    let before = first.start > 0 ? words.words[first.start - 1] : nil
    if before == .sign("+") { return nil }
    self.value = value
    guard let isUpper = Self.isUpper(words, text, first) else { return nil }
    self.isUpper = isUpper
    let isStrict =
      text.contains("<") || text.contains(">")
      || Self.strict.contains { words.states($0) }
    includesLimit = !isStrict || text.contains("=")
  }

  // A sign, else a word, else what is usual: times and sizes are not to be more.
  private static func isUpper(
    _ words: ClaimWords, _ text: some StringProtocol, _ first: Quantities.FoundQuantity
  ) -> Bool? {
    // `95 % < 500 ms`: so many of them, each below that.
    let isBehind = { (sign: Character) in words.words[..<first.start].contains(.sign(sign)) }
    if first.kind == .share, "≥>≤<".contains(where: text.contains),
      !"≥>≤<".contains(where: isBehind),
      Quantities.of(words.words).contains(where: { $0.kind == .time })
    {
      return false
    }
    if text.contains("≥") || text.contains(">") { return false }
    if text.contains("≤") || text.contains("<") { return true }
    if first.isOpen { return false }
    for (phrases, isUpper) in [(upper, true), (lower, false)] {
      guard let place = phrases.lazy.compactMap(words.place).first else { continue }
      return words.isDenied(at: place) ? !isUpper : isUpper
    }
    if first.start > 0, words.words[..<first.start].contains(.word("min")) { return false }
    switch first.kind {
    case .time, .size: return true
    // All of them, or none: there is nothing beyond.
    case .share: return first.low == 1 ? false : first.low == 0 ? true : nil
    case .rate: return nil
    case .count: return first.low == 0 ? true : nil
    }
  }

  /// Whether a value keeps it; nil where that cannot be told.
  func isKept(by measured: ClaimedValue) -> Bool? {
    guard isComparable(with: measured) else { return nil }
    let limit = value.low
    func keeps(_ number: Double) -> Bool {
      number == limit ? includesLimit : (number < limit) == isUpper
    }
    switch measured.bound {
    case .exact:
      let (low, high) = (keeps(measured.low), keeps(measured.high))
      return low == high ? low : nil
    case .atLeast(let isStrict):
      let isBeyond =
        measured.low > limit || measured.low == limit && (isStrict || isUpper != includesLimit)
      return isBeyond ? !isUpper : nil
    case .atMost(let isStrict):
      let isBelow =
        measured.high < limit || measured.high == limit && (isStrict || isUpper == includesLimit)
      return isBelow ? isUpper : nil
    }
  }

  /// Whether both count the same.
  func isComparable(with measured: ClaimedValue) -> Bool {
    switch (value.kind, measured.kind) {
    case (.count(let one), .count(let other)): one == other || one.isEmpty || other.isEmpty
    case (let one, let other): one == other
    }
  }
}
