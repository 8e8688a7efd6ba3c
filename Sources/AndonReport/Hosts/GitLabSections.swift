// What GitLab reads beside reports: collapsible sections of a job's log, and a dotenv file.
// GitLab's documentation, "Job logs" and "artifacts:reports:dotenv".

internal import AndonModel
internal import AndonText

/// Writes what GitLab's runner reads.
package enum GitLabSections {
  /// The dotenv file in the report folder.
  package static let file = "gitlab.env"

  /// Lines in a section that opens by a click; it shows how long the stage took.
  ///
  /// The number tells the sections of a job apart: their names may hold but a few letters.
  static func section(
    _ title: ConsoleText, _ lines: ConsoleText, number: Int, from start: Timestamp,
    seconds: Double
  ) -> HostCommands {
    let end = start.advanced(bySeconds: seconds)
    let name = "andon_stage_\(number)"
    return HostCommands(
      "\u{1B}[0Ksection_start:\(start.milliseconds / 1000):\(name)[collapsed=true]"
        + "\r\u{1B}[0K\(title.lines)\n\(lines.lines)"
        + "\u{1B}[0Ksection_end:\(end.milliseconds / 1000):\(name)\r\u{1B}[0K\n")
  }

  /// Variables of later jobs: `ANDON_EXIT_CODE=20`, one a line.
  ///
  /// A value is one line there.
  package static func variables(_ outputs: [RunOutput]) -> String {
    outputs.map { output in
      let name = output.name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
      let value = Escape.text(output.value, ["\n": " ", "\r": " "])
      return "ANDON_\(name)=\(value)\n"
    }.joined()
  }
}
