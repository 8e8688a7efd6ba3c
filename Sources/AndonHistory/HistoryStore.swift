// A history of runs in a SQLite file: opened, brought to its present form, asked and added to.
// Who writes at the same time is waited for. Nothing here decides what a fault means.

internal import GRDB

/// A history that is open.
package struct HistoryStore: Sendable {
  /// Seconds to wait for another that writes; a run of another job takes milliseconds.
  package static let patience = 30.0

  let queue: DatabaseQueue
  // Seconds that one question may take.
  private let most: Double?

  /// Opens a file; without `canWrite` it has to be there, and stays as it is.
  ///
  /// `patience`: seconds to wait for another that writes. `most`: seconds that the file may take to
  /// answer one question; nil for any.
  package init(
    _ path: String, canWrite: Bool, patience: Double = patience, most: Double? = nil
  ) throws(HistoryFault) {
    self.most = most
    do {
      queue = try Self.open(path, canWrite: canWrite, patience, most)
    } catch {
      throw HistoryFault(error)
    }
  }

  private static func open(
    _ path: String, canWrite: Bool, _ patience: Double, _ most: Double?
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = !canWrite
    configuration.busyMode = .timeout(patience)
    // The tables refer to each other without promises: a check would walk all figures for a run.
    configuration.foreignKeysEnabled = false
    // The file may have been written by others: what it names is not carried out, and what it says
    // of its own size is checked.
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
    }
    let queue: DatabaseQueue
    do {
      queue = try checked(path, configuration, most)
    } catch let error as DatabaseError where !canWrite && error.resultCode == .SQLITE_READONLY {
      // Reading beside a writer needs a file of its own, which cannot be made in a folder that is
      // read only; nobody writes there either.
      return try checked(immutable(path), configuration, most)
    }
    if canWrite {
      // Whose file it is was asked first: what is not ours stays as it is.
      try HistorySchema.migrate(queue)
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
        if try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal" { return }
        // While another one reads it cannot be switched; the next one that opens it does it, so
        // that it is not waited for.
        try database.execute(sql: "PRAGMA busy_timeout = 100")
        try? database.execute(sql: "PRAGMA journal_mode = WAL")
        try database.execute(sql: "PRAGMA busy_timeout = \(Int(patience * 1000))")
      }
    }
    return queue
  }

  private static func checked(
    _ path: String, _ configuration: Configuration, _ most: Double?
  ) throws -> DatabaseQueue {
    guard HistoryDisk.isInPlace else { throw HistoryFault(.unusable, "SQLite cannot be set up") }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.read { database in
      try WorkLimit.within(most, database) { try HistorySchema.check(database) }
    }
    return queue
  }

  // sqlite.org/uri.html
  private static func immutable(_ path: String) -> String {
    let kept = path.utf8.map { byte -> String in
      let isPlain = byte > 0x20 && byte < 0x7F && !"%?#".utf8.contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
    }
    return "file:\(kept.joined())?immutable=1"
  }

  /// Reads, with faults in words.
  func read<Value>(_ body: (Database) throws -> Value) throws(HistoryFault) -> Value {
    do {
      return try queue.read { database in
        try WorkLimit.within(most, database) { try body(database) }
      }
    } catch {
      throw HistoryFault(error)
    }
  }

  /// Changes all or nothing, with faults in words.
  func write<Value>(_ body: (Database) throws -> Value) throws(HistoryFault) -> Value {
    do {
      return try queue.write { database in
        try WorkLimit.within(most, database) { try body(database) }
      }
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
