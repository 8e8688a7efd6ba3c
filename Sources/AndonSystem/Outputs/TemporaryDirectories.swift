// Temporary folders of a run outside of its own folder, written down so that the next andon removes
// those of a killed one.

internal import Glibc

/// The list of a run's temporary folders, in its report directory.
package struct TemporaryDirectories: Sendable {
  private static let suffix = ".temporary"
  private static let prefix = "andon-"

  private let reports: Directory
  private let base: String

  /// The list in a report directory; `base` is the working folder, absolute.
  package init(in reports: Directory, base: String) {
    self.reports = reports
    self.base = base
  }

  /// Makes a folder for this user alone, under a name that cannot be guessed.
  package func make(in parent: String) throws(SystemError) -> String {
    let path = try Files.temporaryFolder(in: parent)
    // Without the list a killed run leaves the folder; nothing else is wrong.
    try? reports.makeDirectories(Array(OutputStash.shelves.utf8))
    try? reports.replace(name(path), with: (mark ?? []) + [0] + Array(path.utf8))
    return path
  }

  /// Removes a folder with everything in it.
  package func remove(_ path: String) {
    Files.removeTree(path)
    try? reports.remove(name(path))
    reports.removeEmpty(Array(OutputStash.shelves.utf8))
  }

  /// Removes the folders of a killed andon; their paths.
  package func clean() -> [String] {
    let mark = mark
    var removed: [String] = []
    for name in reports.names(in: OutputStash.shelves) where name.hasSuffix(Self.suffix) {
      let list = "\(OutputStash.shelves)/\(name)"
      let bytes = (try? reports.read(list, limit: 1 << 16).bytes) ?? []
      let words = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      guard words.count == 2, let mark, words[0].elementsEqual(mark) else { continue }
      let path = String(decoding: words[1], as: UTF8.self)
      // Nothing but a folder of the kind that andon makes.
      if Paths.name(of: path).hasPrefix(Self.prefix), Files.isPrivateFolder(path) {
        Files.removeTree(path)
        removed.append(path)
      }
      try? reports.remove(list)
    }
    reports.removeEmpty(Array(OutputStash.shelves.utf8))
    return removed
  }

  private var mark: [UInt8]? { (try? Directory(base)).flatMap(DirectoryMark.of) }

  private func name(_ path: String) -> String {
    "\(OutputStash.shelves)/\(Paths.name(of: path))\(Self.suffix)"
  }
}
