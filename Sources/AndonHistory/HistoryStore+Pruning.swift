// Old runs out of a history.

package import AndonModel

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
  package func prune(_ kept: Kept) throws(HistoryError) -> Int {
    let removed = try write { connection in
      let branches = try connection.all("SELECT DISTINCT pipeline, branch FROM run") { row in
        Branch(pipeline: try row.value(0), name: try row.value(1))
      }
      var removed = 0
      for branch in branches {
        guard let cut = try Self.cut(kept, of: branch, connection) else { continue }
        removed += try Self.remove(through: cut, of: branch, connection)
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

  private static func cut(
    _ kept: Kept, of branch: Branch, _ connection: borrowing Connection
  ) throws -> Cut? {
    let old = kept.since.map { Cut(startedAt: $0.milliseconds - 1, run: .max) }
    guard let runs = kept.runs else { return old }
    let more = try connection.first(
      """
      SELECT startedAt, id FROM run WHERE pipeline = ? AND branch IS ?
      ORDER BY startedAt DESC, id DESC LIMIT 1 OFFSET ?
      """, branch.pipeline, branch.name, runs
    ) { row in Cut(startedAt: try row.value(0), run: try row.value(1)) }
    return [old, more].compactMap { $0 }.max { ($0.startedAt, $0.run) < ($1.startedAt, $1.run) }
  }

  private static func remove(
    through cut: Cut, of branch: Branch, _ connection: borrowing Connection
  ) throws -> Int {
    let series: [Int64] = try connection.all(
      "SELECT id FROM series WHERE pipeline = ? AND branch = coalesce(?, '')", branch.pipeline,
      branch.name
    ) { row in try row.value(0) }
    let figures = try connection.prepare(
      "DELETE FROM figure WHERE series = ? AND (startedAt < ? OR startedAt = ? AND run <= ?)")
    for id in series { try figures.run([id, cut.startedAt, cut.startedAt, cut.run]) }
    let old = """
      SELECT id FROM run WHERE pipeline = ? AND branch IS ?
        AND (startedAt < ? OR startedAt = ? AND id <= ?)
      """
    let place: [any SQLiteValue] = [
      branch.pipeline, branch.name, cut.startedAt, cut.startedAt, cut.run,
    ]
    for table in ["judgment", "hit", "advice", "receipt"] {
      try connection.prepare("DELETE FROM \(table) WHERE run IN (\(old))").run(place)
    }
    try connection.prepare("DELETE FROM run WHERE id IN (\(old))").run(place)
    return connection.changes
  }
}
