// A file read once from its start, piece by piece.

internal import Glibc

/// Reads a file in pieces.
package final class FilePieces {
  private let file: Descriptor
  private let path: String
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  /// Why the file could not be read to its end; nil while nothing went wrong.
  package private(set) var fault: SystemError?

  /// Opens a regular file, or a pipe that this process was started with.
  package init(_ path: String) throws(SystemError) {
    file = try Files.openForReading(path)
    self.path = path
  }

  /// Opens a regular file below a directory; links in its path may not leave it.
  package init(_ path: String, in directory: Directory) throws(SystemError) {
    file = try directory.file(Array(path.utf8), links: .inside).opened()
    self.path = path
  }

  /// The next piece; nil at the end, and after a fault.
  package func next() -> [UInt8]? {
    if fault != nil { return nil }
    do throws(SystemError) {
      let count = try file.read(into: &chunk, path)
      return count == 0 ? nil : Array(chunk.prefix(count))
    } catch {
      fault = error
      return nil
    }
  }
}
