// Values out of rows. The file may have been written by others: a value of another type than the
// schema says is a damage of the file, and never a crash.

internal import GRDB

extension Row {
  /// The value in a column; throws where it has another type.
  func value<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value {
    try Self.checked(self[column] as DatabaseValue)
  }

  /// The value in a column; throws where it has another type.
  func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
    try Self.checked((self[column] as DatabaseValue?) ?? .null)
  }

  private static func checked<Value: DatabaseValueConvertible>(
    _ stored: DatabaseValue
  ) throws -> Value {
    guard let value = Value.fromDatabaseValue(stored) else {
      throw HistoryFault(.damaged, "a value is not of the type that it should be")
    }
    return value
  }
}
