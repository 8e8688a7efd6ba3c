// What a history knows of causes: lines that green runs print as well, and advice with what came of
// it.

package import AndonModel

extension HistoryStore {
  // So many green runs tell what is usual.
  private static let usual = 20
  // Older advice is nobody's any more.
  private static let newest = 50

  /// The rules that lines of green runs match, by stage.
  package func knownRules(_ pipeline: String) throws(HistoryError) -> [StageID: [String]] {
    let logMatches = try read { connection in
      try connection.all(
        """
        SELECT DISTINCT stage.text, rule.text
        FROM (SELECT id FROM (SELECT id, verdict, startedAt FROM run WHERE pipeline = ?
            ORDER BY startedAt DESC LIMIT \(Self.farthest))
          WHERE verdict = 'green' ORDER BY startedAt DESC LIMIT ?) AS green
        JOIN hit ON hit.run = green.id JOIN label AS stage ON stage.id = hit.stage
        JOIN label AS rule ON rule.id = hit.rule ORDER BY stage.text, rule.text
        """, pipeline, Self.usual, read: Self.hit)
    }
    return Dictionary(grouping: logMatches, by: \.stage).mapValues { $0.map(\.rule) }
  }

  /// Advice of which nothing has come yet: of each objective and kind of cause the newest.
  package func openAdvice(_ pipeline: String) throws(HistoryError) -> [Prediction] {
    let all = try read { connection in
      try connection.all(
        Self.advice + """
           WHERE run.id IN (SELECT id FROM run WHERE pipeline = ? ORDER BY startedAt DESC LIMIT ?)
            AND advice.measured IS NULL ORDER BY run.startedAt DESC, run.id DESC
          """, pipeline, Self.newest, read: Self.advice
      ).compactMap { $0?.prediction }
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
  package func predictionResults(_ most: Int) throws(HistoryError) -> [HistoryAdvice] {
    try read { connection in
      try connection.all(
        Self.advice + " ORDER BY run.startedAt DESC, run.id DESC LIMIT ?", most, read: Self.advice
      ).compactMap { $0 }
    }
  }

  /// The advice of one run, by its number.
  static let adviceOfRun = advice + " WHERE advice.run = ? ORDER BY objective.text, kind.text"

  /// Patterns that lines of one run matched, by its number.
  static let hitsOfRun = """
    SELECT stage.text, rule.text FROM hit JOIN label AS stage ON stage.id = hit.stage
    JOIN label AS rule ON rule.id = hit.rule WHERE hit.run = ? ORDER BY stage.text, rule.text
    """

  private static let advice = """
    SELECT run.key, objective.text, kind.text, change, low, high, unit, measured, settledBy
    FROM advice JOIN run ON run.id = advice.run
    JOIN label AS objective ON objective.id = advice.objective
    JOIN label AS kind ON kind.id = advice.kind
    """

  static func hit(_ row: borrowing Row) throws -> HistoryMatch {
    HistoryMatch(stage: StageID(try row.value(0)), rule: try row.value(1))
  }

  /// Nil for a unit that this andon does not know.
  static func advice(_ row: borrowing Row) throws -> HistoryAdvice? {
    guard let unit = MeasureUnit(rawValue: try row.value(6)) else { return nil }
    var advice = HistoryAdvice(
      Prediction(
        run: try row.value(0), objective: try row.value(1),
        kind: CauseClass(rawValue: try row.value(2)), change: try row.value(3),
        low: try row.value(4), high: try row.value(5), unit: unit))
    advice.measured = try row.value(7)
    advice.settledBy = try row.value(8)
    return advice
  }
}
