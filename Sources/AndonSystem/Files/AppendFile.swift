// A file that grows, one whole piece a write: what was written stays, however this process ends.

internal import Glibc

/// A file that is appended to.
///
/// A class, since it owns a descriptor and is shared by those who write to it.
package final class AppendFile {
  private let file: Descriptor
  private let path: String
  /// Why it could not be written; nil as long as it could.
  package private(set) var fault: SystemError?

  /// Creates a file below a directory.
  ///
  /// Whatever is in its place, a link or a pipe, is removed first and never opened.
  package convenience init(_ path: String, in directory: Directory) throws(SystemError) {
    try directory.remove(path)
    try self.init(new: path, in: directory)
  }

  /// Creates a file below a directory, where nothing may be (EEXIST).
  package init(new path: String, in directory: Directory) throws(SystemError) {
    self.path = path
    file = try directory.open(Array(path.utf8), O_WRONLY | O_CREAT | O_EXCL | O_APPEND)
  }

  /// Adds bytes; after a fault nothing more.
  package func append(_ bytes: [UInt8]) {
    if fault != nil || bytes.isEmpty { return }
    let error = file.writeAll(bytes.span)
    if error != 0 { fault = SystemError(error, "write \(path)") }
  }
}
