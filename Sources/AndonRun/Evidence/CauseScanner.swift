// Matches the rules of a catalog against printed lines, as they come.
// A line is looked at closely only where it holds a literal that some rule requires; what a line
// means for the run is decided elsewhere.

package import AndonModel
package import AndonText

/// Reads one log for what its lines mean.
package struct CauseScanner: LineScanner {
  // Of a longer line only this many bytes are looked at.
  private static let maxLineLength = 1 << 16
  private static let maxTextLength = 500
  private static let linesAround = 2
  // What is printed over and over is counted so far.
  private static let maxMatches = 1000
  // A pattern that ran into its limit so often is tried no more.
  private static let maxStrikes = 10

  private struct FoundPattern {
    let rule: Int
    let line: Int
    let text: [UInt8]
    var count = 1
    var before: [[UInt8]]
    var after: [[UInt8]] = []
    /// Where the last line that was counted begins, in bytes from the log's start.
    var last: Int
    /// That line and those after it.
    var latest: [[UInt8]] = []
  }

  private let search: CauseSearch
  private var found: [FoundPattern] = []
  // Where each rule is in `found`.
  private var index: [Int?]
  // How often the pattern of a rule ran into its limit.
  private var strikes: [Int: Int] = [:]
  // Lines that have ended, and their bytes.
  private var lines = 0
  private var bytes = 0
  /// The line that has begun.
  package var assembly = LineAssembly(longest: Self.maxLineLength)
  private var recent: [[UInt8]] = []

  /// Begins a log.
  package init(_ search: CauseSearch) {
    self.search = search
    index = Array(repeating: nil, count: search.rules.count)
  }

  /// What was found; `safe` makes text of bytes.
  package func reading(log: String, _ safe: ([UInt8]) -> String) -> LogDiagnosis {
    func text(_ bytes: [UInt8]) -> String { SafeText.cut(safe(bytes), to: Self.maxTextLength) }
    let logMatches = found.sorted { ($0.line, $0.rule) < ($1.line, $1.rule) }.map { found in
      var rule = search.rules[found.rule]
      rule.regex = ""
      var hit = LogMatch(rule: rule, line: found.line, text: text(found.text))
      hit.count = found.count
      hit.before = found.before.map(text)
      hit.after = found.after.map(text)
      hit.isOvercome = LineText.tellsOfSuccess(found.latest)
      return hit
    }
    return LogDiagnosis(log: log, lines: lines, logMatches: logMatches)
  }

  /// Looks at whole lines.
  package mutating func look(at region: Span<UInt8>, isCut: Bool) {
    if region.isEmpty { return }
    if !search.unfiltered.isEmpty || ByteSearch.count(0x1B, in: region) > 0 {
      forEachLine(of: region) { lookAtOne($0, region) }
    } else {
      var places: [(place: Int, owner: Int)] = []
      search.filter.search(region) { places.append(($0, $1)) }
      look(at: places, in: region)
    }
    complete(with: region)
    follow(in: region)
    lines += ByteSearch.count(0x0A, in: region)
    bytes += region.count
    remember(region)
  }

  private mutating func look(at places: [(place: Int, owner: Int)], in region: Span<UInt8>) {
    // Windows are found in order, literals begin a little before them.
    for (place, owner) in places.sorted(by: { $0.place < $1.place }) where isOpen(owner) {
      let start = ByteSearch.last(0x0A, in: region.extracting(0..<place)).map { $0 + 1 } ?? 0
      let end = ByteSearch.first(0x0A, in: region, from: place) ?? region.count
      let line = Self.bytes(region, start, end)
      match(line, owner, LineText.said(in: line, at: place - start), in: region, at: start)
    }
  }

  private mutating func lookAtOne(_ range: Range<Int>, _ region: Span<UInt8>) {
    let raw = Self.bytes(region, range.lowerBound, range.upperBound)
    if LineText.isScript(raw) { return }
    let line = ControlSequences.removed(from: raw)
    var places = search.unfiltered.map { (place: line.count, owner: $0) }
    search.filter.search(line.span) { places.append(($0, $1)) }
    for (place, owner) in places where isOpen(owner) {
      match(line, owner, LineText.said(in: line, at: place), in: region, at: range.lowerBound)
    }
  }

  private func isOpen(_ rule: Int) -> Bool {
    if strikes[rule] == Self.maxStrikes { return false }
    return index[rule].map { found[$0].count < Self.maxMatches } ?? true
  }

  private mutating func match(
    _ line: [UInt8], _ rule: Int, _ said: ArraySlice<UInt8>, in region: Span<UInt8>,
    at start: Int
  ) {
    let place = bytes + start
    if let known = index[rule], found[known].last == place { return }
    let text = Array(said)
    let pattern = search.pattern(rule)
    switch PatternText.with(text.span, { pattern.search($0) }) {
    case .noMatch: return
    case .gaveUp: strikes[rule, default: 0] += 1
    case .match:
      // A terminal shows the piece alone, a file the whole line.
      if LineText.isHarmless(said) || LineText.isHarmless(line[...]) { return }
      if let known = index[rule] {
        found[known].count += 1
        found[known].last = place
        found[known].latest = []
      } else {
        index[rule] = found.count
        let number = lines + ByteSearch.count(0x0A, in: region.extracting(0..<start)) + 1
        found.append(
          FoundPattern(
            rule: rule, line: number, text: line, before: linesBefore(start, region),
            last: place))
      }
    }
  }

  private func linesBefore(_ start: Int, _ region: Span<UInt8>) -> [[UInt8]] {
    var all: [[UInt8]] = []
    var end = start
    while all.count < Self.linesAround, end > 0 {
      let begin = ByteSearch.last(0x0A, in: region.extracting(0..<end - 1)).map { $0 + 1 } ?? 0
      all.insert(Self.bytes(region, begin, end - 1), at: 0)
      end = begin
    }
    return recent.suffix(Self.linesAround - all.count) + all
  }

  // Lines after those that were found, here or in what comes next.
  private mutating func complete(with region: Span<UInt8>) {
    for position in found.indices where found[position].after.count < Self.linesAround {
      let wanted = found[position].line + found[position].after.count + 1
      let most = found[position].line + Self.linesAround
      if wanted > most { continue }
      var number = lines
      var start = 0
      while start < region.count, number < most {
        let end = ByteSearch.first(0x0A, in: region, from: start) ?? region.count
        number += 1
        if number >= wanted { found[position].after.append(Self.bytes(region, start, end)) }
        start = end + 1
        // Far from it: whole lines are passed over at once.
        if number + 1 < wanted {
          guard let place = Self.place(ofLine: wanted - number - 1, in: region, from: start)
          else { break }
          start = place
          number = wanted - 1
        }
      }
    }
  }

  // The last lines that were counted, and those after them.
  private mutating func follow(in region: Span<UInt8>) {
    for position in found.indices {
      var start = max(0, found[position].last - bytes)
      while start < region.count, found[position].latest.count <= Self.linesAround {
        let end = ByteSearch.first(0x0A, in: region, from: start) ?? region.count
        found[position].latest.append(Self.bytes(region, start, end))
        start = end + 1
      }
    }
  }

  private static func place(ofLine count: Int, in region: Span<UInt8>, from start: Int) -> Int? {
    var place = start
    for _ in 0..<count {
      guard let end = ByteSearch.first(0x0A, in: region, from: place) else { return nil }
      place = end + 1
    }
    return place
  }

  private mutating func remember(_ region: Span<UInt8>) {
    recent = linesBefore(region.count, region)
  }

  private func forEachLine(of region: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < region.count {
      let end = ByteSearch.first(0x0A, in: region, from: start) ?? region.count
      body(start..<end)
      start = end + 1
    }
  }

  private static func bytes(_ region: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8] {
    let end = min(end, start + maxLineLength)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(max(0, end - start))
    for index in start..<max(start, end) { bytes.append(region[index]) }
    return bytes
  }
}
