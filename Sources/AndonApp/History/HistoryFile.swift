// The file of a history before SQLite opens it: SQLite would wait for a pipe and follow a link.

internal import AndonHistory
internal import AndonSystem
internal import Glibc

/// Opens the file of a history.
struct HistoryFile {
  /// Its path, absolute.
  let path: String
  /// The working folder: below it no link may lead to a history.
  let base: String

  // The ends of the names under which SQLite keeps its logs beside a file.
  private static let besides = ["-journal", "-wal", "-shm"]

  /// Opens the history; with `canWrite` its folder is made.
  ///
  /// `patience` and `most`: see `HistoryStore`.
  func open(
    canWrite: Bool, patience: Double = HistoryStore.patience, most: Double? = nil
  ) throws(HistoryError) -> HistoryStore {
    do throws(SystemError) {
      let directory = try self.directory(isMade: canWrite)
      // Reading such a file may block.
      if directory.isOfKernel {
        throw SystemError(EINVAL, "open \(path), which is not a regular file")
      }
      for end in [""] + Self.besides where directory.hasOther(name + end) {
        throw SystemError(EINVAL, "open \(path)\(end), which is not a regular file")
      }
    } catch {
      throw HistoryError(.unusable, error.description)
    }
    return try HistoryStore(path, canWrite: canWrite, patience: patience, most: most)
  }

  /// The folder of the file; below the working folder no link may lead there.
  func directory(isMade: Bool) throws(SystemError) -> Directory {
    let folder = Paths.parent(of: path)
    if isMade { return try Directory.make(folder, below: base) }
    guard let inner = Paths.relative(folder, to: base) else { return try Directory(folder) }
    return try Directory(base).directory(Array(inner.utf8))
  }

  /// The name of the file in its folder.
  var name: String { Paths.name(of: path) }

  /// Gives the file, and what SQLite keeps beside it, another name in its folder.
  func rename(to other: String) throws(SystemError) {
    let directory = try directory(isMade: true)
    try directory.rename(name, to: other)
    // Its logs belong to it alone.
    for end in Self.besides where directory.has(Array((name + end).utf8)) {
      try directory.rename(name + end, to: other + end)
    }
  }
}
