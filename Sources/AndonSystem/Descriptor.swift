// A file descriptor with one owner.

internal import Glibc

/// An open descriptor, closed when its owner is gone.
struct Descriptor: ~Copyable {
  let number: CInt

  /// Takes over an open descriptor.
  init(owning number: CInt) { self.number = number }

  deinit { Glibc.close(number) }

  /// Writes all bytes; 0, or the error number.
  borrowing func writeAll(_ bytes: Span<UInt8>) -> CInt {
    unsafe bytes.withUnsafeBytes { buffer in
      var rest = unsafe buffer[...]
      while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(
          number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        unsafe rest = rest.dropFirst(count)
      }
      return 0
    }
  }
}
