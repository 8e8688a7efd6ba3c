// Which statements a SARIF log holds: everything for people, and only problems for consumers that
// ignore `kind` and would open an alert for a pass. The limits are GitHub's; ci-consumers.md,
// section 2.

internal import AndonModel

/// Which results are wanted.
enum SARIFSelection {
  case all
  /// What GitHub and Jenkins may ingest.
  case upload

  /// GitHub takes so many results a run; the last one tells of those that did not fit.
  static let maxResults = 25_000
  /// GitHub takes 10 MB as gzip; one MB of that is for what is not a result.
  static let maxBytes = 9_000_000

  /// The results of a run.
  ///
  /// An upload is never empty when the run is red or unknown: that would close every alert. The
  /// most important ones come first.
  func results(of record: RunRecord) -> [ReportResult] {
    let statements = ReportResults(of: record)
    switch self {
    case .all: return statements.all
    case .upload:
      let problems = statements.all.compactMap(Self.forUpload)
      return Self.within(
        ReportResults.byImportance(problems, \.level), ReportResults.fallback(record))
    }
  }

  // An unknown that nothing explains is one warning; what is explained or passed is left out.
  private static func forUpload(_ statement: ReportResult) -> ReportResult? {
    switch statement.kind {
    case .fail: return statement
    case .pass, .open, .notApplicable: return nil
    case .review:
      var statement = statement
      statement.kind = .fail
      statement.level = .warning
      return statement
    }
  }

  private static func within(_ results: [ReportResult], _ place: FileLocation) -> [ReportResult] {
    var bytes = 0
    let fitting = results.prefix { result in
      bytes += compressedSize(result)
      return bytes <= maxBytes
    }.count
    if results.count <= maxResults, fitting == results.count { return results }
    let kept = min(fitting, maxResults - 1)
    return results.prefix(kept) + [Shortened.summary(of: results[kept...], place)]
  }

  // At the most: text that repeats nothing, numbers, and references to what all results share.
  private static func compressedSize(_ result: ReportResult) -> Int {
    result.message.utf8.count + result.place.file.utf8.count
      + (result.suppression?.utf8.count ?? 0) + (result.row?.id.utf8.count ?? 0) + 160
  }
}
