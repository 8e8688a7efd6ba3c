// How long a file may keep SQLite busy: one that was made for it could go on for ever.
// sqlite3_progress_handler.

internal import CSQLite

/// A limit for the work on one file.
final class WorkLimit: Sendable {
  // Steps of SQLite's machine between two looks at the clock: about a millisecond.
  private static let steps: CInt = 100_000

  private let end: ContinuousClock.Instant

  private init(seconds: Double) { end = .now + .seconds(seconds) }

  /// Does work that ends with SQLITE_INTERRUPT when it takes longer; nil for no limit.
  static func within<Value>(
    _ seconds: Double?, _ connection: borrowing Connection, _ work: () throws -> Value
  ) throws -> Value {
    guard let seconds else { return try work() }
    let limit = WorkLimit(seconds: seconds)
    unsafe sqlite3_progress_handler(
      connection.handle, steps,
      { limit in
        guard let limit = unsafe limit else { return 0 }
        return unsafe Unmanaged<WorkLimit>.fromOpaque(limit).takeUnretainedValue().isOver ? 1 : 0
      }, Unmanaged.passUnretained(limit).toOpaque())
    defer { unsafe sqlite3_progress_handler(connection.handle, 0, nil, nil) }
    return try withExtendedLifetime(limit) { try work() }
  }

  private var isOver: Bool { .now > end }
}
