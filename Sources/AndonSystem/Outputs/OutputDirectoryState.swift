// The folders that outputs lie in, as they were before a stage ran: a later run finds the same
// ones, empty, and no others.

internal import AndonModel
internal import Glibc

/// Folders that were there, and folders that were not.
package struct OutputDirectoryState: Equatable, Sendable {
  private var there: [[UInt8]] = []
  private var missing: [[UInt8]] = []

  /// Knows nothing.
  package init() {}

  /// Looks at the folders of globs below a directory.
  package init(of globs: [String], in directory: Directory) {
    for glob in globs {
      let pattern = GlobPattern(glob)
      if pattern.fixed.isEmpty { continue }
      var place: [UInt8] = []
      for part in pattern.fixed {
        place += (place.isEmpty ? [] : [0x2F]) + Array(part.utf8)
        if (try? directory.directory(place)) != nil {
          there.append(place)
        } else if !directory.has(place) {
          missing.append(place)
        }
      }
      if pattern.rest.first?.hasPrefix("**") == true { addFolders(below: place, in: directory) }
    }
  }

  private mutating func addFolders(below path: [UInt8], in directory: Directory) {
    var open = [path]
    while let next = open.popLast() {
      guard let list = DirectoryList(next, in: directory) else { continue }
      while let name = list.next() {
        let path = next + [0x2F] + name
        if case .folder = list.entry(name, path) {
          there.append(path)
          open.append(path)
        }
      }
    }
  }

  /// Makes those that were there, in that directory or in a copy of it, and removes those that were
  /// not, if they are empty.
  package func make(in directory: Directory) {
    // The stage itself misses a folder that cannot be made.
    for path in there { try? directory.makeDirectories(path) }
    // The inner ones first.
    for path in missing.reversed() { directory.removeEmpty(path) }
  }
}
