// A regular file whose bytes are read where they are wanted. Links are not followed, and what is no
// regular file is refused: to read a pipe would be to wait for whoever writes to it.

internal import Glibc

/// The bytes of a file.
///
/// A class, since those who read a part of it share it.
package final class FileContent: Sendable {
  private let descriptor: Descriptor
  /// How many bytes it had when it was opened.
  package let size: Int

  /// Opens a file below a directory.
  package init(
    _ path: [UInt8], in directory: Directory, links: Directory.Links = .refused
  ) throws(SystemError) {
    let file = try directory.file(path, links: links)
    size = Int(file.information.st_size)
    descriptor = file.opened()
  }

  /// Fills a buffer from a place on; fewer bytes only at the file's end.
  package func read(into buffer: inout [UInt8], at offset: Int) throws(SystemError) -> Int {
    var length = 0
    let capacity = buffer.count
    while length < capacity {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe pread(
          descriptor.number, bytes.baseAddress.map { unsafe $0 + length }, capacity - length,
          off_t(offset + length))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("read a file")
      }
      if count == 0 { break }
      length += count
      // One call is enough for what ends here.
      if offset + length >= size { break }
    }
    return length
  }

  /// Bytes from a place on, at most so many.
  package func bytes(at offset: Int, most: Int) throws(SystemError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: max(0, min(most, size - offset)))
    let count = try read(into: &buffer, at: offset)
    buffer.removeLast(buffer.count - count)
    return buffer
  }
}
