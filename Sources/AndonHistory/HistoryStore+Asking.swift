// What a history knows: figures of an indicator, runs one by one, lists.

package import AndonModel
internal import GRDB

extension HistoryStore {
  /// Which figures are asked for.
  package struct Question: Sendable {
    /// The indicator.
    package var indicator: IndicatorReference
    /// The pipeline that it belongs to.
    package var pipeline: String
    /// Runs of this branch; nil for all.
    package var branch: String?
    /// Runs of this class of machine; nil for runs of none.
    package var machineClass: String?
    /// The unit of the values, as there is nothing to compare of another one; nil for any.
    package var unit: MeasureUnit?
    /// Leaves out runs that failed this objective, or had it waived, or whose figure meant nothing.
    package var objective: String?
    /// Runs of machines with this fingerprint; nil for all.
    package var fingerprint: String?
    /// The most figures, the newest ones.
    package var most: Int

    /// Asks for figures of one pipeline's indicator.
    package init(_ indicator: IndicatorReference, pipeline: String, unit: MeasureUnit?, most: Int) {
      self.indicator = indicator
      self.pipeline = pipeline
      self.unit = unit
      self.most = most
    }
  }

  /// The figures that were asked for, the oldest first.
  package func figures(_ question: Question) throws(HistoryFault) -> [PastFigure] {
    try read { database in
      let figures = try Self.series(question, database).flatMap { series in
        try Self.newest(of: series.id, series.unit, question, database)
      }
      // Of several branches the newest of all count.
      return figures.sorted { $0.startedAt < $1.startedAt }.suffix(question.most)
    }
  }

