// What a stage made, moved aside and back by renaming: not a byte is copied, and nothing is lost
// when andon ends in between.

internal import Glibc

/// Moves what globs name out of a folder, and into it.
package enum OutputShelf {
  /// What is moved as a whole: the folder of a glob such as `out/**`, else each thing that is
  /// named.
  ///
  /// Paths below a folder (absolute), without what lies in other folders (absolute).
  package static func roots(
    of globs: [String], in folder: String, except: [String]
  ) -> [[UInt8]] {
    var roots: [[UInt8]] = []
    for glob in globs {
      let (fixed, rest) = OutputFiles.split(glob)
      let place = "\(folder)/\(fixed)"
      let holdsOthers = except.contains { $0 == place || Paths.relative($0, to: place) != nil }
      if rest == "**", !fixed.isEmpty, !holdsOthers {
        if isOwnFolder(fixed, in: folder) { roots.append(Array(fixed.utf8)) }
        continue
      }
      for entry in OutputFiles.entries(of: [glob], in: folder, except: except) {
        if case .unreadable = entry.kind { continue }
        roots.append(entry.path)
      }
    }
    // Of a folder and what lies in it, the folder is enough.
    roots.sort { $0.lexicographicallyPrecedes($1) }
    var outer: [[UInt8]] = []
    for root in roots where !(outer.last.map { isSame(root, orBelow: $0) } ?? false) {
      outer.append(root)
    }
    return outer
  }

  private static func isSame(_ path: [UInt8], orBelow folder: [UInt8]) -> Bool {
    path == folder || path.starts(with: folder + [0x2F])
  }

  // A folder that no symbolic link leads to.
  private static func isOwnFolder(_ path: String, in folder: String) -> Bool {
    var place = folder
    return path.split(separator: "/").allSatisfy { part in
      place += "/\(part)"
      var information = stat()
      return unsafe lstat(place, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }
  }

  /// Renames paths from one folder (absolute) into another; the first fault ends it.
  ///
  /// What stands in their place is replaced.
  package static func move(
    _ roots: [[UInt8]], from folder: String, to other: String
  ) throws(SystemError) {
    for root in roots {
      let target = Array("\(other)/".utf8) + root
      createFolders(above: target)
      removeTree(target)
      let source = Array("\(folder)/".utf8) + root
      let result = unsafe BytePath.with(source) { source in
        unsafe BytePath.with(target) { unsafe Glibc.rename(source, $0) }
      }
      if result != 0 { throw .last("move \(String(decoding: source, as: UTF8.self))") }
    }
  }

  /// Removes what globs name in a folder (absolute), without what lies in other folders.
  package static func remove(_ globs: [String], in folder: String, except: [String]) {
    for root in roots(of: globs, in: folder, except: except) {
      removeTree(Array("\(folder)/".utf8) + root)
    }
  }

  /// Makes the folders that a path (absolute) lies in.
  static func createFolders(above path: [UInt8]) {
    for index in path.indices.dropFirst() where path[index] == 0x2F {
      // One that is there already is as good.
      _ = unsafe BytePath.with(Array(path[..<index])) { unsafe mkdir($0, 0o777) }
    }
  }

  /// Removes a file, or a folder with everything in it, as far as it can; links are not followed.
  package static func removeTree(_ path: [UInt8]) {
    var information = stat()
    guard unsafe BytePath.with(path, { unsafe lstat($0, &information) }) == 0 else { return }
    guard information.st_mode & S_IFMT == S_IFDIR else {
      _ = unsafe BytePath.with(path) { unsafe unlink($0) }
      return
    }
    // Some tools make what they keep read only.
    if information.st_mode & S_IRWXU != S_IRWXU {
      _ = unsafe BytePath.with(path) { unsafe chmod($0, information.st_mode | S_IRWXU) }
    }
    var names: [[UInt8]] = []
    if let list = FolderList(path) {
      while let name = list.next() { names.append(name) }
    }
    for name in names { removeTree(path + [0x2F] + name) }
    _ = unsafe BytePath.with(path) { unsafe rmdir($0) }
  }
}
