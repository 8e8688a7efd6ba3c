// The invocation of a SARIF log: when andon ran, how it ended, and what it noticed beside the
// results. SARIF 2.1.0, section 3.20. Jenkins reads notifications about configuration as issues, so
// that all of these are about the execution.

internal import AndonModel

/// The run in a SARIF log.
struct SARIFInvocation {
  private struct Notification {
    var code: FindingCode
    var level: FindingLevel
    var text: String
  }

  private let record: RunRecord
  // Nil for an upload: notifications are for people.
  private let notifications: [Notification]?

  /// The invocation of a recorded run.
  init(of record: RunRecord, _ selection: SARIFSelection) {
    self.record = record
    notifications =
      switch selection {
      case .all: Self.notifications(record)
      case .upload: nil
      }
  }

  /// The rules that its notifications refer to.
  var codes: [FindingCode] { (notifications ?? []).map(\.code) }

  /// One item of `invocations`.
  func write(_ tool: SARIFTool, _ json: inout JSONWriter) {
    json.object { json in
      // False means that the tool broke; a failed objective keeps it true.
      let isBroken = [Exit.usage, .internalFault, .resultsNotWritten, .configuration]
        .contains { $0.code == record.exitCode }
      json.boolean("executionSuccessful", !isBroken)
      json.integer("exitCode", record.exitCode)
      json.text("exitCodeDescription", record.verdict.rawValue)
      json.text("startTimeUtc", record.run.startedAt.description)
      json.text(
        "endTimeUtc", record.run.startedAt.advanced(bySeconds: record.run.seconds).description)
      guard let notifications else { return }
      json.rows("toolExecutionNotifications", notifications) { json, notification in
        json.object { json in
          json.text("level", notification.level.rawValue)
          json.object("message") { $0.text("text", notification.text) }
          json.object("associatedRule") { json in
            json.text("id", notification.code.rawValue)
            json.integer("index", tool.index(of: notification.code))
          }
        }
      }
    }
  }

  private static func notifications(_ record: RunRecord) -> [Notification] {
    let unknown = record.objectives.filter { $0.judgment == .unknown(.blocked) }
    let rows = Dictionary(grouping: unknown) { $0.indicator.stage }
    let stages = Dictionary(record.stages.map { ($0.id, $0) }) { first, _ in first }
    let blocked = record.stages.compactMap { stage -> Notification? in
      guard let root = stage.root else { return nil }
      let count = rows[stage.id]?.count ?? 0
      let objectives = "\(count) objective\(count == 1 ? " is" : "s are") unknown because of it"
      return Notification(
        code: stages[root].flatMap(ReportResults.code) ?? .noVerdict, level: .warning,
        text: Wording.sentence(stage) + (count == 0 ? "." : "; \(objectives)."))
    }
    let notices = record.findings.filter { $0.role != .cause }.map { finding in
      Notification(
        code: finding.code, level: finding.level,
        text: ([finding.message + "."] + finding.evidence).joined(separator: " "))
    }
    return blocked + notices
  }
}
