// github-check.json: the body of a check run, for the REST API of GitHub. Limits are those of the
// Checks API; ci-consumers.md, section 4.

internal import AndonModel
internal import AndonText

/// The run as a check run.
enum CheckRunFile {
  private static let maxAnnotations = 50
  private static let maxTextLength = 65_535
  private static let maxMessageLength = 4096
  private static let maxTitleLength = 255

  /// The name under which checks and statuses of a pipeline are told apart.
  static func name(of record: RunRecord) -> String {
    SafeText.cut("andon/\(record.run.pipeline)", toBytes: 100)
  }

  /// The body of the request; without a commit one for an existing check run.
  static func write(_ record: RunRecord, to sink: @escaping ([UInt8]) -> Void) {
    let conclusion =
      switch record.outwardVerdict {
      case .green: "success"
      case .yellow: "neutral"
      case .red, .unknown: "failure"
      }
    var json = JSONWriter(to: sink)
    json.object { json in
      json.text("name", name(of: record))
      if let commit = record.run.commit { json.text("head_sha", commit) }
      json.text("external_id", record.run.id)
      json.text("status", "completed")
      json.text("started_at", record.run.startedAt.description)
      json.text("conclusion", conclusion)
      json.text(
        "completed_at",
        record.run.startedAt.advanced(bySeconds: record.run.seconds).description)
      json.line()
      json.object("output") { json in
        let title = "\(record.outwardVerdict.rawValue): \(record.headline)"
        json.text("title", SafeText.cut(title, toBytes: maxTitleLength))
        json.text("summary", SummaryReport.write(record, most: maxTextLength))
        json.rows("annotations", annotations(record)) { write($1, &$0) }
      }
    }
    json.end()
  }

  private static func annotations(_ record: RunRecord) -> [ReportResult] {
    Shortened.problems(of: record, most: maxAnnotations)
  }

  private static func write(_ problem: ReportResult, _ json: inout JSONWriter) {
    let level =
      switch problem.weight {
      case .error: "failure"
      case .warning: "warning"
      case .note, .some(.none), nil: "notice"
      }
    json.object { json in
      json.text("path", problem.place.file)
      json.integer("start_line", problem.place.line)
      json.integer("end_line", problem.place.line)
      json.integer("start_column", problem.place.column)
      json.integer("end_column", problem.place.column + 1)
      json.text("annotation_level", level)
      let title = "\(problem.code.name): \(problem.name)"
      json.text("title", SafeText.cut(title, toBytes: maxTitleLength))
      json.text("message", SafeText.cut(problem.message, toBytes: maxMessageLength))
    }
  }
}
