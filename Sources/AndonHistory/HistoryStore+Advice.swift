// What a history knows of causes: lines that green runs print as well, and advice with what came of
// it.

package import AndonModel
internal import GRDB

extension HistoryStore {
  // So many green runs tell what is usual.
  private static let usual = 20
  // Older advice is nobody's any more.
  private static let newest = 50

  /// The rules that lines of green runs match, by stage.
  package func knownRules(_ pipeline: String) throws(HistoryFault) -> [StageID: [String]] {
    let hits = try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT DISTINCT stage.text, rule.text
          FROM (SELECT id FROM (SELECT id, verdict, startedAt FROM run WHERE pipeline = ?
              ORDER BY startedAt DESC LIMIT \(Self.farthest))
            WHERE verdict = 'green' ORDER BY startedAt DESC LIMIT ?) AS green
          JOIN hit ON hit.run = green.id JOIN label AS stage ON stage.id = hit.stage
          JOIN label AS rule ON rule.id = hit.rule ORDER BY stage.text, rule.text
          """, arguments: [pipeline, Self.usual]
      ).map { HistoryHit(stage: StageID(try $0.value(0)), rule: try $0.value(1)) }
    }
    return Dictionary(grouping: hits, by: \.stage).mapValues { $0.map(\.rule) }
  }

  /// Advice of which nothing has come yet: of each objective and kind of cause the newest.
  package func openAdvice(_ pipeline: String) throws(HistoryFault) -> [Prediction] {
    let all = try read { database in
      try Row.fetchAll(
        database,
        sql: Self.advice + """
           WHERE run.id IN (SELECT id FROM run WHERE pipeline = ? ORDER BY startedAt DESC LIMIT ?)
            AND advice.measured IS NULL ORDER BY run.startedAt DESC, run.id DESC
          """, arguments: [pipeline, Self.newest]
      ).compactMap(Self.advice).map(\.prediction)
    }
    var found: [Prediction] = []
    for prediction in all {
      let isKnown = found.contains {
        $0.objective == prediction.objective && $0.kind == prediction.kind
      }
      if !isKnown { found.append(prediction) }
    }
    return found
  }

  /// Advice and what came of it, the newest first.
  package func ledger(_ most: Int) throws(HistoryFault) -> [HistoryAdvice] {
    try read { database in
      try Row.fetchAll(
        database, sql: Self.advice + " ORDER BY run.startedAt DESC, run.id DESC LIMIT ?",
        arguments: [most]
      ).compactMap(Self.advice)
    }
  }

  /// The advice of one run.
  static func advice(of run: Int64, _ database: Database) throws -> [HistoryAdvice] {
    let statement = try database.cachedStatement(
      sql: advice + " WHERE advice.run = ? ORDER BY objective.text, kind.text")
    return try Row.fetchAll(statement, arguments: [run]).compactMap(advice)
  }

  /// What lines of one run matched.
  static func hits(of run: Int64, _ database: Database) throws -> [HistoryHit] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT stage.text, rule.text FROM hit JOIN label AS stage ON stage.id = hit.stage
        JOIN label AS rule ON rule.id = hit.rule WHERE hit.run = ? ORDER BY stage.text, rule.text
        """)
    return try Row.fetchAll(statement, arguments: [run]).map {
      HistoryHit(stage: StageID(try $0.value(0)), rule: try $0.value(1))
    }
  }

  private static let advice = """
    SELECT run.key, objective.text AS objective, kind.text AS kind, change, low, high, unit,
      measured, settledBy
    FROM advice JOIN run ON run.id = advice.run
    JOIN label AS objective ON objective.id = advice.objective
    JOIN label AS kind ON kind.id = advice.kind
    """

  private static func advice(_ row: Row) throws -> HistoryAdvice? {
    guard let unit = MeasureUnit(rawValue: try row.value("unit")) else { return nil }
    var advice = HistoryAdvice(
      Prediction(
        run: try row.value("key"), objective: try row.value("objective"),
        kind: CauseClass(rawValue: try row.value("kind")),
        change: try row.value("change"), low: try row.value("low"), high: try row.value("high"),
        unit: unit))
    advice.measured = try row.value("measured")
    advice.settledBy = try row.value("settledBy")
    return advice
  }
}
