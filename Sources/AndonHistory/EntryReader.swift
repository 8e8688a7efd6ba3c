// Everything that a history keeps of one run.

internal import AndonModel

/// Reads runs one by one; its statements are compiled once.
struct EntryReader: ~Copyable {
  /// A run without its figures, judgments, hits and advice.
  static let entry = """
    SELECT run.id, key, startedAt, seconds, pipeline, commitId, branch, mergeBase, machineClass,
      label.text, verdict
    FROM run JOIN label ON label.id = run.fingerprint
    """

  private let entry: Statement
  private let figures: Statement
  private let judgments: Statement
  private let logMatches: Statement
  private let advice: Statement

  /// The run of an id; nil if there is none.
  func entry(_ id: String) throws -> HistoryEntry? {
    guard let found = try entry.first([id], read: Self.entry), let run = found?.run,
      var entry = found?.entry
    else { return nil }
    entry.figures = try figures.all([run], read: Self.figure).compactMap { $0 }
    entry.judgments = try judgments.all([run]) { row in
      let (answer, reason) = AnswerText.read(try row.value(1))
      return HistoryJudgment(
        objective: try row.value(0), answer: answer, reason: reason, isWaived: try row.value(2))
    }
    entry.logMatches = try logMatches.all([run], read: HistoryStore.hit)
    entry.advice = try advice.all([run], read: HistoryStore.advice).compactMap { $0 }
    return entry
  }

  /// A run and its number; nil for a verdict that this andon does not know.
  static func entry(_ row: borrowing Row) throws -> (run: Int64, entry: HistoryEntry)? {
    guard let verdict = Verdict(rawValue: try row.value(10)) else { return nil }
    var entry = HistoryEntry(
      id: try row.value(1), startedAt: Timestamp(milliseconds: try row.value(2)),
      seconds: try row.value(3), pipeline: try row.value(4), fingerprint: try row.value(9),
      verdict: verdict)
    entry.commit = try row.value(5)
    entry.branch = try row.value(6)
    entry.mergeBase = try row.value(7)
    entry.machineClass = try row.value(8)
    return (try row.value(0), entry)
  }

  private static func figure(_ row: borrowing Row) throws -> HistoryValues? {
    guard let indicator = IndicatorReference(try row.value(0)),
      let unit = MeasureUnit(rawValue: try row.value(1))
    else { return nil }
    return HistoryValues(indicator, unit: unit, values: try FigureText.read(try row.value(2)))
  }
}

extension EntryReader {
  /// Compiles the statements.
  init(_ connection: borrowing Connection) throws {
    self.init(
      entry: try connection.prepare(Self.entry + " WHERE key = ?"),
      // The series of a run are those of its branch: its figures are at their ends.
      figures: try connection.prepare(
        """
        SELECT series.indicator, series.unit, figure.measured
        FROM run CROSS JOIN series ON series.pipeline = run.pipeline
          AND series.branch = coalesce(run.branch, '')
          AND series.machineClass = coalesce(run.machineClass, '')
        JOIN figure ON figure.series = series.id AND figure.startedAt = run.startedAt
          AND figure.run = run.id
        WHERE run.id = ? ORDER BY series.id
        """),
      judgments: try connection.prepare(
        """
        SELECT label.text, answer, waived FROM judgment
        JOIN label ON label.id = judgment.objective WHERE run = ? ORDER BY label.text
        """),
      logMatches: try connection.prepare(HistoryStore.hitsOfRun),
      advice: try connection.prepare(HistoryStore.adviceOfRun))
  }
}
