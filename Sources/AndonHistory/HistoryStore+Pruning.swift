// Old runs out of a history.

package import AndonModel
internal import GRDB

extension HistoryStore {
  /// What is kept.
  package struct Kept: Sendable {
    /// The newest runs of each branch of each pipeline; nil for all.
    package var runs: Int?
    /// Runs from this moment on; nil for all.
    package var since: Timestamp?

    /// Keeps what fulfils both.
    package init(runs: Int?, since: Timestamp?) {
      self.runs = runs
      self.since = since
    }
  }

  /// Removes everything else, and gives the space back; how many runs were removed.
  package func prune(_ kept: Kept) throws(HistoryFault) -> Int {
    let removed = try write { database in
      var removed = 0
      let branches = try Row.fetchAll(database, sql: "SELECT DISTINCT pipeline, branch FROM run")
      for row in branches {
        let branch = Branch(pipeline: try row.value(0), name: try row.value(1))
        guard let cut = try Self.cut(kept, of: branch, database) else { continue }
        removed += try Self.remove(through: cut, of: branch, database)
      }
      return removed
    }
    if removed > 0 { try vacuum() }
    return removed
  }

  private struct Branch {
    let pipeline: String
    let name: String?
  }

  // The newest run that goes, by its start and then by its number.
  private struct Cut {
    let startedAt: Int64
    let run: Int64
  }

  private static func cut(_ kept: Kept, of branch: Branch, _ database: Database) throws -> Cut? {
    var cut = kept.since.map { Cut(startedAt: $0.milliseconds - 1, run: .max) }
    if let runs = kept.runs {
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT startedAt, id FROM run WHERE pipeline = ? AND branch IS ?
          ORDER BY startedAt DESC, id DESC LIMIT 1 OFFSET ?
          """, arguments: [branch.pipeline, branch.name, runs])
      if let row {
        let other = Cut(startedAt: try row.value(0), run: try row.value(1))
        let isLater = cut.map { (other.startedAt, other.run) > ($0.startedAt, $0.run) } ?? true
        if isLater { cut = other }
      }
    }
    return cut
  }

  private static func remove(
    through cut: Cut, of branch: Branch, _ database: Database
  ) throws -> Int {
    let names: StatementArguments = [branch.pipeline, branch.name]
    let place: StatementArguments = [cut.startedAt, cut.startedAt, cut.run]
    let series = try Int64.fetchAll(
      database, sql: "SELECT id FROM series WHERE pipeline = ? AND branch = coalesce(?, '')",
      arguments: names)
    let figures = try database.cachedStatement(
      sql: """
        DELETE FROM figure WHERE series = ? AND (startedAt < ? OR startedAt = ? AND run <= ?)
        """)
    for id in series { try figures.execute(arguments: [id] + place) }
    let old = """
      SELECT id FROM run WHERE pipeline = ? AND branch IS ?
        AND (startedAt < ? OR startedAt = ? AND id <= ?)
      """
    for table in ["judgment", "hit", "advice", "receipt"] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE run IN (\(old))", arguments: names + place)
    }
    try database.execute(sql: "DELETE FROM run WHERE id IN (\(old))", arguments: names + place)
    return database.changesCount
  }
}
