// A file read once from its start, piece by piece.

internal import Glibc

/// Reads a file in pieces.
package final class FilePieces {
  private let file: Descriptor
  private let path: String
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  /// Why the file could not be read to its end; nil while nothing went wrong.
  package private(set) var fault: SystemError?

  /// Opens a file; a pipe is waited for.
  package init(_ path: String) throws(SystemError) {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if number < 0 { throw .last("read \(path)") }
    file = Descriptor(owning: number)
    self.path = path
  }

  /// The next piece; nil at the end, and after a fault.
  package func next() -> [UInt8]? {
    while fault == nil {
      let count = unsafe Glibc.read(file.number, &chunk, chunk.count)
      if count > 0 { return Array(chunk.prefix(count)) }
      if count == 0 { return nil }
      if errno != EINTR { fault = .last("read \(path)") }
    }
    return nil
  }
}
