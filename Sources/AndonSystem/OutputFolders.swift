// The folders that outputs lie in, as they were before a stage ran: a later run finds the same
// ones, empty, and no others.

internal import Glibc

/// Folders that were there, and folders that were not.
package struct OutputFolders: Equatable, Sendable {
  private var there: [[UInt8]] = []
  private var missing: [String] = []

  /// Knows nothing.
  package init() {}

  /// Looks at the folders of globs below a folder (absolute).
  package init(of globs: [String], in folder: String) {
    for glob in globs {
      let (fixed, rest) = OutputFiles.split(glob)
      if fixed.isEmpty { continue }
      var place = ""
      for part in fixed.split(separator: "/") {
        place += place.isEmpty ? "\(part)" : "/\(part)"
        if Files.isFolder("\(folder)/\(place)") {
          there.append(Array(place.utf8))
        } else {
          missing.append(place)
        }
      }
      if rest.hasPrefix("**") { addFolders(below: Array(fixed.utf8), in: folder) }
    }
  }

  private mutating func addFolders(below path: [UInt8], in folder: String) {
    var open = [path]
    while let next = open.popLast() {
      guard let list = FolderList(Array("\(folder)/".utf8) + next) else { continue }
      while let name = list.next() {
        let path = next + [0x2F] + name
        if case .folder = list.entry(name, path) {
          there.append(path)
          open.append(path)
        }
      }
    }
  }

  /// Makes those that were there, in that folder or in a copy of it, and removes those that were
  /// not, if they are empty.
  package func make(in folder: String) {
    for path in there {
      Files.createFolders(above: Array("\(folder)/".utf8) + path + [0x2F])
    }
    // The inner ones first.
    for path in missing.reversed() { unsafe rmdir("\(folder)/\(path)") }
  }
}
