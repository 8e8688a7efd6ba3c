// codequality.json: the problems of a run as GitLab's code quality widget takes them.
// An entry that it cannot read ends its reading, so that every one has all four members; an empty
// array says that everything is mended. ci-consumers.md, section 3.

internal import AndonModel

/// The code quality report as a file.
enum CodeQualityFile {
  /// GitLab's words.
  enum Severity: String, CaseIterable {
    case info
    case minor
    case major
    case critical

    /// How much a problem weighs: a broken stage more than a broken promise.
    init(of problem: ReportResult) {
      self =
        switch (problem.weight, problem.subject) {
        case (.error, .objective(let row)) where row.severity != .critical: .major
        case (.error, _): .critical
        case (.warning, _): problem.suppression == nil ? .minor : .info
        case (.note, _), (.some(.none), _), (nil, _): .info
        }
    }
  }

  /// The array of problems, the most important first.
  static func write(_ record: RunRecord, to sink: @escaping ([UInt8]) -> Void) {
    var json = JSONWriter(to: sink)
    json.rows(ReportResults(of: record).problems) { json, problem in
      json.object { json in
        json.text("description", problem.message)
        json.text("check_name", problem.code.name)
        // No measured value in it: the problem stays the same one when its figure changes.
        json.text("fingerprint", "andon/\(record.run.pipeline)/\(problem.identity)")
        json.text("severity", Severity(of: problem).rawValue)
        json.object("location") { json in
          json.text("path", problem.place.file)
          json.object("lines") { $0.integer("begin", problem.place.line) }
        }
      }
    }
    json.end()
  }
}
