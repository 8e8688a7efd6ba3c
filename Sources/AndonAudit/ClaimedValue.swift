// A value or a limit as reports write them: `120+ seconds (timed out)`, `1.5-2.0 GB`, `≤100 MB`.

/// A quantity with what is said of its truth.
struct ClaimedValue: Equatable {
  /// What is measured.
  enum Kind {
    case time
    case size
    case share
    case count
  }

  /// Which side of it the truth lies on.
  enum Bound {
    case exact
    /// It was cut off: the truth is this or more.
    case atLeast
    case atMost
  }

  /// The least that it may be, in seconds, bytes or parts.
  let low: Double
  /// The most that it may be.
  let high: Double
  /// What is measured.
  let kind: Kind
  /// Which side of it the truth lies on.
  let bound: Bound

  private static let units: [String: (Kind, Double)] = [
    "ns": (.time, 1e-9), "us": (.time, 1e-6), "µs": (.time, 1e-6), "ms": (.time, 1e-3),
    "s": (.time, 1), "sec": (.time, 1), "secs": (.time, 1), "second": (.time, 1),
    "seconds": (.time, 1), "m": (.time, 60), "min": (.time, 60), "mins": (.time, 60),
    "minute": (.time, 60), "minutes": (.time, 60), "h": (.time, 3600), "hour": (.time, 3600),
    "hours": (.time, 3600), "b": (.size, 1), "bytes": (.size, 1), "kb": (.size, 1e3),
    "mb": (.size, 1e6), "gb": (.size, 1e9), "tb": (.size, 1e12), "kib": (.size, 1024),
    "mib": (.size, 1_048_576), "gib": (.size, 1_073_741_824),
  ]
  private static let cutOff = [
    "timed out", "time out", "timeout", "exceeded", "cut off", "incomplete", "at least",
    "more than", "aborted", "killed",
  ]
  private static let missing = [
    "not measurable", "not measured", "unknown", "cannot", "can not", "could not", "n a",
    "unavailable", "not available", "none", "tbd", "pending",
  ]

  /// The first quantity of a text; nil where there is none.
  init?(_ text: some StringProtocol) {
    let words = ClaimWords(text)
    var index = words.words.startIndex
    while index < words.words.endIndex {
      if let found = Self.quantity(words.words, at: index) {
        let isOpen = found.isOpen || Self.cutOff.contains { words.holds($0) }
        let before = index > 0 ? words.words[index - 1] : nil
        let isLeast = before == .sign("≥") || before == .sign(">") || isOpen
        let isMost = before == .sign("≤") || before == .sign("<")
        low = found.low
        high = found.high
        kind = found.kind
        bound = isLeast ? .atLeast : isMost ? .atMost : .exact
        return
      }
      index += 1
    }
    return nil
  }

  /// Whether a text says that nothing was measured.
  static func isMissing(_ text: some StringProtocol) -> Bool {
    let words = ClaimWords(text)
    let isBare = words.words.allSatisfy { $0 == .sign("?") || $0 == .sign("-") || $0 == .sign("–") }
    return isBare || missing.contains { words.holds($0) }
  }

  // `N`, `N-M`, `N+`, each with its unit behind it.
  private static func quantity(
    _ words: [ClaimWords.Word], at start: Int
  ) -> (low: Double, high: Double, kind: Kind, isOpen: Bool)? {
    guard let low = words[start].number else { return nil }
    var high = low
    var index = start + 1
    var isOpen = false
    func word(_ index: Int) -> ClaimWords.Word? { index < words.count ? words[index] : nil }
    if word(index) == .sign("+") {
      isOpen = true
      index += 1
    }
    if word(index) == .sign("-") || word(index) == .sign("–"), let other = word(index + 1)?.number {
      high = other
      index += 2
    }
    if let letters = word(index)?.letters, let (kind, factor) = units[letters] {
      if word(index + 1) == .sign("+") { isOpen = true }
      return (low * factor, high * factor, kind, isOpen)
    }
    if word(index) == .sign("%") { return (low / 100, high / 100, .share, isOpen) }
    return nil
  }
}

/// A limit: what keeps it, and up to where.
struct ClaimedLimit: Equatable {
  /// The limit itself.
  let value: ClaimedValue
  /// Whether more than it breaks it; else less does.
  let isUpper: Bool
  /// Whether the limit itself keeps it.
  let includesLimit: Bool

  /// Reads a target; nil for what is none.
  init?(_ text: some StringProtocol) {
    guard let value = ClaimedValue(text) else { return nil }
    self.value = value
    let words = ClaimWords(text)
    let isLower =
      text.contains("≥") || text.contains(">") || words.holds("at least")
      || words.holds("minimum")
    let isPlainShare = value.kind == .share && !text.contains("≤") && !text.contains("<")
    isUpper = !isLower && !isPlainShare
    includesLimit = !text.contains("<") && !text.contains(">") || text.contains("=")
  }

  /// Whether a value keeps it; nil where that cannot be told.
  func isKept(by measured: ClaimedValue) -> Bool? {
    guard measured.kind == value.kind else { return nil }
    let limit = value.low
    let keeps = { (number: Double) in
      number == limit ? includesLimit : (number < limit) == isUpper
    }
    switch measured.bound {
    case .exact:
      let (low, high) = (keeps(measured.low), keeps(measured.high))
      return low == high ? low : nil
    case .atLeast:
      let isBeyond = !keeps(measured.low) && measured.low != limit || measured.low > limit
      if isUpper { return isBeyond ? false : nil }
      return keeps(measured.low) ? true : nil
    case .atMost:
      if isUpper { return keeps(measured.high) ? true : nil }
      return keeps(measured.high) ? nil : false
    }
  }
}
