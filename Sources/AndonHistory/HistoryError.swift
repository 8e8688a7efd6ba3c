// Why a history cannot be used.

internal import CSQLite

/// A history that cannot be read or written.
package struct HistoryError: Error, Equatable, Sendable {
  /// What kind of fault it is.
  package enum HistoryErrorKind: Equatable, Sendable {
    /// The file is damaged: nothing in it can be trusted.
    case damaged
    /// The file belongs to somebody else.
    case foreign
    /// A newer andon has written it.
    case newer
    /// Another one writes to it and does not let go, or reading it does not come to an end.
    case busy
    /// Anything else: no permission, no space.
    case unusable
  }

  /// What kind of fault it is.
  package let kind: HistoryErrorKind
  /// Why, in words.
  package let reason: String

  /// States a fault.
  package init(_ kind: HistoryErrorKind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  /// What the database says.
  init(_ error: any Error) {
    switch error {
    case let fault as HistoryError: self = fault
    case let error as SQLiteError:
      switch error.code {
      case SQLITE_CORRUPT, SQLITE_NOTADB: self.init(.damaged, error.message)
      case SQLITE_BUSY, SQLITE_LOCKED: self.init(.busy, error.message)
      case SQLITE_INTERRUPT: self.init(.busy, "it took too long to read")
      default: self.init(.unusable, error.message)
      }
    default: self.init(.unusable, "\(error)")
    }
  }
}
