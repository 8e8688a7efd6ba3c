// Reads a stage's metrics, and what is expected of it, from its output: line by line, without
// colour codes.
// Bounded: of a line only the first part is looked at, and what was found is a bound then; patterns
// are matched within limits.

internal import AndonModel
internal import AndonText

/// Looks for metrics, and for the line that is expected.
struct OutputScanner: LineScanner {
  /// Of a longer line only this many bytes are looked at.
  static let maxLineLength = 1 << 20
  /// A pattern that matches more often in one line counts as one that ran into its limit, such as
  /// one that matches nothing at every place.
  static let maxMatches = 1000

  private struct Search {
    let name: String
    let pattern: Pattern
    /// Nil for what is only expected.
    let choice: MetricExtractor.Choice?
    let scale: Double
    var matches = MetricFold()
    var isExhausted = false
    /// Whether a line was only looked at in part.
    var isPartial = false

    // One line is enough for an expectation.
    var isOpen: Bool { !isExhausted && (choice != nil || !matches.hasAny) }
  }

  /// The name under which the expectation is reported.
  static let expectation = "expect.matches"

  private var searches: [Search]
  var assembly = LineAssembly(longest: Self.maxLineLength)

  /// Patterns have been compiled when the pipeline was read.
  init(_ rules: [MetricExtractor], expects: String? = nil) {
    searches = rules.compactMap { rule in
      guard case .output(let pattern, let choice) = rule.source else { return nil }
      return Self.search(rule.name, pattern, choice, scale: rule.scale)
    }
    if let expects { searches.append(Self.search(Self.expectation, expects, nil, scale: 1)) }
  }

  private static func search(
    _ name: String, _ pattern: String, _ choice: MetricExtractor.Choice?, scale: Double
  ) -> Search {
    guard let pattern = try? Pattern(pattern) else {
      preconditionFailure("a pattern that was read cannot be compiled")
    }
    return Search(name: name, pattern: pattern, choice: choice, scale: scale)
  }

  /// Names of the metrics, or of the expectation, whose pattern ran into its limit.
  var exhausted: [String] { searches.filter(\.isExhausted).map(\.name) }

  /// Whether something is looked for.
  var isLooking: Bool { !searches.isEmpty }

  /// What was found for a metric.
  func reading(of name: String, isCutOff: Bool) -> BoundedValue {
    guard let search = searches.first(where: { $0.name == name }), let choice = search.choice else {
      return .missing(reason: "not looked for")
    }
    if search.isExhausted { return .missing(reason: "the pattern ran into its limit") }
    if search.isPartial, choice == .first {
      return .missing(reason: "a line before it is longer than 1 MiB")
    }
    return search.matches.reading(
      choice, scale: search.scale, isCutOff: isCutOff || search.isPartial)
  }

  /// Whether some line was as expected; nil when nothing was.
  var isExpectationMet: Bool? {
    searches.first { $0.choice == nil }.map { $0.matches.hasAny && !$0.isExhausted }
  }

  mutating func look(at lines: Span<UInt8>, isCut: Bool) {
    var start = 0
    while let end = ByteSearch.first(0x0A, in: lines, from: start) {
      look(at: lines.extracting(start..<end))
      if isCut { recordPart() }
      start = end + 1
    }
  }

  // Of metrics that take the first match, one that was found stays; of those that take the last
  // one, one in a later line is it.
  private mutating func recordPart() {
    for index in searches.indices
    where searches[index].choice != .first || !searches[index].matches.hasAny {
      searches[index].isPartial = true
    }
  }

  private mutating func look(at line: Span<UInt8>) {
    defer { if line.count > Self.maxLineLength { recordPart() } }
    var needsCleaning = false
    for index in line.indices where line[index] == 0x1B || line[index] == 0x0D {
      needsCleaning = true
      break
    }
    let limited = line.extracting(first: min(line.count, Self.maxLineLength))
    if needsCleaning {
      var bytes: [UInt8] = []
      for index in limited.indices where limited[index] != 0x0D { bytes.append(limited[index]) }
      search(ControlSequences.removed(from: bytes).span)
    } else {
      search(limited)
    }
  }

  private mutating func search(_ text: Span<UInt8>) {
    // A byte order mark is not a part of a file's first line.
    let hasMark = text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
    let line = text.extracting(droppingFirst: hasMark ? 3 : 0)
    if searches.contains(where: \.isOpen) { PatternText.with(line) { searchAll($0) } }
  }

  private mutating func searchAll(_ text: borrowing UTF8Span) {
    let line = text.span
    for index in searches.indices where searches[index].isOpen {
      var place = 0
      var count = 0
      while place <= line.count, searches[index].isOpen {
        switch searches[index].pattern.search(text, from: place) {
        case .noMatch: place = .max
        case .gaveUp: searches[index].isExhausted = true
        case .match(let range, let next):
          searches[index].matches.add(range.flatMap { Self.number(line, $0) })
          if searches[index].choice == .last { searches[index].isPartial = false }
          place = next
          count += 1
          if count > Self.maxMatches { searches[index].isExhausted = true }
        }
      }
    }
  }

  // Sign, decimals, exponent; blanks around it are allowed.
  private static func number(_ line: Span<UInt8>, _ range: Range<Int>) -> Double? {
    var text: [UInt8] = []
    for index in range where line[index] != UInt8(ascii: " ") {
      if text.count > 60 { return nil }
      switch Unicode.Scalar(line[index]) {
      case "0"..."9", "+", "-", ".", "e", "E": text.append(line[index])
      default: return nil
      }
    }
    let number = Double(String(decoding: text, as: UTF8.self))
    return number?.isFinite == true ? number : nil
  }
}
