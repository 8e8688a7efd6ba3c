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

  /// Opens the history; with `canWrite` its folder is made.
  func open(
    canWrite: Bool, patience: Double = HistoryStore.patience, most: Double? = nil
  ) throws(HistoryFault) -> HistoryStore {
    let folder = Paths.parent(of: path)
    do throws(SystemError) {
      let directory = try canWrite ? Directory.make(folder, below: base) : Directory(folder)
      // A link that stays in the folder would still be replaced when it is moved aside.
      if directory.has(Array(name.utf8)), !directory.hasFile(name) {
        throw SystemError(EINVAL, "open \(path), which is not a regular file")
      }
    } catch {
      throw HistoryFault(.unusable, error.description)
    }
    return try HistoryStore(path, canWrite: canWrite, patience: patience, most: most)
  }

  /// The name of the file in its folder.
  var name: String { Paths.name(of: path) }

  /// Gives the file, and what SQLite keeps beside it, another name in its folder.
  func rename(to other: String) throws(SystemError) {
    let directory = try Directory.make(Paths.parent(of: path), below: base)
    try directory.rename(name, to: other)
    // Its log belongs to it alone.
    for end in ["-wal", "-shm"] where directory.has(Array((name + end).utf8)) {
      try directory.rename(name + end, to: other + end)
    }
  }
}
