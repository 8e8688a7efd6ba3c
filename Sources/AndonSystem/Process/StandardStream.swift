// Writing to the two standard streams.

internal import CAndonSystem
internal import Glibc

/// A standard stream of this process.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes bytes whole; false when the reader is gone.
  ///
  /// A reader that is gone is not an error: the reports hold the same.
  @discardableResult package func write(bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(rawValue, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          var stream = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
          _ = unsafe andon_poll(&stream, 1, 1_000_000_000)
          continue
        }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Writes the first part of some bytes, as much as the reader takes at once; how many.
  ///
  /// Waits for at most that many seconds for a reader that takes nothing. When the reader is gone,
  /// all bytes count as written.
  package func writeSome(_ bytes: [UInt8], patience: Double = 0) -> Int {
    // What poll(2) promises room for: PIPE_BUF of a pipe, less of a terminal.
    let most = isTerminal ? 256 : 4096
    let deadline = andon_monotonic() + Int64(patience * 1e9)
    var written = 0
    while written < bytes.count {
      var stream = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
      let ready = unsafe andon_poll(&stream, 1, max(0, deadline - andon_monotonic()))
      if ready <= 0 || stream.revents & Int16(POLLOUT | POLLERR | POLLNVAL) == 0 { return written }
      let piece = bytes[written..<min(bytes.count, written + most)]
      let count = unsafe piece.withUnsafeBytes {
        unsafe Glibc.write(rawValue, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { return written }
        return bytes.count
      }
      written += count
    }
    return written
  }

  /// Opens /dev/null as each standard stream that the caller has closed, so that no other file gets
  /// its number.
  package static func openMissing() { andon_open_standard_descriptors() }

  /// True when the stream is a terminal.
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Columns of the terminal; nil when it is none.
  package var width: Int? {
    let width = Int(andon_terminal_width(rawValue))
    return width > 0 ? width : nil
  }
}
