// A history of runs in a SQLite file: opened, brought to its present form, asked and added to.
// Who writes at the same time is waited for. Nothing here decides what a fault means.

internal import GRDB

/// A history that is open.
package struct HistoryStore: Sendable {
  // A run of another job that is just being written takes milliseconds.
  private static let patience = 30.0

  let queue: DatabaseQueue

  /// Opens a file; without `canWrite` it has to be there, and stays as it is.
  package init(_ path: String, canWrite: Bool) throws(HistoryFault) {
    do {
      var configuration = Configuration()
      configuration.readonly = !canWrite
      configuration.busyMode = .timeout(Self.patience)
      // The tables refer to each other without promises: a check would walk all figures for a run.
      configuration.foreignKeysEnabled = false
      configuration.prepareDatabase { database in
        if canWrite {
          try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        }
      }
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read(Self.check)
      if canWrite { try HistorySchema.migrator.migrate(queue) }
    } catch {
      throw HistoryFault(error)
    }
  }

  // An empty file is nobody's; any other has to bear the mark.
  private static func check(_ database: Database) throws {
    let mark = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
    if isEmpty && mark == 0 { return }
    if mark != HistorySchema.mark { throw HistoryFault(.foreign, "it is no history of andon's") }
    if try HistorySchema.migrator.hasBeenSuperseded(database) {
      throw HistoryFault(.newer, "a newer andon has written it")
    }
  }

  /// Reads, with faults in words.
  func read<Value>(_ body: (Database) throws -> Value) throws(HistoryFault) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw HistoryFault(error)
    }
  }

  /// Changes all or nothing, with faults in words.
  func write<Value>(_ body: (Database) throws -> Value) throws(HistoryFault) -> Value {
    do {
      return try queue.write(body)
    } catch {
      throw HistoryFault(error)
    }
  }

  /// Takes back what the file no longer needs.
  func vacuum() throws(HistoryFault) {
    do {
      try queue.vacuum()
    } catch {
      throw HistoryFault(error)
    }
  }
}
