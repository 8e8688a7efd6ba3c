// Paths as text. No file system is asked.

internal import SystemPackage

/// What can be said of a path by its text alone.
package enum Paths {
  /// The absolute path of `path` seen from `folder` (absolute), without `.` and `..`.
  package static func absolute(_ path: String, in folder: String) -> String {
    FilePath(folder).pushing(FilePath(path)).lexicallyNormalized().string
  }

  /// The path of a file below a folder, relative to it; nil for one outside, and for the folder.
  ///
  /// Both are absolute.
  package static func relative(_ path: String, to folder: String) -> String? {
    var path = FilePath(path)
    return path.removePrefix(FilePath(folder)) && !path.isEmpty ? path.string : nil
  }

  /// The folder of a file; `.` for a bare name.
  package static func parent(of path: String) -> String {
    let parent = FilePath(path).removingLastComponent()
    return parent.isEmpty ? "." : parent.string
  }

  /// The last part of a path; `/` has none.
  package static func name(of path: String) -> String {
    FilePath(path).lastComponent?.string ?? ""
  }
}
