// An open SQLite file. sqlite.org/c3ref/intro.html

internal import CSQLite

/// A connection to one database file, closed when it ends.
@safe struct Connection: ~Copyable {
  let handle: OpaquePointer

  /// Opens a file, or the file of a URI, with the SQLITE_OPEN flags.
  ///
  /// `patience`: seconds to wait for a lock that another connection holds.
  init(_ path: String, flags: CInt, patience: Double) throws(SQLiteError) {
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard let handle = unsafe opened, code == SQLITE_OK else {
      let error = unsafe SQLiteError(code, of: opened)
      unsafe sqlite3_close_v2(opened)
      throw error
    }
    unsafe self.handle = handle
    wait(patience)
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Sets how many seconds to wait for a lock from now on.
  func wait(_ seconds: Double) {
    unsafe sqlite3_busy_timeout(handle, CInt(clamping: Int(seconds * 1000)))
  }

  /// Compiles a statement.
  func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    try Statement(self, sql)
  }

  /// Runs statements that return no rows and have no parameters.
  func execute(_ sql: String) throws(SQLiteError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw unsafe SQLiteError(code, of: handle) }
  }

  /// Runs one statement to its end.
  func run(_ sql: String, _ values: any SQLiteValue...) throws {
    try prepare(sql).run(values)
  }

  /// The first row of a query; nil if there are no rows.
  func first<Result>(
    _ sql: String, _ values: any SQLiteValue..., read: (borrowing Row) throws -> Result
  ) throws -> Result? {
    try prepare(sql).first(values, read: read)
  }

  /// All rows of a query.
  func all<Result>(
    _ sql: String, _ values: any SQLiteValue..., read: (borrowing Row) throws -> Result
  ) throws -> [Result] {
    try prepare(sql).all(values, read: read)
  }

  /// The rows that the last INSERT, UPDATE or DELETE changed.
  var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

  /// The id of the last row that was inserted.
  var lastRowID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// Keeps all changes of `body`, or none if it throws.
  ///
  /// `canWrite` takes the lock for writing at the beginning, so that a read never has to be
  /// repeated.
  func transaction<Result>(canWrite: Bool, _ body: () throws -> Result) throws -> Result {
    try execute(canWrite ? "BEGIN IMMEDIATE" : "BEGIN")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // Some errors end the transaction themselves; the first error is the one to report.
      try? execute("ROLLBACK")
      throw error
    }
  }
}

/// An error with SQLite's own text.
struct SQLiteError: Error {
  /// The primary result code.
  let code: CInt
  /// SQLite's description of it.
  let message: String

  /// Reads the last error of a connection; nil where it could not be allocated.
  init(_ code: CInt, of connection: OpaquePointer?) {
    self.code = code & 0xFF
    message = unsafe String(
      cString: connection == nil ? sqlite3_errstr(code) : sqlite3_errmsg(connection))
  }
}
