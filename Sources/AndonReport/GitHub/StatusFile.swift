// github-status.json: the body of a commit status, for the REST API of GitHub and Gitea.
// Nobody knows a warning there; the description says it. ci-consumers.md, section 4.

internal import AndonModel
internal import AndonText

/// The run as a commit status.
enum StatusFile {
  // GitHub refuses a longer description.
  private static let maxDescriptionLength = 140

  /// The body of the request.
  static func write(_ record: RunRecord, to sink: @escaping ([UInt8]) -> Void) {
    let state =
      switch record.outwardVerdict {
      case .green, .yellow: "success"
      case .red: "failure"
      case .unknown: "error"
      }
    var json = JSONWriter(to: sink)
    json.object { json in
      json.text("state", state)
      json.text(
        "description",
        SafeText.cut(
          "\(record.outwardVerdict.rawValue): \(record.headline)", toBytes: maxDescriptionLength))
      json.text("context", CheckRunFile.name(of: record))
    }
    json.end()
  }
}
