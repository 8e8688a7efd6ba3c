// What a person reads while a run goes on, and at its end. Values to text; who writes it is not
// known here.

package import AndonModel
package import AndonText

/// The console's lines.
package struct ConsoleReport: Sendable {
  private static let maxCauses = 5

  private let folder: String?
  private let hasColour: Bool

  /// Names the report folder as the caller knows it, where there is one; colours only where they
  /// are wanted.
  package init(folder: String?, hasColour: Bool) {
    self.folder = folder
    self.hasColour = hasColour
  }

  /// The lines for an event, each with its end; nil for what is not worth one.
  package func lines(_ event: RunEvent) -> ConsoleText? {
    switch event {
    case .started(let stage, 1, .warmup, _): "\(paint("▶", .dim)) \(stage), to warm up\n"
    case .started(let stage, 1, _, _): "\(paint("▶", .dim)) \(stage)\n"
    case .started(let stage, let attempt, .variation, let varied):
      "\(paint("↻", .dim)) \(stage), attempt \(attempt), \(Wording.surroundings(varied))\n"
    case .started(let stage, let attempt, let role, _):
      "\(paint("↻", .dim)) \(stage), attempt \(attempt)\(note(role))\n"
    case .slow(let stage, let soft, let restarts):
      "\(paint("◷", .yellow)) \(stage) is slow: over its soft deadline of \(Format.duration(soft))"
        + (restarts ? ", to be started again\n" : "\n")
    case .stopping(let stage, .budget, let limit):
      "\(paint("■", .red)) \(stage) is being stopped: the budget of "
        + "\(Format.duration(limit)) is used up\n"
    case .stopping(let stage, _, let limit):
      "\(paint("■", .red)) \(stage) is being stopped: over its hard deadline of "
        + "\(Format.duration(limit))\n"
    case .looked(_, let snapshot): looked(snapshot)
    case .attempted, .memory, .drifted, .changed: nil
    case .overBudget(let budget):
      "\(paint("■", .red)) the budget of \(Format.duration(budget)) is used up: "
        + "nothing more starts\n"
    case .ended(let record, let evidence): ended(record, evidence.tail)
    case .interrupted(let signal): "\(paint("■", .red)) \(signal): ending all stages\n"
    case .tick(let running, _, _):
      running.isEmpty
        ? nil
        : "\(paint("…", .dim)) still running: "
          + running.map { ConsoleText("\($0.stage) (\(Format.fixed($0.seconds, 0)) s)") }
          .joined(separator: ", ") + "\n"
    }
  }

  // A wait for a lock is worth knowing while it lasts.
  private func looked(_ snapshot: StageSnapshot) -> ConsoleText? {
    if snapshot.moment == .final || snapshot.tree.locks.isEmpty { return nil }
    return quoted(snapshot.tree.locks.map(\.sentence), most: 3)
  }

  private func quoted(_ lines: [String], most: Int) -> ConsoleText {
    let rest = lines.count - most
    return quoted(Array(lines.prefix(most))) + (rest > 0 ? "  | and \(rest) more\n" : "")
  }

  private func quoted(_ lines: [String]) -> ConsoleText {
    lines.map { ConsoleText("  | \($0)\n") }.joined()
  }

  private func note(_ role: AttemptRole) -> ConsoleText {
    switch role {
    case .warmup: ", to warm up"
    case .retry: ", a retry"
    case .confirmation: ", to confirm"
    case .measured, .rerun, .variation: ""
    }
  }

  /// The one live line of a terminal, without an end, at most `width` columns.
  package func live(
    _ running: [(stage: StageID, seconds: Double)], finished: Int, total: Int, width: Int
  ) -> ConsoleText {
    let stages = running.map { ConsoleText("\($0.stage) \(Format.fixed($0.seconds, 1)) s") }
    return ConsoleText("[\(finished)/\(total)] \(stages.joined(separator: "  "))")
      .prefix(max(0, width - 1))
  }

  /// The output of a stage for a host that folds a part of its console; nil for any other.
  ///
  /// The number counts the stages that have ended; the token must be known to no stage.
  package func folded(
    _ stage: StageRecord, _ output: [String], isWhole: Bool, host: Host, number: Int, token: String
  ) -> HostCommands? {
    guard let attempt = stage.attempts.last else { return nil }
    let title = ConsoleText("output of \(stage.id) (\(folder ?? ".")/\(attempt.log))")
    let lines: ConsoleText =
      (isWhole ? "" : "  … what came before is in the log\n")
      + (output.isEmpty ? "  nothing was printed\n" : quoted(output))
    switch host {
    case .github: return GitHubCommands.group(title, lines, token: token)
    case .gitlab:
      return GitLabSections.section(
        title, lines, number: number, from: attempt.startedAt,
        seconds: attempt.indicators[.builtIn(.wall)]?.reading.value ?? 0)
    case .plain, .jenkins, .buildkite, .azure, .teamcity, .circleci, .buildbot: return nil
    }
  }

  /// The end of a run: objectives, findings, headline, verdict.
  package func end(_ record: RunRecord) -> ConsoleText {
    // What was left out on purpose is counted in the headline.
    let rows = record.objectives.filter { $0.judgment != .unknown(.notSelected) }
    var text: ConsoleText = rows.isEmpty ? "" : "\n" + table(rows, record)
    let notices = record.findings.filter { $0.role == .notice && !$0.code.isLint }
    if !notices.isEmpty { text += "\n" }
    for finding in notices {
      text += "\(paint("\(finding.level.rawValue)", .yellow)): \(finding.message) "
      text += "[\(finding.code.rawValue)]\n"
      text += quoted(finding.evidence, most: 10)
    }
    if !record.causes.isEmpty { text += "\n" }
    for cause in record.causes.prefix(Self.maxCauses) {
      let lines = CauseText.lines(cause)
      text += "\(paint("why", .cyan)) \(lines.first ?? "")\n"
      text += quoted(Array(lines.dropFirst()), most: 12)
    }
    let left = record.causes.count - Self.maxCauses
    if left > 0 { text += "and \(left) more causes, in verdict.json\n" }
    for entry in record.predictionResults {
      let value = Wording.text(.exact(entry.measured), entry.prediction.unit)
      text += "advice: \(entry.outcome): \(Wording.prediction(entry.prediction)) without "
      text += "\(entry.prediction.kind.rawValue), and it is \(value)\n"
    }
    let verdict = paint("\(record.verdict.rawValue.uppercased())", style(record.verdict))
    text += "\n\(verdict)  \(record.headline)  "
    let reports: ConsoleText = folder.map { ", reports in \($0)" } ?? ""
    text += paint("(\(Format.duration(record.run.seconds))\(reports))", .dim)
    return text + "\n"
  }

  private func ended(_ stage: StageRecord, _ tail: [String]) -> ConsoleText? {
    if stage.reason == .notSelected { return nil }
    let wall: ConsoleText =
      stage.indicators[.builtIn(.wall)]?.reading.value.map { ", \(Format.duration($0))" } ?? ""
    switch stage.state {
    case .succeeded:
      let notes: ConsoleText =
        (stage.softCrossed ? ", slow" : "") + (stage.flaky ? ", flaky" : "")
        + (stage.reason == .precondition ? ", not as expected" : "")
      return "\(paint("✔", notes.isEmpty ? .green : .yellow)) \(stage.id)"
        + paint(wall + notes, .dim) + "\n"
    case .skipped, .cancelled, .lost:
      return "\(paint("–", .dim)) \(Wording.sentence(stage))\n"
    case .failed, .stopped, .couldNotStart:
      let log: ConsoleText = stage.attempts.last.map { " (\(folder ?? ".")/\($0.log))" } ?? ""
      let sign = paint("✘", stage.required ? .red : .yellow)
      return "\(sign) \(Wording.sentence(stage))\(wall)\(paint(log, .dim))\n" + quoted(tail)
    }
  }

  private func table(_ rows: [ObjectiveRecord], _ record: RunRecord) -> ConsoleText {
    let cells = rows.map { row -> [ConsoleText] in
      ["\(row.id)", "\(Wording.measured(row))", "\(Wording.limits(row))"]
    }
    let widths = (0..<3).map { column in cells.map { $0[column].count }.max() ?? 0 }
    return zip(rows, cells).map { row, cell in
      let name = ConsoleText("\(row.judgment.name)")
      let judgment = paint(name, style(row.colour)) + ConsoleText("").padded(to: 7 - name.count)
      let note = Wording.notes(row, in: record).map { ConsoleText("\($0)") }.joined(separator: "; ")
      let line: ConsoleText =
        "\(judgment)  \(cell[0].padded(to: widths[0]))  "
        + "\(cell[1].padded(to: widths[1], alignsRight: true))  \(cell[2].padded(to: widths[2]))  "
      return (note.isEmpty ? line.trimmingEnd() : line + paint(note, .dim)) + "\n"
    }.joined()
  }

  private enum Style: String {
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  private func style(_ colour: VerdictColor) -> Style {
    switch colour {
    case .none: .green
    case .yellow: .yellow
    case .red: .red
    case .unknown: .cyan
    }
  }

  private func style(_ verdict: Verdict) -> Style {
    switch verdict {
    case .green: .green
    case .yellow: .yellow
    case .red: .red
    case .unknown: .cyan
    }
  }

  // Select Graphic Rendition, ECMA-48, 8.3.117.
  private func paint(_ text: ConsoleText, _ style: Style) -> ConsoleText {
    hasColour && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
