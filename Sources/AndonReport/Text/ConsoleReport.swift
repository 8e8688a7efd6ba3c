// What a person reads while a run goes on, and at its end. Values to text; who writes it is not
// known here. Quoted output cannot act on a terminal or a host: see SafeText.

package import AndonModel
internal import AndonText

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
  package func lines(_ event: RunEvent) -> String? {
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
          + running.map { "\($0.stage) (\(Format.fixed($0.seconds, 0)) s)" }
          .joined(separator: ", ") + "\n"
    }
  }

  // A wait for a lock is worth knowing while it lasts.
  private func looked(_ snapshot: StageSnapshot) -> String? {
    if snapshot.moment == .final || snapshot.tree.locks.isEmpty { return nil }
    return quoted(snapshot.tree.locks.map(\.sentence), most: 3)
  }

  private func quoted(_ lines: [String], most: Int) -> String {
    let rest = lines.count - most
    return
      (lines.prefix(most).map(SafeText.quoted)
      + (rest > 0 ? ["  | and \(rest) more"] : [])).map { $0 + "\n" }.joined()
  }

  private func note(_ role: AttemptRole) -> String {
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
  ) -> String {
    let stages = running.map { "\($0.stage) \(Format.fixed($0.seconds, 1)) s" }
    return String(
      "[\(finished)/\(total)] \(stages.joined(separator: "  "))".prefix(max(0, width - 1)))
  }

  /// The output of a stage for a host that folds a part of its console; nil for any other.
  ///
  /// The number counts the stages that have ended; the token must be known to no stage.
  package func folded(
    _ stage: StageRecord, _ output: [String], isWhole: Bool, host: Host, number: Int, token: String
  ) -> String? {
    guard let attempt = stage.attempts.last else { return nil }
    let log = "\(safe(folder ?? "."))/\(attempt.log)"
    let title = "output of \(stage.id) (\(log))"
    let lines =
      (isWhole ? [] : ["  … what came before is in the log"])
      + (output.isEmpty ? ["  nothing was printed"] : output.map(SafeText.quoted))
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
  package func end(_ record: RunRecord) -> String {
    // What was left out on purpose is counted in the headline.
    let rows = record.objectives.filter { $0.judgment != .unknown(.notSelected) }
    var text = rows.isEmpty ? "" : "\n" + table(rows, record)
    let notices = record.findings.filter { $0.role == .notice && !$0.code.isLint }
    if !notices.isEmpty { text += "\n" }
    for finding in notices {
      text += "\(paint(finding.level.rawValue, .yellow)): \(safe(finding.message)) "
      text += "[\(finding.code.rawValue)]\n"
      text += quoted(finding.evidence, most: 10)
    }
    if !record.causes.isEmpty { text += "\n" }
    for cause in record.causes.prefix(Self.maxCauses) {
      let lines = CauseText.lines(cause)
      text += paint("why", .cyan) + " " + lines.prefix(1).map(safe).joined() + "\n"
      text += quoted(Array(lines.dropFirst()), most: 12)
    }
    let left = record.causes.count - Self.maxCauses
    if left > 0 { text += "and \(left) more causes, in verdict.json\n" }
    for entry in record.predictionResults {
      let value = Wording.text(.exact(entry.measured), entry.prediction.unit)
      text += "advice: \(entry.outcome): \(safe(Wording.prediction(entry.prediction))) without "
      text += "\(safe(entry.prediction.kind.rawValue)), and it is \(value)\n"
    }
    let verdict = paint(record.verdict.rawValue.uppercased(), style(record.verdict))
    text += "\n\(verdict)  \(safe(record.headline))  "
    let reports = folder.map { ", reports in \(safe($0))" } ?? ""
    text += paint("(\(Format.duration(record.run.seconds))\(reports))", .dim)
    return text + "\n"
  }

  private func ended(_ stage: StageRecord, _ tail: [String]) -> String? {
    if stage.reason == .notSelected { return nil }
    let wall = stage.indicators[.builtIn(.wall)]?.reading.value.map { ", \(Format.duration($0))" }
    switch stage.state {
    case .succeeded:
      let notes = [
        stage.softCrossed ? "slow" : nil, stage.flaky ? "flaky" : nil,
        stage.reason == .precondition ? "not as expected" : nil,
      ].compactMap { $0 }
      return "\(paint("✔", notes.isEmpty ? .green : .yellow)) \(stage.id)"
        + paint(([wall ?? ""] + notes.map { ", " + $0 }).joined(), .dim) + "\n"
    case .skipped, .cancelled, .lost:
      return "\(paint("–", .dim)) \(safe(Wording.sentence(stage)))\n"
    case .failed, .stopped, .couldNotStart:
      let log = stage.attempts.last.map { " (\(safe(folder ?? "."))/\($0.log))" } ?? ""
      let sign = paint("✘", stage.required ? .red : .yellow)
      let head = "\(sign) \(safe(Wording.sentence(stage)))\(wall ?? "")" + paint(log, .dim)
      return ([head] + tail.map(SafeText.quoted)).map { $0 + "\n" }.joined()
    }
  }

  private func table(_ rows: [ObjectiveRecord], _ record: RunRecord) -> String {
    let cells = rows.map { row in
      [safe(row.id), Wording.measured(row), safe(Wording.limits(row))]
    }
    let widths = (0..<3).map { column in cells.map { $0[column].count }.max() ?? 0 }
    return zip(rows, cells).map { row, cell in
      let name = row.judgment.name
      let judgment = paint(name, style(row.colour)) + spaces(7 - name.count)
      let note = Wording.notes(row, in: record)
        .map(safe).joined(separator: "; ")
      let line =
        "\(judgment)  \(cell[0])\(spaces(widths[0] - cell[0].count))  "
        + "\(spaces(widths[1] - cell[1].count))\(cell[1])  "
        + "\(cell[2])\(spaces(widths[2] - cell[2].count))  "
      return (note.isEmpty ? line.trimmingEnd() : line + paint(note, .dim)) + "\n"
    }.joined()
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  private func safe(_ text: String) -> String { SafeText.withoutCommands(SafeText.line(text)) }

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
  private func paint(_ text: String, _ style: Style) -> String {
    hasColour && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
