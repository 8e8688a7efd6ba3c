// A value as reports write it: `120+ seconds (timed out)`, `1.5-2.0 GB`, `1 min 30 s`.

internal import AndonModel

/// A quantity with what is said of its truth.
struct ClaimedValue: Equatable {
  /// What is measured.
  enum ClaimedUnit: Equatable {
    case time
    case size
    case share
    /// Bytes for each second.
    case rate
    /// Things of a name; empty where they have none.
    case count(String)
  }

  /// Which side of it the truth lies on.
  enum Bound: Equatable {
    case exact
    /// It was cut off: the truth is this or more; not this itself where that is said.
    case atLeast(isStrict: Bool)
    case atMost(isStrict: Bool)
  }

  /// The least that it may be, in seconds, bytes, parts or things.
  let low: Double
  /// The most that it may be.
  let high: Double
  /// What is measured.
  let kind: ClaimedUnit
  /// Which side of it the truth lies on.
  let bound: Bound

  private static let cutOff: [ClaimPhrase] = [
    "timed out", "time out", "timeout", "exceeded", "cut off", "incomplete", "at least",
    "did not finish", "dnf", "stopped at", "aborted", "killed", "abgebrochen",
  ]
  private static let beyond: [ClaimPhrase] = ["more than", "over", "longer than"]
  // Said of what has no value, whatever number stands beside it.
  private static let never: [ClaimPhrase] = [
    "not measurable", "not measured", "not tested", "cannot", "can not", "could not",
    "not available", "nicht gemessen",
  ]
  // Said of what has no value where no number stands beside it.
  private static let missing: [ClaimPhrase] = [
    "unknown", "n/a", "n.a", "unavailable", "tbd", "pending", "no data", "skipped",
    "blocked", "not run", "unbekannt",
  ]

  /// The first quantity of a text; nil where there is none.
  ///
  /// The one behind the arrow, in `900 ms → 320 ms`.
  init?(_ text: some StringProtocol) {
    if let last = Self.behindArrow(text), let value = ClaimedValue(last) {
      self = value
      return
    }
    let words = ClaimWords(text)
    guard let found = Quantities.of(words.words).first else { return nil }
    low = found.low
    high = found.high
    kind = found.kind
    let before = found.start > 0 ? words.words[found.start - 1] : nil
    if found.isOpen || before == .sign("≥") || Self.isCutOff(words) {
      bound = .atLeast(isStrict: false)
    } else if before == .sign(">") || Self.isBeyond(words, found) {
      bound = .atLeast(isStrict: true)
    } else if before == .sign("≤") {
      bound = .atMost(isStrict: false)
    } else if before == .sign("<") {
      bound = .atMost(isStrict: true)
    } else {
      bound = .exact
    }
  }

  private static func behindArrow(_ text: some StringProtocol) -> Substring? {
    let scalars = text.unicodeScalars
    guard scalars.contains("→") || scalars.contains(">") else { return nil }
    let parts = String(text).replacing("->", with: "→").split(separator: "→")
    return parts.count > 1 ? parts.last : nil
  }

  // `over 30 s`, and `30 s and over`, but not `99.9 % over 30 days`.
  private static func isBeyond(_ words: ClaimWords, _ found: Quantities.FoundQuantity) -> Bool {
    beyond.contains { phrase in
      guard let place = words.statedPlace(of: phrase) else { return false }
      return place < found.start || place >= words.words.count - phrase.words.count
    }
  }

  // What was looked at few times, as andon says it, was not cut off. `timeout: 120 s` is a limit,
  // and `0.1 % aborted` a figure.
  private static func isCutOff(_ words: ClaimWords) -> Bool {
    cutOff.contains { phrase in
      guard let place = words.statedPlace(of: phrase) else { return false }
      let behind = place + 1 < words.words.count ? words.words[place + 1] : nil
      let before = place > 0 ? words.words[place - 1] : nil
      return behind != .sign(":") && before != .sign("%")
    }
  }

  /// Whether a text says that nothing was measured.
  static func isMissing(_ text: some StringProtocol) -> Bool {
    let words = ClaimWords(text)
    let isBare = words.words.allSatisfy { word in
      [.sign("?"), .sign("-"), .sign("–"), .sign("—")].contains(word)
    }
    if isBare || words.words == [.word("none")] || never.contains(where: { words.holds($0) }) {
      return true
    }
    return Quantities.of(words.words).isEmpty && missing.contains { words.holds($0) }
  }
}

/// Looks for quantities.
enum Quantities {
  /// One with the words that it takes.
  struct FoundQuantity {
    var start: Int
    var end: Int
    var low: Double
    var high: Double
    var kind: ClaimedValue.ClaimedUnit
    var isOpen: Bool
  }

  private static let units: [String: (ClaimedValue.ClaimedUnit, Double)] = [
    "ns": (.time, 1e-9), "us": (.time, 1e-6), "µs": (.time, 1e-6),
    "μs": (.time, 1e-6), "ms": (.time, 1e-3),
    "s": (.time, 1), "sec": (.time, 1), "secs": (.time, 1), "second": (.time, 1),
    "seconds": (.time, 1), "sekunden": (.time, 1), "m": (.time, 60), "min": (.time, 60),
    "mins": (.time, 60), "minute": (.time, 60), "minutes": (.time, 60), "minuten": (.time, 60),
    "h": (.time, 3600), "hour": (.time, 3600), "hours": (.time, 3600), "d": (.time, 86_400),
    "day": (.time, 86_400), "days": (.time, 86_400), "b": (.size, 1), "byte": (.size, 1),
    "bytes": (.size, 1), "kb": (.size, 1e3), "mb": (.size, 1e6), "gb": (.size, 1e9),
    "tb": (.size, 1e12), "kib": (.size, 1024), "mib": (.size, 1_048_576),
    "gib": (.size, 1_073_741_824),
  ]

