// The formats that are lines of text, in the order in which a file is shown to them.

internal import AndonModel
internal import AndonText

/// A format that is lines of text.
protocol TextFormat: SendableMetatype {
  /// Which one.
  static var format: ImportFormat { get }
  /// Whether a file looks like it.
  static func recognises(_ lines: [Substring]) -> Bool
  /// Reads a file.
  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal)
}

/// Who reads text.
enum TextFormats {
  private static let all: [any TextFormat.Type] = [
    OpenMetricsText.self, LCOV.self, GoCover.self, CargoTimings.self, JMeterTable.self,
    GoogleBenchmarkTable.self, GNUTime.self, PosixTime.self, ApacheBench.self, Wrk.self,
    Sysbench.self, StressNG.self, TAP.self, GoBench.self, CriterionConsole.self,
    LibtestConsole.self, AsvConsole.self, Iai.self, BenchmarkJS.self, BenchmarkHarness.self,
  ]

  /// The readers of text.
  static func readers(_ lines: [Substring]) -> [FormatDetector] {
    all.map { format in
      FormatDetector(format: format.format) {
        format.recognises(lines)
      } read: { found throws(Refusal) in
        try format.read(lines, &found)
      }
    }
  }
}

extension [Substring] {
  /// The reports that a file of several runs holds, each from a line that `isFirst`; what stands
  /// before the first one belongs to it.
  func reports(from isFirst: (Substring) -> Bool) -> [ArraySlice<Substring>] {
    let starts = indices.filter { isFirst(self[$0]) }.dropFirst()
    let ends = starts + [endIndex]
    return zip([startIndex] + starts, ends).map { self[$0..<$1] }
  }
}

extension Substring {
  /// The words between blanks.
  var words: [Substring] { split { $0 == " " || $0 == "\t" } }

  /// The number that it is; nil for anything else, and where it can be two.
  var number: Double? { PrintedNumber.read(self) }

  /// The number that it is where commas group thousands; nil for anything else.
  var grouped: Double? { PrintedNumber.read(self, groups: true) }

  /// What stands behind a mark; nil where it is not there.
  func after(_ mark: String) -> Substring? {
    guard let range = self.range(of: mark) else { return nil }
    return self[range.upperBound...]
  }

  /// What stands before a mark; nil where it is not there.
  func before(_ mark: String) -> Substring? {
    guard let range = self.range(of: mark) else { return nil }
    return self[..<range.lowerBound]
  }

  // The first place of a mark. (That of Foundation is not to be had here.)
  private func range(of mark: String) -> Range<Index>? {
    let (own, wanted) = (utf8, Array(mark.utf8))
    var start = own.startIndex
    while let first = own[start...].firstIndex(of: wanted[0]) {
      let rest = own[first...]
      if rest.starts(with: wanted) { return first..<own.index(first, offsetBy: wanted.count) }
      start = own.index(after: first)
    }
    return nil
  }

  /// A number with its unit, such as `3.47ms` or `2.42k`; nil for anything else.
  var scaled: (value: Double, unit: Substring)? {
    let digits = prefix { $0.isNumber || $0 == "." || $0 == "," || $0 == "-" || $0 == "+" }
    guard let value = digits.number else { return nil }
    return (value, self[digits.endIndex...].trimmed)
  }
}
