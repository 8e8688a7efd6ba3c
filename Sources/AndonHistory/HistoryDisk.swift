// How SQLite reaches the files of a history. A journal that others have put beside one may name a
// further file, the super-journal, which SQLite opens and removes, wherever it lies.
// sqlite.org/c3ref/vfs.html; sqlite.org/fileformat2.html, section 3.

internal import CSQLite

/// The file system as SQLite sees it, without super-journals.
enum HistoryDisk {
  // SQLITE_OPEN_SUPER_JOURNAL
  private static let superJournal: CInt = 0x4000

  nonisolated(unsafe) private static let system = unsafe sqlite3_vfs_find(nil)

  /// Makes it SQLite's own, once; whether that is done.
  static let isInPlace: Bool = {
    guard let system = unsafe system else { return false }
    let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    unsafe own.initialize(to: system.pointee)
    unsafe own.pointee.xOpen = { _, name, file, flags, result in
      if flags & HistoryDisk.superJournal != 0 { return SQLITE_CANTOPEN }
      guard let system = unsafe HistoryDisk.system else { return SQLITE_CANTOPEN }
      return unsafe system.pointee.xOpen(system, name, file, flags, result)
    }
    return unsafe sqlite3_vfs_register(own, 1) == SQLITE_OK
  }()
}
