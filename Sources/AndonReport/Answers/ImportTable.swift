// What files of other tools hold, as a table for people: one file after the other.

package import AndonModel
package import AndonText

/// Shows what was imported.
package enum ImportTable {
  // A longer list is better read as JSON.
  private static let maxRows = 200

  /// The lines for a file, each with its end.
  package static func text(_ file: ImportedFile) -> ConsoleText {
    let format = file.format.map { ", \($0.rawValue)" } ?? ""
    var text: ConsoleText = "\(file.path)\(format)\(state(file.state))\n"
    if let tests = file.tests { text += "  \(sentence(tests))\n" }
    let rows = file.measurements.prefix(maxRows).map(row)
    let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let name = row[0].padded(to: widths[0])
      let value = row[1].padded(to: widths[1], alignsRight: true)
      text += "  \(name)  \(value) \(row[2])\n"
    }
    let left = file.measurements.count - rows.count
    if left > 0 { text += "  and \(left) more (--json shows all)\n" }
    for finding in file.findings {
      let place = finding.line.map { "line \($0): " } ?? ""
      text += "  \(finding.code.rawValue) \(place)\(finding.message)\n"
    }
    return text
  }

  private static func state(_ state: ImportedFile.State) -> String {
    switch state {
    case .ok: ""
    case .recovered: ", read up to a fault"
    case .refused: ", refused"
    }
  }

  private static func sentence(_ tests: ImportedTests) -> String {
    let parts = [
      (tests.passed, "passed"), (tests.failed, "failed"), (tests.errors, "errors"),
      (tests.skipped, "skipped"), (tests.flaky, "flaky"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let time = tests.time.value == nil ? "" : " in \(Wording.text(tests.time, .seconds))"
    let counts = parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))"
    let least = tests.lacksCases ? "at least " : ""
    return "\(least)\(Format.count(tests.total, "test case"))\(counts)\(time)"
  }

  // Name, value, and what follows it.
  private static func row(_ measurement: ImportedMeasurement) -> [ConsoleText] {
    let value =
      switch measurement.value {
      case .number(let number): Format.exact(number)
      case .missing: "missing"
      case .list(let numbers):
        numbers.map { $0.map(Format.exact) ?? "missing" }.joined(separator: " ")
      case .several(let parts):
        parts.map { "\($0.name) \(Format.exact($0.value))" }.joined(separator: ", ")
      }
    var rest: ConsoleText = "\(measurement.unit ?? "")"
    if let low = measurement.low, let high = measurement.high {
      rest += "  [\(Format.exact(low)), \(Format.exact(high))]"
    }
    if measurement.isOfFailure { rest += "  (of a failure)" }
    return ["\(measurement.name)", "\(value)", rest]
  }
}
