// What a stage made, moved aside and back by renaming: not a byte is copied, and nothing is lost
// when andon ends in between.

internal import Glibc

/// What was moved out of a folder, and goes back into it.
package struct OutputShelf {
  /// Where it lies meanwhile, absolute.
  package let place: String
  private let globs: [String]
  private let folder: String
  private let roots: [[UInt8]]
  // Tells where all of it belongs, should andon not live to put it back.
  private let list: String

  /// Moves what globs name in a folder aside, to `aside` or, from another file system, beside it.
  ///
  /// What `except` names (absolute) stays.
  package init(
    of globs: [String], in folder: String, aside: String, except: [String]
  ) throws(SystemError) {
    self.globs = globs
    self.folder = folder
    roots = Self.roots(of: globs, in: folder, except: except)
    list = aside + Self.listSuffix
    do throws(SystemError) {
      try Self.moveAside(roots, from: folder, to: aside, list)
      place = aside
    } catch {
      guard error.number == EXDEV else { throw error }
      place = "\(folder)/.andon-aside-\(Paths.name(of: aside))"
      try Self.moveAside(roots, from: folder, to: place, list)
    }
  }

  private static let listSuffix = ".moved"

  private static func moveAside(
    _ roots: [[UInt8]], from folder: String, to place: String, _ list: String
  ) throws(SystemError) {
    removeTree(Array(place.utf8))
    if roots.isEmpty { return }
    try Files.createFolder(place)
    try Files.createFolder(Paths.parent(of: list))
    let words = [Array(place.utf8), Array(folder.utf8)] + roots
    try Files.replace(list, with: words.flatMap { $0 + [0] })
    try move(roots, from: folder, to: place)
  }

  /// Puts back what an andon that was killed has left below a folder of shelves, and removes that.
  package static func restore(below folder: String) {
    for name in Files.names(in: folder) where name.hasSuffix(listSuffix) {
      let bytes = (try? Files.read("\(folder)/\(name)", limit: 1 << 28)) ?? []
      let words = bytes.split(separator: 0).map(Array.init)
      guard words.count > 2 else { continue }
      let (place, home) = (words[0], String(decoding: words[1], as: UTF8.self))
      for root in words.dropFirst(2) {
        // What is not there any more has been put back.
        let isThere = exists(place + [0x2F] + root)
        if isThere { try? move([root], from: String(decoding: place, as: UTF8.self), to: home) }
      }
      removeTree(place)
    }
    removeTree(Array(folder.utf8))
  }

  private static func exists(_ path: [UInt8]) -> Bool {
    var information = stat()
    return unsafe BytePath.with(path) { unsafe lstat($0, &information) } == 0
  }

  /// Whether nothing was there to be moved.
  package var isEmpty: Bool { roots.isEmpty }

  /// Makes folders again, empty, of those that were moved as a whole, there or elsewhere.
  package func makeFolders(_ names: [String], in folder: String) {
    for name in names where roots.contains(Array(name.utf8)) {
      Self.createFolders(above: Array("\(folder)/\(name)/".utf8))
    }
  }

  /// The folders of globs such as `out/**` that are there, below a folder (absolute).
  package static func folders(of globs: [String], in folder: String) -> [String] {
    globs.map { OutputFiles.split($0) }.filter { $0.rest == "**" && !$0.fixed.isEmpty }
      .map(\.fixed).filter { Files.isFolder("\(folder)/\($0)") }
  }

  /// Moves everything back, in the place of what has been made there meanwhile.
  package func putBack(except: [String]) throws(SystemError) {
    Self.remove(globs, in: folder, except: except)
    try Self.move(roots, from: place, to: folder)
    Self.removeTree(Array(place.utf8))
    try Files.remove(list)
    // Another stage's may still lie there.
    unsafe rmdir(Paths.parent(of: list))
  }

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
