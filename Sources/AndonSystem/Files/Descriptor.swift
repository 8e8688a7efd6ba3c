// A file descriptor with one owner.

internal import CAndonSystem
internal import Glibc

/// An open descriptor, closed when its owner is gone.
struct Descriptor: ~Copyable {
  let number: CInt

  /// Takes over an open descriptor.
  init(owning number: CInt) { self.number = number }

  deinit { if number >= 0 { Glibc.close(number) } }

  /// The identity and times of what is open.
  var stamp: FileStamp? {
    var information = stat()
    return unsafe fstat(number, &information) == 0 ? FileStamp(information) : nil
  }

  /// The bytes of a regular file; nil for anything else, such as a pipe.
  var regularSize: Int? {
    var information = stat()
    guard unsafe fstat(number, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(information.st_size)
  }

  /// Reads what comes next, waiting for a pipe; 0 at the end.
  ///
  /// A regular file that would wait, as /proc/kmsg does, is an error (EAGAIN).
  borrowing func read(into chunk: inout [UInt8], _ path: String) throws(SystemError) -> Int {
    while true {
      let count = unsafe Glibc.read(number, &chunk, chunk.count)
      if count >= 0 { return count }
      let error = errno
      if error == EAGAIN, regularSize == nil {
        var watched = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        unsafe poll(&watched, 1, -1)
      } else if error != EINTR {
        throw SystemError(error, "read \(path)")
      }
    }
  }

  /// The last bytes of a file, at most `count`; what cannot be read is empty.
  borrowing func tail(_ count: Int, size: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(max(size, 0), count))
    let read = unsafe pread(number, &bytes, bytes.count, off_t(max(0, size - count)))
    return Array(bytes.prefix(max(read, 0)))
  }

  /// Writes all bytes, from a place in the file or where it stands; 0, or the error number.
  borrowing func writeAll(_ bytes: Span<UInt8>, at place: Int? = nil) -> CInt {
    unsafe bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
        let count =
          if let place {
            unsafe pwrite(number, rest.baseAddress, rest.count, off_t(place + written))
          } else {
            unsafe Glibc.write(number, rest.baseAddress, rest.count)
          }
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        written += count
      }
      return 0
    }
  }
}
