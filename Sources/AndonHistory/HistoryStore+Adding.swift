// Runs into a history: each once, however often it is added.

package import AndonModel

extension HistoryStore {
  // Runs that are merged in one transaction: each ends with a wait for the disk.
  private static let batch = 500

  /// Adds runs, all or none; how many of them were new.
  package func add(_ entries: [HistoryEntry]) throws(HistoryError) -> Int {
    try write { connection in
      var adding = try Adding(connection)
      var count = 0
      for entry in entries where try adding.add(entry, connection) { count += 1 }
      return count
    }
  }

  /// Adds what another history holds; how many runs were new.
  package func merge(_ other: HistoryStore) throws(HistoryError) -> Int {
    var count = 0
    var rest = try other.keys()[...]
    while !rest.isEmpty {
      var entries: [HistoryEntry] = []
      for id in rest.prefix(Self.batch) {
        // A run that is pruned meanwhile is not there any more.
        if let entry = try other.entry(id) { entries.append(entry) }
      }
      count += try add(entries)
      rest = rest.dropFirst(Self.batch)
    }
    return count
  }
}

// Statements and labels that are used for every run.
private struct Adding: ~Copyable {
  private let run: Statement
  private let hit: Statement
  private let advice: Statement
  private let settlement: Statement
  private let figure: Statement
  private let judgment: Statement
  private let label: Statement
  private let labelID: Statement
  private let series: Statement
  private let seriesID: Statement
  private var labels: [String: Int64] = [:]
  private var seriesIDs: [String: Int64] = [:]

  /// Adds a run; false if it is there already.
  mutating func add(_ entry: HistoryEntry, _ connection: borrowing Connection) throws -> Bool {
    try run.run([
      entry.id, entry.startedAt.milliseconds, entry.seconds, entry.pipeline, entry.commit,
      entry.branch, entry.mergeBase, entry.machineClass, try id(ofLabel: entry.fingerprint),
      entry.verdict.rawValue,
    ])
    if connection.changes == 0 { return false }
    let id = connection.lastRowID
    for value in entry.figures {
      try figure.run([
        try self.id(ofSeries: value, entry), entry.startedAt.milliseconds, id,
        FigureText.write(value.values),
      ])
    }
    for value in entry.judgments {
      try judgment.run([
        id, try self.id(ofLabel: value.objective), AnswerText.write(value), value.isWaived,
      ])
    }
    for value in entry.logMatches {
      try hit.run([id, try self.id(ofLabel: value.stage.text), try self.id(ofLabel: value.rule)])
    }
    for value in entry.advice { try add(value, id) }
    for settled in entry.predictionResults { try settle(settled, by: entry.id) }
    return true
  }

  private mutating func add(_ value: HistoryAdvice, _ run: Int64) throws {
    let said = value.prediction
    try advice.run([
      run, try id(ofLabel: said.objective), try id(ofLabel: said.kind.rawValue), said.change,
      said.low, said.high, said.unit.rawValue, value.measured, value.settledBy,
    ])
  }

  private mutating func settle(_ entry: PredictionResult, by run: String) throws {
    let said = entry.prediction
    try settlement.run([
      entry.measured, run, said.run, try id(ofLabel: said.objective),
      try id(ofLabel: said.kind.rawValue),
    ])
  }

  private mutating func id(ofLabel text: String) throws -> Int64 {
    if let id = labels[text] { return id }
    try label.run([text])
    let id = try labelID.first([text]) { row in try row.value(0) as Int64 } ?? 0
    labels[text] = id
    return id
  }

  private mutating func id(
    ofSeries figure: HistoryValues, _ entry: HistoryEntry
  ) throws -> Int64 {
    let parts = [
      figure.indicator.description, entry.pipeline, entry.branch ?? "", entry.machineClass ?? "",
      figure.unit.rawValue,
    ]
    let key = parts.joined(separator: "\u{0}")
    if let id = seriesIDs[key] { return id }
    try series.run(parts)
    let id = try seriesID.first(parts) { row in try row.value(0) as Int64 } ?? 0
    seriesIDs[key] = id
    return id
  }
}

private extension Adding {
  /// Compiles the statements.
  init(_ connection: borrowing Connection) throws {
    self.init(
      run: try connection.prepare(
        """
        INSERT OR IGNORE INTO run(
          key, startedAt, seconds, pipeline, commitId, branch, mergeBase, machineClass,
          fingerprint, verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """),
      hit: try connection.prepare("INSERT OR IGNORE INTO hit(run, stage, rule) VALUES (?, ?, ?)"),
      advice: try connection.prepare(
        """
        INSERT OR IGNORE INTO advice(
          run, objective, kind, change, low, high, unit, measured, settledBy)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """),
      settlement: try connection.prepare(
        """
        UPDATE advice SET measured = ?, settledBy = ?
        WHERE run = (SELECT id FROM run WHERE key = ?) AND objective = ? AND kind = ?
          AND measured IS NULL
        """),
      figure: try connection.prepare(
        "INSERT OR IGNORE INTO figure(series, startedAt, run, measured) VALUES (?, ?, ?, ?)"),
      judgment: try connection.prepare(
        "INSERT OR IGNORE INTO judgment(run, objective, answer, waived) VALUES (?, ?, ?, ?)"),
      label: try connection.prepare("INSERT OR IGNORE INTO label(text) VALUES (?)"),
      labelID: try connection.prepare("SELECT id FROM label WHERE text = ?"),
      series: try connection.prepare(
        """
        INSERT OR IGNORE INTO series(indicator, pipeline, branch, machineClass, unit)
        VALUES (?, ?, ?, ?, ?)
        """),
      seriesID: try connection.prepare(
        """
        SELECT id FROM series WHERE indicator = ? AND pipeline = ? AND branch = ?
          AND machineClass = ? AND unit = ?
        """))
  }
}

/// An answer as text: `pass`, and with its reason `unknown precondition`.
enum AnswerText {
  /// The text of an answer.
  static func write(_ judgment: HistoryJudgment) -> String {
    judgment.reason.map { "\(judgment.answer) \($0)" } ?? judgment.answer
  }

  /// An answer and its reason.
  static func read(_ text: String) -> (answer: String, reason: String?) {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    return (words.first ?? "", words.count > 1 ? words[1] : nil)
  }
}

/// Values as text: decimal numbers between blanks, which come back as they were.
enum FigureText {
  /// The text of values.
  static func write(_ values: [Double]) -> String {
    values.map(\.description).joined(separator: " ")
  }

  /// The values of a text; throws where one of them is not a number.
  static func read(_ text: String) throws -> [Double] {
    try text.split(separator: " ").map { word in
      guard let value = Double(word), value.isFinite else {
        throw HistoryError(.damaged, "a figure is not a number")
      }
      return value
    }
  }
}
