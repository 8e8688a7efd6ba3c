// A folder of a test's own, removed with everything in it when the test is over.

package import AndonSystem
internal import Glibc

/// An empty folder that lives as long as its owner.
package final class TemporaryDirectory: Sendable {
  /// Its absolute path.
  package let path: String

  /// Creates it.
  package init() throws {
    path = "/tmp/andon-test-\(ProcessEnvironment.freshID())"
    try Files.createFolder(path)
  }

  deinit { Self.remove(path) }

  /// A directory below it, open; it has to be there.
  package func directory(_ name: String = ".") throws -> Directory {
    try Directory("\(path)/\(name)")
  }

  /// Writes a file below it; folders are created.
  package func write(_ name: String, _ text: String) throws {
    let file = "\(path)/\(name)"
    if let slash = file.lastIndex(of: "/") { try Files.createFolder(String(file[..<slash])) }
    try Files.replace(file, with: Array(text.utf8))
  }

  /// Reads a file below it as text.
  package func read(_ name: String) throws -> String {
    String(decoding: try Files.read("\(path)/\(name)"), as: UTF8.self)
  }

  private static func remove(_ path: String) {
    // A link is removed, not followed.
    if Files.isFolder(path), unsafe unlink(path) != 0 {
      for name in Files.names(in: path) { remove("\(path)/\(name)") }
      unsafe rmdir(path)
    } else {
      unsafe unlink(path)
    }
  }
}
