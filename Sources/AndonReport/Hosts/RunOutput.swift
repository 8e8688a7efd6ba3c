// What later steps of a CI system's job can ask about a run by name.

package import AndonModel

/// One named value.
package struct RunOutput: Equatable, Sendable {
  /// Its name, such as `exit-code`.
  package let name: String
  /// Its value.
  package let value: String

  /// All of them; the report folder is named as the later steps shall know it.
  package static func all(_ record: RunRecord, reportFolder: String) -> [RunOutput] {
    [
      RunOutput(name: "verdict", value: record.outwardVerdict.rawValue),
      RunOutput(name: "exit-code", value: "\(record.exitCode)"),
      RunOutput(name: "headline", value: record.headline),
      RunOutput(name: "report-dir", value: reportFolder),
    ]
  }
}
