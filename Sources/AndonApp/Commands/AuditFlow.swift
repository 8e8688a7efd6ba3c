// `andon audit`: a hand-written report held against itself.

internal import AndonAudit
internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// The steps of `andon audit`.
package enum AuditFlow {
  // A longer file is no report; in bytes.
  private static let largest = 16 << 20

  /// Shows the contradictions of a report: 0 when there are none, 20 when there are some, 30 when
  /// it has objectives and none of their values could be compared with its limit.
  package static func run(_ path: String, asJSON: Bool) -> Int {
    do throws(SystemError) {
      let bytes = try Files.read(path, limit: largest)
      if bytes.contains(0) {
        let fault = AndonError(
          .usage, "\(path) is no text in UTF-8", hint: "name a report in Markdown")
        return ErrorReporter.exit(for: fault, config: nil).code
      }
      let audit = ReportAudit.contradictions(in: String(decoding: bytes, as: UTF8.self))
      if asJSON {
        StandardStream.output.write(
          bytes: AuditDocument.write(
            path, audit.found, objectives: audit.objectives, judged: audit.judged))
      } else {
        StandardStream.output.show(
          AuditText.write(
            path, audit.found, objectives: audit.objectives, judged: audit.judged))
      }
      if !audit.found.isEmpty { return Exit.verdict(.red, yellow: 0).code }
      let isUnknown = audit.objectives > 0 && audit.judged == 0
      return isUnknown ? Exit.verdict(.unknown, yellow: 0).code : 0
    } catch {
      let fault = AndonError(.usage, error.description, hint: "name a report that can be read")
      return ErrorReporter.exit(for: fault, config: nil).code
    }
  }
}
