// A history of runs in a SQLite file: opened, brought to its present form, asked and added to.
// A writer waits for the other writers of the file. The caller decides what an error means.

internal import AndonModel
internal import CSQLite

/// An open history.
package final class HistoryStore {
  /// Seconds to wait for another writer; a run of another job takes milliseconds.
  package static let patience = 30.0

  let connection: Connection
  // Seconds that one question may take.
  private let most: Double?

  /// Opens a file; without `canWrite` it has to exist, and is not changed.
  ///
  /// `patience`: seconds to wait for another writer. `most`: seconds that the file may take to
  /// answer one question; nil for any.
  package init(
    _ path: String, canWrite: Bool, patience: Double = patience, most: Double? = nil
  ) throws(HistoryError) {
    do {
      connection = try Self.open(path, canWrite: canWrite, patience, most)
    } catch {
      throw HistoryError(error)
    }
    self.most = most
  }

  private static func open(
    _ path: String, canWrite: Bool, _ patience: Double, _ most: Double?
  ) throws -> Connection {
    if !canWrite {
      do {
        return try checked(path, SQLITE_OPEN_READONLY, patience, most)
      } catch let error as SQLiteError where error.code == SQLITE_READONLY {
        // Reading beside a writer needs a file in the same directory. In a directory that is read
        // only it cannot be made; nothing writes there either.
        return try checked(
          immutable(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, patience, most)
      }
    }
    // A file that is not a history is refused before anything is changed.
    let connection = try checked(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, patience, most)
    try HistorySchema.migrate(connection)
    try connection.execute("PRAGMA synchronous = NORMAL")
    let mode: String? = try connection.first("PRAGMA journal_mode") { row in try row.value(0) }
    if mode != "wal" {
      // While another connection reads, the mode cannot be changed; the next one that opens the
      // file does it.
      connection.wait(0.1)
      try? connection.execute("PRAGMA journal_mode = WAL")
      connection.wait(patience)
    }
    return connection
  }

  // Another program may have written the file: nothing that it names is run, and the sizes in it
  // are checked. Foreign keys stay unenforced: deleting a run would scan all figures.
  private static func checked(
    _ path: String, _ flags: CInt, _ patience: Double, _ most: Double?
  ) throws -> Connection {
    guard HistoryDisk.isInPlace else { throw HistoryError(.unusable, "SQLite cannot be set up") }
    let connection = try Connection(path, flags: flags, patience: patience)
    try connection.execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
    try connection.transaction(canWrite: false) {
      try WorkLimit.within(most, connection) { try HistorySchema.check(connection) }
    }
    return connection
  }

  // sqlite.org/uri.html
  private static func immutable(_ path: String) -> String {
    let kept = path.utf8.map { byte -> String in
      let isPlain = byte > 0x20 && byte < 0x7F && !"%?#".utf8.contains(byte)
      return isPlain ? String(Unicode.Scalar(byte)) : "%" + Format.hex(byte, uppercase: true)
    }
    return "file:\(kept.joined())?immutable=1"
  }

  /// Reads in one transaction.
  func read<Value>(_ body: (borrowing Connection) throws -> Value) throws(HistoryError) -> Value {
    try transaction(canWrite: false, body)
  }

  /// Makes all changes or none.
  func write<Value>(_ body: (borrowing Connection) throws -> Value) throws(HistoryError) -> Value {
    try transaction(canWrite: true, body)
  }

  private func transaction<Value>(
    canWrite: Bool, _ body: (borrowing Connection) throws -> Value
  ) throws(HistoryError) -> Value {
    do {
      return try connection.transaction(canWrite: canWrite) {
        try WorkLimit.within(most, connection) { try body(connection) }
      }
    } catch {
      throw HistoryError(error)
    }
  }

  /// Gives back the space that deleted runs leave.
  func vacuum() throws(HistoryError) {
    do {
      try connection.execute("VACUUM")
    } catch {
      throw HistoryError(error)
    }
  }
}
