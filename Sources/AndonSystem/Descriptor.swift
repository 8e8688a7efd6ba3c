// A file descriptor with one owner.

internal import Glibc

/// An open descriptor, closed when its owner is gone.
struct Descriptor: ~Copyable {
  let number: CInt

  /// Takes over an open descriptor.
  init(owning number: CInt) { self.number = number }

  deinit { Glibc.close(number) }

  /// The bytes of a regular file; nil for anything else, such as a pipe.
  var regularSize: Int? {
    var information = stat()
    guard unsafe fstat(number, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(information.st_size)
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
