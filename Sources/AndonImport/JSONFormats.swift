// The formats that are JSON, in the order in which a file is shown to them.

internal import AndonModel
internal import AndonText

/// A format that is one JSON value.
protocol JSONFormat: SendableMetatype {
  /// Which one.
  static var format: ImportFormat { get }
  /// Whether a file looks like it.
  static func recognises(_ value: JSONValue) -> Bool
  /// Reads a file.
  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal)
}

/// A format that is JSON values, one a line.
protocol JSONLinesFormat: SendableMetatype {
  /// Which one.
  static var format: ImportFormat { get }
  /// Whether a file looks like it.
  static func recognises(_ values: [JSONValue]) -> Bool
  /// Reads a file.
  static func read(_ values: [JSONValue], _ found: inout ParseResult) throws(Refusal)
}

/// Who reads JSON.
enum JSONFormats {
  private static let whole: [any JSONFormat.Type] = [
    Hyperfine.self, Criterion.self, GoogleBenchmark.self, PytestBenchmark.self, JMH.self,
    BenchmarkDotNet.self, Vitest.self, K6.self, OrdoOneBenchmark.self, Asv.self, Pyperf.self,
    Lighthouse.self, CoveragePy.self, Fio.self, Siege.self, LLVMCov.self, IstanbulSummary.self,
    IstanbulCoverage.self, CustomBenchmark.self,
    BencherMetricFormat.self,
  ]
  private static let lines: [any JSONLinesFormat.Type] = [LibtestEvents.self, GoTestEvents.self]

  /// The readers of one value.
  static func readers(_ value: JSONValue) -> [FormatDetector] {
    let one = whole.map { format in
      FormatDetector(format: format.format) {
        format.recognises(value)
      } read: { found throws(Refusal) in
        try format.read(value, &found)
      }
    }
    // A single line is one value as well.
    return one + readers([value])
  }

  /// The readers of values, one a line.
  static func readers(_ values: [JSONValue]) -> [FormatDetector] {
    lines.map { format in
      FormatDetector(format: format.format) {
        format.recognises(values)
      } read: { found throws(Refusal) in
        try format.read(values, &found)
      }
    }
  }
}
