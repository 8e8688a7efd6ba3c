// What a stage made, by globs: `*` and `?` within one name, `**` for any number of folders.
// Names are bytes, matched by fnmatch(3); they need not be UTF-8. Symbolic links are not followed.

internal import AndonModel
internal import Glibc

/// Something that lies in a tree of files.
package struct TreeEntry: Equatable, Sendable {
  /// What it is.
  package enum TreeEntryKind: Equatable, Sendable {
    /// A regular file of so many bytes.
    case file(size: Int)
    /// A symbolic link to what it says.
    case link(target: [UInt8])
    case emptyFolder
    case pipe
    case socket
    case device(number: UInt64)
    /// It could not be looked at, or into; the system's error number.
    case unreadable(Int32)
  }

  /// Its path below the folder that was looked into.
  package let path: [UInt8]
  /// What it is.
  package let kind: TreeEntryKind
  /// Its permissions: the lower twelve bits of st_mode.
  package let mode: UInt16
}

/// Looks for files.
package enum OutputFiles {
  /// What globs name.
  package struct FoundFiles: Equatable, Sendable {
    /// How many files.
    package var files: Int
    /// The sum of their sizes in bytes.
    package var bytes: Double
    /// False when some folder or file could not be looked at.
    package var isWhole: Bool
  }

  /// The regular files that some globs name below a directory.
  package static func size(of globs: [String], in directory: Directory) -> FoundFiles {
    var found = FoundFiles(files: 0, bytes: 0, isWhole: true)
    for entry in entries(of: globs, in: directory) {
      switch entry.kind {
      case .file(let size):
        found.files += 1
        found.bytes += Double(size)
      case .unreadable: found.isWhole = false
      case .link, .emptyFolder, .pipe, .socket, .device: break
      }
    }
    return found
  }

  /// The regular files that a glob names below a directory, relative to it, by name; and whether
  /// all of it could be looked at.
  ///
  /// The folders before the first pattern of the glob may be links that stay inside. A name that is
  /// not UTF-8 cannot be told.
  package static func names(
    of glob: String, in directory: Directory
  ) -> (names: [String], isWhole: Bool) {
    let pattern = GlobPattern(glob)
    let fixed = pattern.fixed.joined(separator: "/")
    let base = fixed.isEmpty ? "" : fixed + "/"
    let place: Directory
    do throws(SystemError) {
      place = try directory.directory(Array(fixed.utf8), links: .inside)
    } catch {
      return ([], error.number == ENOENT || error.number == ENOTDIR)
    }
    var names: [String] = []
    var isWhole = true
    for entry in entries(of: [pattern.rest.joined(separator: "/")], in: place) {
      switch (entry.kind, String(validating: entry.path, as: UTF8.self)) {
      case (.file, .some(let name)): names.append(base + name)
      case (.file, .none), (.unreadable, _): isWhole = false
      case (.link, _), (.emptyFolder, _), (.pipe, _), (.socket, _), (.device, _): break
      }
    }
    return (names, isWhole)
  }

  /// Everything that some globs name below a directory and others do not, by path, without what
  /// lies in some folders (absolute).
  ///
  /// A folder is not a thing of its own, but for one that `**` leads to and that is empty.
  package static func entries(
    of globs: [String], without others: [String] = [], in directory: Directory,
    except: [String] = []
  ) -> [TreeEntry] {
    var walk = TreeWalk(directory, except: except)
    for glob in globs {
      walk.collect(glob)
      // What several globs name is not kept several times.
      walk.sort()
    }
    if others.isEmpty { return walk.entries }
    let ignored = Set(Self.entries(of: others, in: directory).map(\.path))
    return walk.entries.filter { !ignored.contains($0.path) }
  }
}

/// Goes through folders as globs lead.
private struct TreeWalk {
  private let root: Directory
  private let except: Set<[UInt8]>
  private(set) var entries: [TreeEntry] = []

  init(_ directory: Directory, except: [String]) {
    root = directory
    let inside = except.compactMap { Paths.relative($0, to: directory.path) }
    self.except = Set(inside.map { Array($0.utf8) })
  }

  // By path, each once.
  mutating func sort() {
    entries.sort { $0.path.lexicographicallyPrecedes($1.path) }
    var count = 0
    for index in entries.indices where count == 0 || entries[index].path != entries[count - 1].path
    {
      if index != count { entries[count] = entries[index] }
      count += 1
    }
    entries.removeLast(entries.count - count)
  }

  // A folder relative to the root, and what of the glob is to be matched in it.
  private struct Place: Hashable {
    let folder: [UInt8]
    let parts: ArraySlice<String>
    // Whether `**` has led there, so that the folder is a thing of its own.
    var isFound = false
  }

  mutating func collect(_ glob: String) {
    let parts = GlobPattern(glob).parts
    var open = [Place(folder: [], parts: parts[...])]
    // Two `**` lead to one folder by many ways; each is gone once.
    let isManyfold = parts.count { $0 == "**" } > 1
    var seen: Set<Place> = []
    while let place = open.popLast() {
      guard let part = place.parts.first, !isManyfold || seen.insert(place).inserted else {
        continue
      }
      let rest = place.parts.dropFirst()
      if part == "**", !rest.isEmpty { open.append(Place(folder: place.folder, parts: rest)) }
      look(into: place, part) { open.append($0) }
    }
  }

  private mutating func look(
    into place: Place, _ part: String, _ descend: (Place) -> Void
  ) {
    let (folder, parts) = (place.folder, place.parts)
    guard let list = DirectoryList(folder, in: root) else {
      let number = errno
      if number != ENOENT, number != ENOTDIR, number != ELOOP {
        entries.append(TreeEntry(path: folder, kind: .unreadable(number), mode: 0))
      }
      return
    }
    var isEmpty = true
    let prefix = folder.isEmpty ? [] : folder + [0x2F]
    while let name = list.next() {
      isEmpty = false
      guard part == "**" || fits(name, part) else { continue }
      let path = prefix + name
      if except.contains(path) { continue }
      let entry = list.entry(name, path)
      switch entry {
      case .folder where part == "**": descend(Place(folder: path, parts: parts, isFound: true))
      case .folder: descend(Place(folder: path, parts: parts.dropFirst()))
      case .other(let entry) where parts.count == 1: entries.append(entry)
      case .other(let entry):
        // A link that the glob names as a folder: what lies behind it is not looked at.
        if case .link = entry.kind, !part.contains(where: { "*?[".contains($0) }) {
          entries.append(TreeEntry(path: path, kind: .unreadable(ELOOP), mode: 0))
        }
      }
    }
    if isEmpty, part == "**", parts.count == 1, place.isFound {
      entries.append(TreeEntry(path: folder, kind: .emptyFolder, mode: list.mode))
    }
  }

  private func fits(_ name: [UInt8], _ pattern: String) -> Bool {
    unsafe BytePath.with(name) { unsafe fnmatch(pattern, $0, 0) == 0 }
  }
}
