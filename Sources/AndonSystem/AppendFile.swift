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

  /// Creates or replaces a file.
  package init(_ path: String) throws(SystemError) {
    self.path = path
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW
    let number = unsafe open(path, flags, 0o666)
    if number < 0 { throw .last("write \(path)") }
    file = Descriptor(owning: number)
  }

  /// Adds bytes; after a fault nothing more.
  package func append(_ bytes: [UInt8]) {
    if fault != nil || bytes.isEmpty { return }
    let error = file.writeAll(bytes.span)
    if error != 0 { fault = SystemError(error, "write \(path)") }
  }
}
