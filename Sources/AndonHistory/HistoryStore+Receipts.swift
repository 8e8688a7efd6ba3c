// The receipts of runs, by their digests: each names the one before it, so that none can be taken
// out of the row unseen.

package import AndonModel
internal import GRDB

extension HistoryStore {
  /// The receipt of a pipeline's newest run that has one; nil for none.
  package func newestReceipt(_ pipeline: String) throws(HistoryFault) -> Receipt.Previous? {
    try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT run.key, receipt.sha256 FROM receipt JOIN run ON run.id = receipt.run
          WHERE run.pipeline = ? ORDER BY run.startedAt DESC, run.id DESC LIMIT 1
          """, arguments: [pipeline]
      ).map { Receipt.Previous(run: try $0.value(0), sha256: try $0.value(1)) }
    }
  }

  /// Remembers the receipt of a run that is in the history.
  package func add(receipt sha256: String, of run: String) throws(HistoryFault) {
    try write { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO receipt SELECT id, ? FROM run WHERE key = ?",
        arguments: [sha256, run])
    }
  }
}
