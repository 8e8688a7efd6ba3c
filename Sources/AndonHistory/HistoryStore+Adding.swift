// Runs into a history: each once, however often it is added.

package import AndonModel
internal import GRDB

extension HistoryStore {
  // Runs that are merged in one transaction: each ends with a wait for the disk.
  private static let batch = 500

  /// Adds runs, all or none; how many of them were new.
  package func add(_ entries: [HistoryEntry]) throws(HistoryFault) -> Int {
    try write { database in
      var adding = Adding(database)
      return try entries.count { try adding.add($0) }
    }
  }

  /// Adds what another history holds; how many runs were new.
  package func merge(_ other: HistoryStore) throws(HistoryFault) -> Int {
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

// What is being added: texts that come again and again are looked up once.
private struct Adding {
  private let database: Database
  private var labels: [String: Int64] = [:]
  private var series: [String: Int64] = [:]

  init(_ database: Database) { self.database = database }

  mutating func add(_ entry: HistoryEntry) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO run(
          key, startedAt, seconds, pipeline, commitId, branch, mergeBase, machineClass,
          fingerprint, verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      entry.id, entry.startedAt.milliseconds, entry.seconds, entry.pipeline, entry.commit,
      entry.branch, entry.mergeBase, entry.machineClass, try label(entry.fingerprint),
      entry.verdict.rawValue,
    ])
    if database.changesCount == 0 { return false }
    let run = database.lastInsertedRowID
    for figure in entry.figures { try add(figure, of: entry, run) }
    for judgment in entry.judgments { try add(judgment, run) }
    for hit in entry.hits { try add(hit, run) }
    for advice in entry.advice { try add(advice, run) }
    for settled in entry.ledger { try settle(settled, by: entry.id) }
    return true
  }

  private mutating func add(_ hit: HistoryHit, _ run: Int64) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO hit(run, stage, rule) VALUES (?, ?, ?)")
    try statement.execute(arguments: [run, try label(hit.stage.text), try label(hit.rule)])
  }

  private mutating func add(_ advice: HistoryAdvice, _ run: Int64) throws {
    let said = advice.prediction
    let statement = try database.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO advice(
          run, objective, kind, change, low, high, unit, measured, settledBy)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      run, try label(said.objective), try label(said.kind.rawValue), said.change, said.low,
      said.high, said.unit.rawValue, advice.measured, advice.settledBy,
    ])
  }

  private mutating func settle(_ entry: LedgerEntry, by run: String) throws {
    let said = entry.prediction
    let statement = try database.cachedStatement(
      sql: """
        UPDATE advice SET measured = ?, settledBy = ?
        WHERE run = (SELECT id FROM run WHERE key = ?) AND objective = ? AND kind = ?
          AND measured IS NULL
        """)
    try statement.execute(arguments: [
      entry.measured, run, said.run, try label(said.objective), try label(said.kind.rawValue),
    ])
  }

  private mutating func add(
    _ figure: HistoryFigure, of entry: HistoryEntry, _ run: Int64
  ) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO figure(series, startedAt, run, measured) VALUES (?, ?, ?, ?)")
    try statement.execute(arguments: [
      try series(figure, of: entry), entry.startedAt.milliseconds, run,
      FigureText.write(figure.values),
    ])
  }

  private mutating func add(_ judgment: HistoryJudgment, _ run: Int64) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO judgment(run, objective, answer, waived) VALUES (?, ?, ?, ?)")
    try statement.execute(arguments: [
      run, try label(judgment.objective), AnswerText.write(judgment), judgment.isWaived,
    ])
  }

  private mutating func label(_ text: String) throws -> Int64 {
    if let id = labels[text] { return id }
    let insert = try database.cachedStatement(sql: "INSERT OR IGNORE INTO label(text) VALUES (?)")
    try insert.execute(arguments: [text])
    let select = try database.cachedStatement(sql: "SELECT id FROM label WHERE text = ?")
    let id = try Int64.fetchOne(select, arguments: [text]) ?? 0
    labels[text] = id
    return id
  }

  private mutating func series(_ figure: HistoryFigure, of entry: HistoryEntry) throws -> Int64 {
    let parts = [
      figure.indicator.description, entry.pipeline, entry.branch ?? "", entry.machineClass ?? "",
      figure.unit.rawValue,
    ]
    let key = parts.joined(separator: "\u{0}")
    if let id = series[key] { return id }
    let insert = try database.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO series(indicator, pipeline, branch, machineClass, unit)
        VALUES (?, ?, ?, ?, ?)
        """)
    try insert.execute(arguments: StatementArguments(parts))
    let select = try database.cachedStatement(
      sql: """
        SELECT id FROM series WHERE indicator = ? AND pipeline = ? AND branch = ?
          AND machineClass = ? AND unit = ?
        """)
    let id = try Int64.fetchOne(select, arguments: StatementArguments(parts)) ?? 0
    series[key] = id
    return id
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
        throw HistoryFault(.damaged, "a figure is not a number")
      }
      return value
    }
  }
}
