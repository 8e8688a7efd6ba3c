// Compiled SQL. sqlite.org/c3ref/stmt.html

internal import CSQLite

/// A compiled statement, finalized when it ends.
@safe struct Statement: ~Copyable {
  private let handle: OpaquePointer

  /// Compiles the first statement of a text.
  init(_ connection: borrowing Connection, _ sql: String) throws(SQLiteError) {
    var compiled: OpaquePointer?
    let code = unsafe sqlite3_prepare_v2(connection.handle, sql, -1, &compiled, nil)
    guard let handle = unsafe compiled, code == SQLITE_OK else {
      throw unsafe SQLiteError(code, of: connection.handle)
    }
    unsafe self.handle = handle
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Runs it to its end.
  func run(_ values: [any SQLiteValue]) throws {
    try each(values) { _ in true }
  }

  /// The first row; nil if there are no rows.
  func first<Result>(
    _ values: [any SQLiteValue], read: (borrowing Row) throws -> Result
  ) throws -> Result? {
    var first: Result?
    try each(values) { row in
      first = try read(row)
      return false
    }
    return first
  }

  /// All rows.
  func all<Result>(
    _ values: [any SQLiteValue], read: (borrowing Row) throws -> Result
  ) throws -> [Result] {
    var all: [Result] = []
    try each(values) { row in
      all.append(try read(row))
      return true
    }
    return all
  }

  // Until `body` returns false. The statement can be run again afterwards.
  private func each(
    _ values: [any SQLiteValue], _ body: (borrowing Row) throws -> Bool
  ) throws {
    unsafe precondition(values.count == Int(sqlite3_bind_parameter_count(handle)))
    defer { unsafe sqlite3_reset(handle) }
    for (index, value) in values.enumerated() {
      try check(unsafe value.bind(to: handle, at: CInt(index + 1)))
    }
    while true {
      let code = unsafe sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      if code != SQLITE_ROW { try check(code) }
      if unsafe !(try body(Row(statement: handle))) { return }
    }
  }

  private func check(_ code: CInt) throws(SQLiteError) {
    if code != SQLITE_OK { throw unsafe SQLiteError(code, of: sqlite3_db_handle(handle)) }
  }
}
