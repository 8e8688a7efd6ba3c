// What a stage made, moved aside and back by renaming: not a byte is copied, and nothing is lost
// when andon ends in between. What would replace something that nobody has promised to be the
// stage's own is left where it lies, and told.

internal import AndonModel
internal import Glibc

/// Outputs that were moved out of a directory, and go back into it.
package struct OutputStash {
  /// How names of shelves begin that lie beside what they hold.
  static let mark = Array(".andon-aside-".utf8)
  /// The folder in a report directory for lists of what a killed andon leaves.
  static let shelves = "aside"
  private static let listSuffix = ".moved"

  /// Where it lies meanwhile, absolute.
  package var place: String { shelf.path + "/" + String(decoding: inner, as: UTF8.self) }
  private let globs: [String]
  private let folder: Directory
  private let roots: [[UInt8]]
  private let reports: Directory
  // The directory that it lies in, and its path there.
  private var shelf: Directory
  private var inner: [UInt8]
  // Tells where all of it belongs, should andon not live to put it back; below the report
  // directory.
  private let list: String

  /// Moves what globs name in a directory aside, to a new place in the report directory that is
  /// called after `name`, or, from another file system, beside it; all of it or nothing.
  ///
  /// What `except` names (absolute) stays. `base` is the working folder.
  package init(
    of globs: [String], in folder: Directory, name: String, reports: Directory, except: [String],
    base: String
  ) throws(SystemError) {
    self.globs = globs
    self.folder = folder
    self.reports = reports
    roots = Self.roots(of: globs, in: folder, except: except)
    // A shelf that is there belongs to a run that was killed, and is not to be removed.
    var free = name
    var number = 1
    let isTaken = { (name: String) in
      ["", Self.listSuffix].contains { reports.has(Array("\(Self.shelves)/\(name)\($0)".utf8)) }
    }
    while isTaken(free) {
      number += 1
      free = "\(name)-\(number)"
    }
    list = "\(Self.shelves)/\(free)\(Self.listSuffix)"
    let home = Paths.relative(folder.path, to: base) ?? (folder.path == base ? "." : folder.path)
    let near = Self.mark + Array(free.utf8)
    (shelf, inner) = (reports, Array("\(Self.shelves)/\(free)".utf8))
    do throws(SystemError) {
      try moveAside(StashList(place: Array(".".utf8), home: home, roots: roots), base)
    } catch {
      guard error.number == EXDEV else { throw error }
      (shelf, inner) = (folder, near)
      try moveAside(StashList(place: near, home: home, roots: roots), base)
    }
  }

  private func moveAside(_ moved: StashList, _ base: String) throws(SystemError) {
    if roots.isEmpty { return }
    try shelf.makeDirectories(inner)
    try reports.makeDirectories(Array(Self.shelves.utf8))
    try reports.replace(list, with: moved.bytes(for: try Directory(base)))
    let place = try shelf.directory(inner)
    for (index, root) in roots.enumerated() {
      do throws(SystemError) {
        try Self.move(root, from: folder, to: place)
      } catch {
        // What could be moved away can be moved back.
        for moved in roots[..<index] { try? Self.move(moved, from: place, to: folder) }
        removeShelf()
        throw error
      }
    }
  }

  private func removeShelf() {
    Self.removeEmpty(inner, in: shelf)
    // A list that stays restores nothing: nothing lies there any more.
    try? reports.remove(list)
    reports.removeEmpty(Array(Self.shelves.utf8))
  }

  /// Whether nothing was there to be moved.
  package var isEmpty: Bool { roots.isEmpty }

  /// Moves everything back, in the place of what has been made there meanwhile.
  ///
  /// Where a part of it is not there any more, nothing is removed for it.
  package func putBack(except: [String]) throws(SystemError) {
    if roots.isEmpty { return Self.remove(globs, in: folder, except: except) }
    let source = try shelf.directory(inner)
    for root in roots where !source.has(root) {
      throw SystemError(ENOENT, "find what was put aside: \(String(decoding: root, as: UTF8.self))")
    }
    Self.remove(globs, in: folder, except: except)
    var fault: SystemError?
    for root in roots {
      Self.clearWay(to: root, in: folder)
      folder.removeTree(root)
      do throws(SystemError) {
        try Self.move(root, from: source, to: folder)
      } catch {
        fault = fault ?? error
      }
    }
    if let fault { throw fault }
    removeShelf()
  }

  /// Puts back the outputs that a killed andon has left in a report directory, where nothing is in
  /// their place; a line for each that was put back or stays there.
  ///
  /// `base` is the working folder. Only lists that an andon made for this very folder since the
  /// machine was started are believed: a repository may hold anything.
  package static func restore(from reports: Directory, base: String) -> [String] {
    var told: [String] = []
    for name in reports.names(in: shelves) where name.hasSuffix(listSuffix) {
      let list = "\(shelves)/\(name)"
      let bytes = (try? reports.read(list, limit: 1 << 28).bytes) ?? []
      guard let root = try? Directory(base), let moved = StashList(bytes, for: root) else {
        told.append(
          "\(reports.path)/\(list) was not made by andon for this folder: it is left alone")
        continue
      }
      guard let home = try? root.directory(Array(moved.home.utf8)) else { continue }
      let (shelf, inner) =
        moved.place == Array(".".utf8)
        ? (reports, Array(list.utf8.dropLast(listSuffix.utf8.count))) : (home, moved.place)
      let place = try? shelf.directory(inner)
      for root in moved.roots {
        guard let place, place.has(root), (try? move(root, from: place, to: home)) != nil else {
          continue
        }
        told.append(
          "\(String(decoding: root, as: UTF8.self)), which a killed run had put aside, is back in "
            + home.path)
      }
      if let place, moved.roots.contains(where: place.has) {
        told.append(
          "outputs that a killed run had put aside lie in \(place.path): what is in their place "
            + "now was not replaced")
      } else {
        removeEmpty(inner, in: shelf)
        try? reports.remove(list)
      }
    }
    reports.removeEmpty(Array(shelves.utf8))
    return told
  }

  // A path of a folder tree without anything but folders in it.
  private static func removeEmpty(_ path: [UInt8], in directory: Directory) {
    guard let place = try? directory.directory(path) else { return }
    for entry in OutputFiles.entries(of: ["**"], in: place) {
      guard case .emptyFolder = entry.kind else { continue }
      var folder = entry.path
      while !folder.isEmpty {
        place.removeEmpty(folder)
        folder.removeLast(min(folder.count, folder.reversed().prefix { $0 != 0x2F }.count + 1))
      }
    }
    directory.removeEmpty(path)
  }

  // Where a later run has put a link in the place of a folder, the folder comes back.
  private static func clearWay(to root: [UInt8], in folder: Directory) {
    for index in root.indices where root[index] == 0x2F {
      guard let information = folder.information(of: Array(root[..<index])) else { return }
      if information.st_mode & S_IFMT != S_IFDIR {
        return folder.removeTree(Array(root[..<index]))
      }
    }
  }

  /// What is moved as a whole: the folder of a glob such as `out/**`, else each thing that is
  /// named.
  ///
  /// Paths below a directory, without what lies in other folders (absolute).
  package static func roots(
    of globs: [String], in folder: Directory, except: [String]
  ) -> [[UInt8]] {
    var roots: [[UInt8]] = []
    for glob in globs {
      let pattern = GlobPattern(glob)
      let fixed = pattern.fixed.joined(separator: "/")
      let place = "\(folder.path)/\(fixed)"
      let holdsOthers = except.contains { $0 == place || Paths.relative($0, to: place) != nil }
      if Array(pattern.rest) == ["**"], !fixed.isEmpty, !holdsOthers {
        // A directory that no link leads to.
        if (try? folder.directory(Array(fixed.utf8))) != nil { roots.append(Array(fixed.utf8)) }
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

  // Renames a path of one directory into another; nothing is there in its place.
  private static func move(
    _ root: [UInt8], from folder: Directory, to other: Directory
  ) throws(SystemError) {
    try other.makeDirectories(above: root)
    try folder.move(root, to: other, root)
  }

  /// Removes what globs name in a directory, without what lies in other folders (absolute).
  package static func remove(_ globs: [String], in folder: Directory, except: [String]) {
    for root in roots(of: globs, in: folder, except: except) { folder.removeTree(root) }
  }
}

/// The list of what was moved, for the next andon: bound to the working folder and to
/// this start of the machine, neither of which a repository can know.
private struct StashList {
  /// `.`, or the name of a folder beside what it holds.
  let place: [UInt8]
  /// The folder that it belongs into, relative to the working folder.
  let home: String
  /// Paths below it.
  let roots: [[UInt8]]

  init(place: [UInt8], home: String, roots: [[UInt8]]) {
    self.place = place
    self.home = home
    self.roots = roots
  }

  /// Reads a list; nil for one that was not made for this folder, or leads elsewhere.
  init?(_ bytes: [UInt8], for base: Directory) {
    let words = bytes.split(separator: 0).map(Array.init)
    guard words.count > 3, let mark = DirectoryMark.of(base), words[0] == mark else { return nil }
    place = words[1]
    home = String(decoding: words[2], as: UTF8.self)
    roots = Array(words[3...])
    let isNear = place.starts(with: OutputStash.mark) && !place.contains(0x2F)
    guard place == Array(".".utf8) || isNear, ([words[2]] + roots).allSatisfy(Self.isBelow) else {
      return nil
    }
  }

  /// The list for a working folder.
  func bytes(for base: Directory) -> [UInt8] {
    // Without a mark the list restores nothing.
    ([DirectoryMark.of(base) ?? [], place, Array(home.utf8)] + roots).flatMap { $0 + [0] }
  }

  private static func isBelow(_ path: [UInt8]) -> Bool {
    path.first != 0x2F && !path.split(separator: 0x2F).contains(Array("..".utf8)[...])
  }
}