  // By its sign, or by its name as pipeline files have it.
  private static func unit(_ letters: String) -> (ClaimedValue.ClaimedUnit, Double)? {
    if let known = units[letters] { return known }
    guard letters.count > 2, let scale = UnitScale(letters) else { return nil }
    switch scale.kind {
    case .seconds: return (.time, scale.factor)
    case .bytes: return (.size, scale.factor)
    default: return nil
    }
  }

  /// Those of a text, in their order; a bare count only where nothing else is there.
  static func of(_ words: [ClaimWords.Word]) -> [FoundQuantity] {
    var all: [FoundQuantity] = []
    var index = 0
    while index < words.count {
      guard var found = one(words, at: index) else {
        index += 1
        continue
      }
      // `1 min 30 s`
      while found.kind == .time, found.low == found.high, let next = one(words, at: found.end),
        next.kind == .time, next.low == next.high, next.low < 60, next.low < found.low
      {
        found.low += next.low
        found.high = found.low
        found.end = next.end
        found.isOpen = found.isOpen || next.isOpen
      }
      all.append(found)
      index = found.end
    }
    return all.isEmpty ? count(words).map { [$0] } ?? [] : all
  }

  // `N`, `-N`, `N-M`, `N+`, `N:M`, each with its unit behind it.
  private static func one(_ words: [ClaimWords.Word], at start: Int) -> FoundQuantity? {
    guard var low = words.indices.contains(start) ? words[start].number : nil else { return nil }
    func word(_ index: Int) -> ClaimWords.Word? { index < words.count ? words[index] : nil }
    var index = start + 1
    if let seconds = clock(words, at: start) {
      let end = word(start + 3)?.letters.flatMap(unit)?.0 == .time ? start + 4 : start + 3
      return FoundQuantity(
        start: start, end: end, low: low * 60 + seconds, high: low * 60 + seconds, kind: .time,
        isOpen: false)
    }
    if isNegative(words, start) { low = -low }
    var high = low
    var isOpen = false
    if word(index) == .sign("+") {
      isOpen = true
      index += 1
    }
    // Between the two a unit may stand twice: `5 s - 10 s` is read as two.
    if word(index) == .sign("-") || word(index) == .sign("–"), let other = word(index + 1)?.number {
      high = other
      index += 2
    }
    if let letters = word(index)?.letters, let (kind, factor) = unit(letters) {
      // `100 MB/s`.
      if kind == .size, word(index + 1) == .sign("/") || word(index + 1) == .word("per"),
        let time = word(index + 2)?.letters.flatMap(unit), time.0 == .time
      {
        return FoundQuantity(
          start: start, end: index + 3, low: low * factor / time.1, high: high * factor / time.1,
          kind: .rate, isOpen: isOpen)
      }
      if word(index + 1) == .sign("+") { isOpen = true }
      return FoundQuantity(
        start: start, end: index + 1, low: low * factor, high: high * factor, kind: kind,
        isOpen: isOpen)
    }
    if word(index) == .sign("%") || word(index) == .word("percent") {
      return FoundQuantity(
        start: start, end: index + 1, low: low / 100, high: high / 100, kind: .share,
        isOpen: isOpen)
    }
    return nil
  }

  // `9:30`; of a date or a place in a file nothing is left.
  private static func clock(_ words: [ClaimWords.Word], at start: Int) -> Double? {
    guard start + 2 < words.count, words[start + 1] == .sign(":"),
      let seconds = words[start + 2].number, seconds < 60, seconds == seconds.rounded(),
      start == 0 || words[start - 1] != .sign(":"),
      start + 3 == words.count || words[start + 3] != .sign(":")
    else { return nil }
    return seconds
  }

  private static func isNegative(_ words: [ClaimWords.Word], _ start: Int) -> Bool {
    guard start > 0, words[start - 1] == .sign("-") else { return false }
    if start == 1 { return true }
    if case .sign(let sign) = words[start - 2] { return "≤≥<>=(:".contains(sign) }
    return false
  }

  // `≥ 1000 req/s`, `3 errors`: a number, and what it counts.
  private static func count(_ words: [ClaimWords.Word]) -> FoundQuantity? {
    let start = words.firstIndex { $0.number != nil } ?? words.count
    guard start < words.count, let number = words[start].number,
      words[..<start].allSatisfy({ word in
        if case .sign(let sign) = word { "≤≥<>=".contains(sign) } else { false }
      })
    else { return nil }
    let rest = words[(start + 1)...]
    let names = rest.compactMap(\.letters)
    let isPlain = rest.allSatisfy { $0.letters != nil || $0 == .sign("/") }
    guard isPlain, names.count <= 2 else { return nil }
    return FoundQuantity(
      start: start, end: words.count, low: number, high: number,
      kind: .count(names.joined(separator: "/")), isOpen: false)
  }
}