  private static func series(
    _ question: Question, _ database: Database
  ) throws -> [(id: Int64, unit: MeasureUnit?)] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, unit FROM series WHERE indicator = ? AND pipeline = ? AND machineClass = ?
          AND (? IS NULL OR unit = ?) AND (? IS NULL OR branch = ?)
        """,
      arguments: [
        question.indicator.description, question.pipeline, question.machineClass ?? "",
        question.unit?.rawValue, question.unit?.rawValue, question.branch, question.branch,
      ])
    return try rows.map { (try $0.value(0), MeasureUnit(rawValue: try $0.value(1))) }
  }

  /// Among so many of the newest figures, or runs, those that fit are looked for.
  static let farthest = 1000

  private static func newest(
    of series: Int64, _ unit: MeasureUnit?, _ question: Question, _ database: Database
  ) throws -> [PastFigure] {
    // CROSS keeps the order: from the newest figure back, as far as is asked for.
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT run.key, run.commitId, figure.startedAt, figure.measured, label.text
        FROM (SELECT * FROM figure WHERE series = ? ORDER BY startedAt DESC, run DESC LIMIT ?)
          AS figure CROSS JOIN run ON run.id = figure.run
        CROSS JOIN label ON label.id = run.fingerprint
        LEFT JOIN judgment ON judgment.run = run.id
          AND judgment.objective = (SELECT id FROM label WHERE text = ?)
        WHERE coalesce(judgment.answer, '') NOT IN ('fail', 'unknown precondition')
          AND (? IS NULL OR label.text = ?)
        ORDER BY figure.startedAt DESC, figure.run DESC LIMIT ?
        """,
      arguments: [
        series, farthest, question.objective, question.fingerprint, question.fingerprint,
        question.most,
      ])
    return try rows.reversed().map { row in
      PastFigure(
        run: BaselineRun(
          id: try row.value(0), commit: try row.value(1),
          values: try FigureText.read(try row.value(3)), unit: unit),
        startedAt: Timestamp(milliseconds: try row.value(2)), fingerprint: try row.value(4))
    }
  }

  /// A line of figures that may be compared with each other.
  package struct Series: Equatable, Sendable {
    /// The pipeline's name.
    package let pipeline: String
    /// The branch; empty for runs of none.
    package let branch: String
    /// The class of machine; nil for runs of none.
    package let machineClass: String?
    /// The unit of the values.
    package let unit: MeasureUnit
  }

  /// Where an indicator has figures.
  package func series(
    of indicator: IndicatorReference, branch: String?
  ) throws(HistoryFault) -> [Series] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT pipeline, branch, machineClass, unit FROM series
          WHERE indicator = ? AND (? IS NULL OR branch = ?) ORDER BY pipeline, branch
          """, arguments: [indicator.description, branch, branch]
      ).compactMap { row in
        guard let unit = MeasureUnit(rawValue: try row.value(3)) else { return nil }
        let machineClass: String = try row.value(2)
        return Series(
          pipeline: try row.value(0), branch: try row.value(1),
          machineClass: machineClass.isEmpty ? nil : machineClass, unit: unit)
      }
    }
  }

  /// How many runs of a pipeline there are for a day, on the average of the newest hundred; nil for
  /// too few of them.
  ///
  /// Where all of them lie within a day, that is their number.
  package func runsPerDay(_ pipeline: String) throws(HistoryFault) -> Double? {
    try read { database in
      let starts = try Int64.fetchAll(
        database,
        sql: "SELECT startedAt FROM run WHERE pipeline = ? ORDER BY startedAt DESC LIMIT 100",
        arguments: [pipeline])
      guard let newest = starts.first, let oldest = starts.last, newest > oldest else { return nil }
      let days = (Double(newest) - Double(oldest)) / 86_400_000
      return days < 1 ? Double(starts.count) : Double(starts.count - 1) / days
    }
  }

  // MARK: Runs

  /// The ids of all runs, the oldest first.
  package func keys() throws(HistoryFault) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT key FROM run ORDER BY startedAt, id") }
  }

  /// The newest runs, the newest first, without their figures.
  package func newest(_ most: Int, branch: String?) throws(HistoryFault) -> [HistoryEntry] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: Self.entry
          + " WHERE ? IS NULL OR branch = ? ORDER BY startedAt DESC, run.id DESC LIMIT ?",
        arguments: [branch, branch, most]
      ).compactMap(Self.entry)
    }
  }

  /// A run with everything that is kept of it; nil where there is none of that id.
  package func entry(_ id: String) throws(HistoryFault) -> HistoryEntry? {
    try read { try Self.entry(id, $0) }
  }

  /// Hands on all runs with everything that is kept of them, the oldest first, until `body` says
  /// false.
  package func eachEntry(_ body: (HistoryEntry) -> Bool) throws(HistoryFault) {
    let keys = try keys()
    try read { database in
      for key in keys {
        guard let entry = try Self.entry(key, database) else { continue }
        if !body(entry) { return }
      }
    }
  }

  // The statements are the same for each run: they are compiled once.
  private static func entry(_ id: String, _ database: Database) throws -> HistoryEntry? {
    let statement = try database.cachedStatement(sql: entry + " WHERE key = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id]), var entry = try entry(row) else {
      return nil
    }
    let run: Int64 = try row.value("id")
    entry.figures = try figures(of: run, database)
    let judgments = try database.cachedStatement(
      sql: """
        SELECT label.text, answer, waived FROM judgment
        JOIN label ON label.id = judgment.objective WHERE run = ? ORDER BY label.text
        """)
    entry.judgments = try Row.fetchAll(judgments, arguments: [run]).map { row in
      let (answer, reason) = AnswerText.read(try row.value(1))
      return HistoryJudgment(
        objective: try row.value(0), answer: answer, reason: reason, isWaived: try row.value(2))
    }
    entry.hits = try hits(of: run, database)
    entry.advice = try advice(of: run, database)
    return entry
  }

  /// The ids that begin so, at most two: more than one means none.
  package func ids(beginning prefix: String) throws(HistoryFault) -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT key FROM run WHERE substr(key, 1, ?) = ? LIMIT 2",
        arguments: [prefix.count, prefix])
    }
  }

  private static let entry = """
    SELECT run.*, label.text AS machine FROM run JOIN label ON label.id = run.fingerprint
    """

  private static func entry(_ row: Row) throws -> HistoryEntry? {
    guard let verdict = Verdict(rawValue: try row.value("verdict")) else { return nil }
    var entry = HistoryEntry(
      id: try row.value("key"), startedAt: Timestamp(milliseconds: try row.value("startedAt")),
      seconds: try row.value("seconds"),
      pipeline: try row.value("pipeline"), fingerprint: try row.value("machine"), verdict: verdict)
    entry.commit = try row.value("commitId")
    entry.branch = try row.value("branch")
    entry.mergeBase = try row.value("mergeBase")
    entry.machineClass = try row.value("machineClass")
    return entry
  }

  private static func figures(of run: Int64, _ database: Database) throws -> [HistoryFigure] {
    // The series of a run are those of its branch: its figures lie at their ends.
    let statement = try database.cachedStatement(
      sql: """
        SELECT series.indicator, series.unit, figure.measured
        FROM run CROSS JOIN series ON series.pipeline = run.pipeline
          AND series.branch = coalesce(run.branch, '')
          AND series.machineClass = coalesce(run.machineClass, '')
        JOIN figure ON figure.series = series.id AND figure.startedAt = run.startedAt
          AND figure.run = run.id
        WHERE run.id = ? ORDER BY series.id
        """)
    return try Row.fetchAll(statement, arguments: [run]).compactMap { row in
      guard let indicator = IndicatorReference(try row.value(0)),
        let unit = MeasureUnit(rawValue: try row.value(1))
      else { return nil }
      return HistoryFigure(indicator, unit: unit, values: try FigureText.read(try row.value(2)))
    }
  }
}
