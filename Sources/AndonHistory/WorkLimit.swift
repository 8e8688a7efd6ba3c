// How long a file may keep SQLite busy: one that was made for it could go on for ever.
// sqlite3_progress_handler.

internal import GRDB
internal import GRDBSQLite

/// A limit for the work on one file.
final class WorkLimit: Sendable {
  // Steps of SQLite's machine between two looks at the clock: about a millisecond.
  private static let steps: CInt = 100_000

  private let end: ContinuousClock.Instant?

  /// Begins now; nil for no limit.
  init(seconds: Double?) {
    end = seconds.map { .now + .seconds($0) }
  }

  /// Ends what takes longer, with SQLITE_INTERRUPT.
  ///
  /// The limit has to live as long as the database.
  func apply(to database: Database) {
    if end == nil { return }
    unsafe sqlite3_progress_handler(
      database.sqliteConnection, Self.steps,
      { limit in
        guard let limit = unsafe limit else { return 0 }
        return unsafe Unmanaged<WorkLimit>.fromOpaque(limit).takeUnretainedValue().isOver ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private var isOver: Bool { end.map { .now > $0 } ?? false }
}
