// The files that a stage made, by globs: `*` and `?` within one name, `**` for any number of
// folders.
// Names are matched by fnmatch(3). Symbolic links are neither followed nor counted.

internal import Glibc

/// Looks for files.
package enum OutputFiles {
  /// What globs name.
  package struct Found: Equatable, Sendable {
    /// How many files.
    package var files: Int
    /// The sum of their sizes in bytes.
    package var bytes: Double
    /// False when some folder or file could not be looked at.
    package var isWhole: Bool
  }

  /// What some globs name below a folder (absolute).
  package static func size(of globs: [String], in folder: String) -> Found {
    let (sizes, isWhole) = sizes(of: globs, in: folder)
    return Found(files: sizes.count, bytes: sizes.values.reduce(0, +), isWhole: isWhole)
  }

  /// The files that a glob names below a folder (absolute), relative to it, by name; and whether
  /// all of it could be looked at.
  ///
  /// What stands before the first pattern of the glob may be a symbolic link.
  package static func names(
    of glob: String, in folder: String
  ) -> (names: [String], isWhole: Bool) {
    let prefix = folder == "/" ? "/" : folder + "/"
    let parts = glob.split(separator: "/").map(String.init)
    let fixed = parts.dropLast().prefix { !$0.contains { "*?[\\".contains($0) } }
    let base = fixed.isEmpty ? "" : fixed.joined(separator: "/") + "/"
    let rest = parts.dropFirst(fixed.count).joined(separator: "/")
    let place = fixed.isEmpty ? folder : prefix + fixed.joined(separator: "/")
    if !Files.isFolder(place) { return ([], true) }
    let (sizes, isWhole) = sizes(of: [rest], in: place)
    let start = prefix.count + base.count
    return (sizes.keys.map { base + String($0.dropFirst(start)) }.sorted(), isWhole)
  }

  private static func sizes(
    of globs: [String], in folder: String
  ) -> (sizes: [String: Double], isWhole: Bool) {
    var sizes: [String: Double] = [:]
    var isWhole = true
    for glob in globs {
      let parts = glob.split(separator: "/").filter { $0 != "." }.map(String.init)
      collect(parts, in: folder, &sizes, &isWhole)
    }
    return (sizes, isWhole)
  }

  private static func collect(
    _ glob: [String], in folder: String, _ sizes: inout [String: Double], _ isWhole: inout Bool
  ) {
    var open: [(folder: String, parts: ArraySlice<String>)] = [(folder, glob[...])]
    // Two `**` lead to one folder by many ways; each is gone once.
    var seen: Set<String> = []
    while let (folder, parts) = open.popLast() {
      guard let part = parts.first, seen.insert("\(parts.count) \(folder)").inserted else {
        continue
      }
      let rest = parts.dropFirst()
      if part == "**", !rest.isEmpty { open.append((folder, rest)) }
      guard let names = Files.namesIfReadable(in: folder) else {
        isWhole = false
        continue
      }
      for name in names where part == "**" || fits(name, part) {
        let path = folder == "/" ? "/" + name : "\(folder)/\(name)"
        switch kind(of: path) {
        case .folder where part == "**": open.append((path, parts))
        case .folder: open.append((path, rest))
        case .file(let bytes) where rest.isEmpty: sizes[path] = bytes
        case .unknown: isWhole = false
        case .file, .other: break
        }
      }
    }
  }

  private enum Kind {
    case folder
    case file(Double)
    case other
    /// It could not be asked, or its name is no text.
    case unknown
  }

  private static func kind(of path: String) -> Kind {
    var information = stat()
    guard unsafe lstat(path, &information) == 0 else { return .unknown }
    switch information.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file(Double(information.st_size))
    default: return .other
    }
  }

  private static func fits(_ name: String, _ pattern: String) -> Bool {
    unsafe fnmatch(pattern, name, 0) == 0
  }
}
