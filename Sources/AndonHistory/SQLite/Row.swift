// Values of a row. Another program may have written the file: a value that is not of the type in
// the schema means that the file is damaged.

internal import CSQLite

/// The row that a statement has reached.
@safe struct Row: ~Copyable {
  fileprivate let statement: OpaquePointer

  /// Wraps a statement whose last step returned a row.
  init(statement: OpaquePointer) { unsafe self.statement = statement }

  /// The value of a column, from 0; throws if it has another type.
  func value<Value: SQLiteValue>(_ column: Int) throws(HistoryError) -> Value {
    guard let value = unsafe Value(CInt(column), of: statement) else {
      throw HistoryError(.damaged, "a value is not of the type that it should be")
    }
    return value
  }
}

/// A value that SQLite stores.
protocol SQLiteValue {
  /// Reads a column of the current row; nil if it has another type.
  init?(_ column: CInt, of statement: OpaquePointer)
  /// Sets a parameter, from 1; the result code.
  func bind(to statement: OpaquePointer, at index: CInt) -> CInt
}

extension String: SQLiteValue {
  init?(_ column: CInt, of statement: OpaquePointer) {
    guard unsafe sqlite3_column_type(statement, column) == SQLITE_TEXT,
      let text = unsafe sqlite3_column_text(statement, column)
    else { return nil }
    let count = unsafe Int(sqlite3_column_bytes(statement, column))
    self = unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
  }

  func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
    var copy = self
    return copy.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { text in
        unsafe andon_sqlite_bind_text(
          statement, index, text.baseAddress, CInt(clamping: text.count))
      }
    }
  }
}

extension Int64: SQLiteValue {
  init?(_ column: CInt, of statement: OpaquePointer) {
    guard unsafe sqlite3_column_type(statement, column) == SQLITE_INTEGER else { return nil }
    self = unsafe sqlite3_column_int64(statement, column)
  }

  func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
    unsafe sqlite3_bind_int64(statement, index, self)
  }
}

extension Int: SQLiteValue {
  init?(_ column: CInt, of statement: OpaquePointer) {
    guard let value = unsafe Int64(column, of: statement) else { return nil }
    self = Int(value)
  }

  func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
    unsafe Int64(self).bind(to: statement, at: index)
  }
}

extension Bool: SQLiteValue {
  init?(_ column: CInt, of statement: OpaquePointer) {
    guard let value = unsafe Int64(column, of: statement) else { return nil }
    self = value != 0
  }

  func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
    unsafe Int64(self ? 1 : 0).bind(to: statement, at: index)
  }
}

extension Double: SQLiteValue {
  /// Also of an integer: SQLite stores 2.0 as 2 to save space.
  init?(_ column: CInt, of statement: OpaquePointer) {
    let type = unsafe sqlite3_column_type(statement, column)
    guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { return nil }
    self = unsafe sqlite3_column_double(statement, column)
  }

  func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
    unsafe sqlite3_bind_double(statement, index, self)
  }
}

extension Optional: SQLiteValue where Wrapped: SQLiteValue {
  init?(_ column: CInt, of statement: OpaquePointer) {
    if unsafe sqlite3_column_type(statement, column) == SQLITE_NULL {
      self = .none
    } else if let value = unsafe Wrapped(column, of: statement) {
      self = .some(value)
    } else {
      return nil
    }
  }

  func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
    unsafe self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
  }
}
