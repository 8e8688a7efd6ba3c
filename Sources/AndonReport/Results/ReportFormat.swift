// The names under which a caller asks for a report.

/// A report that can be asked for.
package enum ReportFormat: String, CaseIterable, Sendable {
  case json
  case junit
  case sarif
  case upload
  case codequality
  case metrics
  case summary
  case report
  case html
  case githubStatus = "github-status"
  case githubCheck = "github-check"
  /// What a run prints at its end.
  case text

  /// The file that holds it; nil for text.
  package var file: ReportFile? {
    switch self {
    case .json: .verdict
    case .junit: .junit
    case .sarif: .sarif
    case .upload: .upload
    case .codequality: .codeQuality
    case .metrics: .metrics
    case .summary: .summary
    case .report: .report
    case .html: .page
    case .githubStatus: .status
    case .githubCheck: .checkRun
    case .text: nil
    }
  }
}
