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
      let branches = try Row.fetchAll(
        database, sql: "SELECT DISTINCT pipeline, coalesce(branch, '') FROM run")
      for branch in branches {
        guard let first = try Self.first(kept, of: branch, database) else { continue }
        removed += try Self.remove(before: first, of: branch, database)
      }
      return removed
    }
    if removed > 0 { try vacuum() }
    return removed
  }

  // The start of the oldest run that is kept; nil when all are.
  private static func first(_ kept: Kept, of branch: Row, _ database: Database) throws -> Int64? {
    var first = kept.since?.milliseconds
    if let runs = kept.runs {
      let oldest = try Int64.fetchOne(
        database,
        sql: """
          SELECT startedAt FROM run WHERE pipeline = ? AND coalesce(branch, '') = ?
          ORDER BY startedAt DESC LIMIT 1 OFFSET ?
          """, arguments: [branch[0] as String, branch[1] as String, runs])
      // That one is the first that goes: what is newer stays.
      if let oldest { first = max(first ?? .min, oldest + 1) }
    }
    return first
  }

  private static func remove(
    before first: Int64, of branch: Row, _ database: Database
  ) throws -> Int {
    let names: StatementArguments = [branch[0] as String, branch[1] as String]
    let series = try Int64.fetchAll(
      database, sql: "SELECT id FROM series WHERE pipeline = ? AND branch = ?", arguments: names)
    for id in series {
      try database.execute(
        sql: "DELETE FROM figure WHERE series = ? AND startedAt < ?", arguments: [id, first])
    }
    let old = "SELECT id FROM run WHERE pipeline = ? AND coalesce(branch, '') = ? AND startedAt < ?"
    let arguments = names + [first]
    try database.execute(
      sql: "DELETE FROM judgment WHERE run IN (\(old))", arguments: arguments)
    try database.execute(sql: "DELETE FROM run WHERE id IN (\(old))", arguments: arguments)
    return database.changesCount
  }
}
