// Reads a stage's metrics from its output, line by line, without colour codes.
// Bounded: of a line only the first part is looked at, patterns are matched within limits.

internal import AndonModel
internal import AndonText

/// Looks for metrics in output.
struct MetricScanner {
  /// Of a longer line only this many bytes are looked at.
  static let longestLine = 1 << 20

  private struct Search {
    let rule: MetricRule
    let pattern: Pattern
    var matches = MetricFold()
    var isExhausted = false
  }

  private var searches: [Search]
  // The line that has begun and not ended.
  private var begun: [UInt8] = []

  /// Patterns have been compiled when the pipeline was read.
  init(_ rules: [MetricRule]) {
    searches = rules.map { rule in
      guard let pattern = try? Pattern(rule.pattern) else {
        preconditionFailure("a pattern that was read cannot be compiled")
      }
      return Search(rule: rule, pattern: pattern)
    }
  }

  /// Names of the metrics whose pattern ran into its limit.
  var exhausted: [String] { searches.filter(\.isExhausted).map(\.rule.name) }

  /// Takes the next bytes of output.
  mutating func take(_ bytes: Span<UInt8>) {
    if searches.isEmpty { return }
    var start = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      let line = bytes.extracting(start..<index)
      if begun.isEmpty {
        look(at: line)
      } else {
        extend(with: line)
        endLine()
      }
      start = index + 1
    }
    extend(with: bytes.extracting(start..<bytes.count))
  }

  /// The output has ended; the last line may lack its end.
  mutating func finish() {
    if !begun.isEmpty { endLine() }
  }

  /// What was found for a metric.
  func reading(of name: String, isCutOff: Bool) -> Reading {
    guard let search = searches.first(where: { $0.rule.name == name }) else {
      return .missing(reason: "not looked for")
    }
    if search.isExhausted { return .missing(reason: "the pattern ran into its limit") }
    return search.matches.reading(search.rule, isCutOff: isCutOff)
  }

  private mutating func extend(with bytes: Span<UInt8>) {
    let room = max(0, Self.longestLine - begun.count)
    for index in 0..<min(room, bytes.count) { begun.append(bytes[index]) }
  }

  private mutating func endLine() {
    let line = begun
    begun.removeAll(keepingCapacity: true)
    look(at: line.span)
  }

  private mutating func look(at line: Span<UInt8>) {
    var needsCleaning = false
    for index in line.indices where line[index] == 0x1B || line[index] == 0x0D {
      needsCleaning = true
      break
    }
    let limited = line.extracting(first: min(line.count, Self.longestLine))
    if needsCleaning {
      var bytes: [UInt8] = []
      for index in limited.indices where limited[index] != 0x0D { bytes.append(limited[index]) }
      search(ControlSequences.removed(from: bytes).span)
    } else {
      search(limited)
    }
  }

  private mutating func search(_ line: Span<UInt8>) {
    for index in searches.indices where !searches[index].isExhausted {
      switch searches[index].pattern.search(line) {
      case .noMatch: break
      case .gaveUp: searches[index].isExhausted = true
      case .match(let range): searches[index].matches.add(range.flatMap { Self.number(line, $0) })
      }
    }
  }

  // Sign, decimals, exponent; blanks around it are allowed.
  private static func number(_ line: Span<UInt8>, _ range: Range<Int>) -> Double? {
    var text = ""
    for index in range where line[index] != UInt8(ascii: " ") {
      let isPart = "+-.0123456789eE".utf8.contains(line[index])
      if !isPart || text.utf8.count > 60 { return nil }
      text.unicodeScalars.append(Unicode.Scalar(line[index]))
    }
    let number = Double(text)
    return number?.isFinite == true ? number : nil
  }
}
