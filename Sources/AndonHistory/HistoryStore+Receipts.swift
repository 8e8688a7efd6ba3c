// The receipts of runs, by their digests: each names the one before it, so that none can be taken
// out of the row unseen.

package import AndonModel

extension HistoryStore {
  /// The receipt of a pipeline's newest run that has one; nil for none.
  package func newestReceipt(_ pipeline: String) throws(HistoryError) -> Receipt.Previous? {
    try read { connection in
      try connection.first(
        """
        SELECT run.key, receipt.sha256 FROM receipt JOIN run ON run.id = receipt.run
        WHERE run.pipeline = ? ORDER BY run.startedAt DESC, run.id DESC LIMIT 1
        """, pipeline
      ) { row in Receipt.Previous(run: try row.value(0), sha256: try row.value(1)) }
    }
  }

  /// Remembers the receipt of a run that is in the history.
  package func add(receipt sha256: String, of run: String) throws(HistoryError) {
    try write { connection in
      try connection.run(
        "INSERT OR REPLACE INTO receipt SELECT id, ? FROM run WHERE key = ?", sha256, run)
    }
  }
}
