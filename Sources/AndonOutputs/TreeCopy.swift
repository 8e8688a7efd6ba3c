// A copy of a tree of files at another path: contents, modes, times, and links as they are.
// What is no file, link, pipe or folder is left out.

package import AndonSystem

/// Copies trees.
package enum TreeCopy {
  /// Copies what is named, and what globs name, without what lies in some folders (absolute).
  ///
  /// `names` are paths below the source; those of which nothing is there are passed over.
  package static func copy(
    names: [[UInt8]], globs: [String], from source: Directory, to target: Directory,
    except: [String]
  ) throws(SystemError) {
    let inside = except.compactMap { Paths.relative($0, to: source.path) }.map { Array($0.utf8) }
    for name in names {
      // A repository within the repository, of which git names the folder alone.
      if name.last == 0x2F {
        let folder = String(decoding: name, as: UTF8.self)
        for entry in OutputFiles.entries(
          of: ["\(folder)**"], in: source, except: except + ["\(source.path)/\(folder).git"])
        {
          try FileCopy.copy(entry.path, from: source, to: target)
        }
        continue
      }
      if inside.contains(where: { name == $0 || name.starts(with: $0 + [0x2F]) }) { continue }
      try FileCopy.copy(name, from: source, to: target)
    }
    for entry in OutputFiles.entries(of: globs, in: source, except: except) {
      try FileCopy.copy(entry.path, from: source, to: target)
    }
  }
}
