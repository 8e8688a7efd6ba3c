// What is left out for a reader with little room is counted, never dropped in silence.

internal import AndonModel

/// The most important problems of a run, and how many others there are.
enum Shortened {
  /// At most so many problems, the most important first; when there are more, the last one sums up
  /// the rest.
  static func problems(of record: RunRecord, most: Int) -> [ReportResult] {
    shortened(ReportResults(of: record).problems, ReportResults.fallback(record), most: most)
  }

  /// The same for a list that is already in its order.
  static func shortened(
    _ problems: [ReportResult], _ place: FileLocation, most: Int
  ) -> [ReportResult] {
    if problems.count <= most { return problems }
    let rest = problems[(most - 1)...]
    return problems.prefix(most - 1) + [summary(of: rest, place)]
  }

  /// One problem in the place of those that do not fit.
  static func summary(of rest: ArraySlice<ReportResult>, _ place: FileLocation) -> ReportResult {
    let levels: [ReportResult.Level] = [.error, .warning, .note]
    let counts = levels.map { level in (level, rest.count { $0.weight == level }) }
    let parts = counts.filter { $0.1 > 0 }.map { Format.count($0.1, $0.0.rawValue) }
    let level = counts.first { $0.1 > 0 }?.0 ?? .note
    return ReportResult(
      code: .reportLimit, kind: .fail, level: level, place: place,
      words: "And \(rest.count) more (\(parts.joined(separator: ", "))): see verdict.json.")
  }
}
