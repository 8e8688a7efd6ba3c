// What a stage made, moved aside and back by renaming: not a byte is copied, and nothing is lost
// when andon ends in between. What would replace something that nobody has promised to be the
// stage's own is left where it lies, and told.

internal import Glibc

/// What was moved out of a folder, and goes back into it.
package struct OutputShelf {
  /// How names begin that are no outputs, wherever they lie: shelves beside what they hold.
  static let mark = Array(".andon-aside-".utf8)
  private static let listSuffix = ".moved"

  /// Where it lies meanwhile, absolute.
  package let place: String
  private let globs: [String]
  private let folder: String
  private let roots: [[UInt8]]
  // Tells where all of it belongs, should andon not live to put it back.
  private let list: String

  /// Moves what globs name in a folder aside, to a new place that begins like `aside`, or, from
  /// another file system, beside it; all of it or nothing.
  ///
  /// What `except` names (absolute) stays. `base` is the working folder.
  package init(
    of globs: [String], in folder: String, aside: String, except: [String], base: String
  ) throws(SystemError) {
    self.globs = globs
    self.folder = folder
    roots = Self.roots(of: globs, in: folder, except: except)
    // What lies there is of a run that was killed, and nobody's to remove.
    var free = aside
    var number = 1
    while Self.exists(Array(free.utf8)) || Files.isFile(free + Self.listSuffix) {
      number += 1
      free = "\(aside)-\(number)"
    }
    list = free + Self.listSuffix
    let home = Paths.relative(folder, to: base) ?? (folder == base ? "." : folder)
    let near = String(decoding: Self.mark, as: UTF8.self) + Paths.name(of: free)
    do throws(SystemError) {
      try Self.moveAside(roots, from: folder, to: free, list, names: [".", home])
      place = free
    } catch {
      guard error.number == EXDEV else { throw error }
      place = "\(folder)/\(near)"
      try Self.moveAside(roots, from: folder, to: place, list, names: [near, home])
    }
  }

  private static func moveAside(
    _ roots: [[UInt8]], from folder: String, to place: String, _ list: String, names: [String]
  ) throws(SystemError) {
    if roots.isEmpty { return }
    try Files.createFolder(place)
    try Files.createFolder(Paths.parent(of: list))
    let words = names.map { Array($0.utf8) } + roots
    try Files.replace(list, with: words.flatMap { $0 + [0] })
    for (index, root) in roots.enumerated() {
      do throws(SystemError) {
        try move(root, from: folder, to: place)
      } catch {
        // What could be moved away can be moved back.
        for moved in roots[..<index] { try? move(moved, from: place, to: folder) }
        removeEmpty(place)
        try? Files.remove(list)
        unsafe rmdir(Paths.parent(of: list))
        throw error
      }
    }
  }

  /// Whether nothing was there to be moved.
  package var isEmpty: Bool { roots.isEmpty }

  /// Moves everything back, in the place of what has been made there meanwhile.
  ///
  /// Where a part of it is not there any more, nothing is removed for it.
  package func putBack(except: [String]) throws(SystemError) {
    let source = Array("\(place)/".utf8)
    for root in roots where !Self.exists(source + root) {
      throw SystemError(ENOENT, "find what was put aside: \(String(decoding: root, as: UTF8.self))")
    }
    Self.remove(globs, in: folder, except: except)
    var fault: SystemError?
    for root in roots {
      Self.clearWay(to: root, in: folder)
      Files.removeTree(Array("\(folder)/".utf8) + root)
      do throws(SystemError) {
        try Self.move(root, from: place, to: folder)
      } catch {
        fault = fault ?? error
      }
    }
    if let fault { throw fault }
    Self.removeEmpty(place)
    try Files.remove(list)
    // Another stage's may still lie there.
    unsafe rmdir(Paths.parent(of: list))
  }

  /// Puts back what an andon that was killed has left in a folder of shelves, where nothing is in
  /// its place; what stays there is told, a line each.
  ///
  /// `base` is the working folder; what belongs elsewhere stays.
  package static func restore(_ shelves: String, base: String) -> [String] {
    var told: [String] = []
    for name in Files.names(in: shelves) where name.hasSuffix(listSuffix) {
      let list = "\(shelves)/\(name)"
      let bytes = (try? Files.read(list, limit: 1 << 28)) ?? []
      let words = bytes.split(separator: 0).map(Array.init)
      guard words.count > 2 else { continue }
      let home = Paths.absolute(String(decoding: words[1], as: UTF8.self), in: base)
      let near = String(decoding: words[0], as: UTF8.self)
      let place = near == "." ? String(list.dropLast(listSuffix.count)) : "\(home)/\(near)"
      let isOwn = home == base || Paths.relative(home, to: base) != nil
      let isNamed = near == "." || words[0].starts(with: mark) && !words[0].contains(0x2F)
      if isOwn, isNamed {
        for root in words.dropFirst(2) where !exists(Array("\(home)/".utf8) + root) {
          // What cannot be moved stays, and is told.
          try? move(root, from: place, to: home)
        }
      }
      let source = Array("\(place)/".utf8)
      if words.dropFirst(2).contains(where: { exists(source + $0) }) {
        told.append(
          "outputs that a killed run had put aside lie in \(place): what is in their place now "
            + "was not replaced")
      } else {
        removeEmpty(place)
        try? Files.remove(list)
      }
    }
    unsafe rmdir(shelves)
    return told
  }

  private static func exists(_ path: [UInt8]) -> Bool {
    var information = stat()
    return unsafe BytePath.with(path) { unsafe lstat($0, &information) } == 0
  }

  // A path of a folder tree without anything but folders in it.
  private static func removeEmpty(_ path: String) {
    for entry in OutputFiles.entries(of: ["**"], in: path) {
      guard case .emptyFolder = entry.kind else { continue }
      var folder = Array("\(path)/".utf8) + entry.path
      while folder.count > path.utf8.count {
        if unsafe BytePath.with(folder, { unsafe rmdir($0) }) != 0 { break }
        folder.removeLast(folder.reversed().prefix { $0 != 0x2F }.count + 1)
      }
    }
    unsafe rmdir(path)
  }

  // Where a later run has put a link in the place of a folder, the folder comes back.
  private static func clearWay(to root: [UInt8], in folder: String) {
    let prefix = Array("\(folder)/".utf8)
    for index in root.indices where root[index] == 0x2F {
      let path = prefix + root[..<index]
      var information = stat()
      guard unsafe BytePath.with(path, { unsafe lstat($0, &information) }) == 0 else { return }
      if information.st_mode & S_IFMT != S_IFDIR {
        _ = unsafe BytePath.with(path) { unsafe unlink($0) }
        return
      }
    }
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

  // Renames a path of one folder (absolute) into another; nothing is there in its place.
  private static func move(
    _ root: [UInt8], from folder: String, to other: String
  ) throws(SystemError) {
    let source = Array("\(folder)/".utf8) + root
    let target = Array("\(other)/".utf8) + root
    Files.createFolders(above: target)
    let result = unsafe BytePath.with(source) { source in
      unsafe BytePath.with(target) { unsafe Glibc.rename(source, $0) }
    }
    if result != 0 { throw .last("move \(String(decoding: source, as: UTF8.self))") }
  }

  /// Removes what globs name in a folder (absolute), without what lies in other folders.
  package static func remove(_ globs: [String], in folder: String, except: [String]) {
    for root in roots(of: globs, in: folder, except: except) {
      Files.removeTree(Array("\(folder)/".utf8) + root)
    }
  }
}
