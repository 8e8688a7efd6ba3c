// What a history knows: figures of an indicator, runs one by one, lists.

package import AndonModel

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
  package func figures(_ question: Question) throws(HistoryError) -> [PastValue] {
    try read { connection in
      var figures: [PastValue] = []
      for series in try Self.series(question, connection) {
        figures += try Self.newest(of: series.id, series.unit, question, connection)
      }
      // The newest figures of all branches count.
      return figures.sorted { $0.startedAt < $1.startedAt }.suffix(question.most)
    }
  }

  private static func series(
    _ question: Question, _ connection: borrowing Connection
  ) throws -> [(id: Int64, unit: MeasureUnit?)] {
    try connection.all(
      """
      SELECT id, unit FROM series WHERE indicator = ? AND pipeline = ? AND machineClass = ?
        AND (? IS NULL OR unit = ?) AND (? IS NULL OR branch = ?)
      """,
      question.indicator.description, question.pipeline, question.machineClass ?? "",
      question.unit?.rawValue, question.unit?.rawValue, question.branch, question.branch
    ) { row in (try row.value(0), MeasureUnit(rawValue: try row.value(1))) }
  }

  /// Among so many of the newest figures, or runs, those that fit are looked for.
  static let farthest = 1000

  private static func newest(
    of series: Int64, _ unit: MeasureUnit?, _ question: Question,
    _ connection: borrowing Connection
  ) throws -> [PastValue] {
    // CROSS keeps the order: from the newest figure back, as far as is asked for.
    let newestFirst = try connection.all(
      """
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
      series, farthest, question.objective, question.fingerprint, question.fingerprint,
      question.most
    ) { row in
      PastValue(
        run: BaselineRun(
          id: try row.value(0), commit: try row.value(1),
          values: try FigureText.read(try row.value(3)), unit: unit),
        startedAt: Timestamp(milliseconds: try row.value(2)), fingerprint: try row.value(4))
    }
    return newestFirst.reversed()
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
  ) throws(HistoryError) -> [Series] {
    let all: [Series?] = try read { connection in
      try connection.all(
        """
        SELECT pipeline, branch, machineClass, unit FROM series
        WHERE indicator = ? AND (? IS NULL OR branch = ?) ORDER BY pipeline, branch
        """, indicator.description, branch, branch
      ) { row in
        guard let unit = MeasureUnit(rawValue: try row.value(3)) else { return nil }
        let machineClass: String = try row.value(2)
        return Series(
          pipeline: try row.value(0), branch: try row.value(1),
          machineClass: machineClass.isEmpty ? nil : machineClass, unit: unit)
      }
    }
    return all.compactMap { $0 }
  }

  /// How many runs of a pipeline there are for a day, on the average of the newest hundred; nil for
  /// too few of them.
  ///
  /// Where all of them lie within a day, that is their number.
  package func runsPerDay(_ pipeline: String) throws(HistoryError) -> Double? {
    try read { connection in
      let starts: [Int64] = try connection.all(
        "SELECT startedAt FROM run WHERE pipeline = ? ORDER BY startedAt DESC LIMIT 100", pipeline
      ) { row in try row.value(0) }
      guard let newest = starts.first, let oldest = starts.last, newest > oldest else { return nil }
      let days = (Double(newest) - Double(oldest)) / 86_400_000
      return days < 1 ? Double(starts.count) : Double(starts.count - 1) / days
    }
  }

  // MARK: Runs

  /// The ids of all runs, the oldest first.
  package func keys() throws(HistoryError) -> [String] {
    try read { connection in
      try connection.all("SELECT key FROM run ORDER BY startedAt, id") { row in try row.value(0) }
    }
  }

  /// The newest runs, the newest first, without their figures.
  package func newest(_ most: Int, branch: String?) throws(HistoryError) -> [HistoryEntry] {
    try read { connection in
      try connection.all(
        EntryReader.entry
          + " WHERE ? IS NULL OR branch = ? ORDER BY startedAt DESC, run.id DESC LIMIT ?",
        branch, branch, most, read: EntryReader.entry
      ).compactMap { $0?.entry }
    }
  }

  /// A run with everything that is kept of it; nil if there is none with that id.
  package func entry(_ id: String) throws(HistoryError) -> HistoryEntry? {
    try read { connection in try EntryReader(connection).entry(id) }
  }

  /// Hands over all runs with everything that is kept of them, the oldest first, until `body`
  /// returns false.
  package func eachEntry(_ body: (HistoryEntry) -> Bool) throws(HistoryError) {
    let keys = try keys()
    try read { connection in
      let reader = try EntryReader(connection)
      for key in keys {
        guard let entry = try reader.entry(key) else { continue }
        if !body(entry) { return }
      }
    }
  }

  /// The ids that begin with a text, at most two: more than one means that it is ambiguous.
  package func ids(beginning prefix: String) throws(HistoryError) -> [String] {
    try read { connection in
      try connection.all(
        "SELECT key FROM run WHERE substr(key, 1, ?) = ? LIMIT 2", prefix.count, prefix
      ) { row in try row.value(0) }
    }
  }
}
