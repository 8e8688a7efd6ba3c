// Writing to the two standard streams.

internal import CAndonSystem
internal import Glibc

/// A standard stream of this process.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes text whole.
  ///
  /// A reader that is gone is no error: the reports hold the same.
  package func write(_ text: String) {
    var rest = Array(text.utf8)[...]
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
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  /// True when the stream is a terminal.
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Columns of the terminal; nil when it is none.
  package var width: Int? {
    let width = Int(andon_terminal_width(rawValue))
    return width > 0 ? width : nil
  }
}
