// The operating system's error numbers in words.

internal import Glibc

/// An error number of the operating system with what was tried.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The error number.
  package let number: Int32
  /// What was tried, such as `open /tmp/x`.
  package let attempt: String

  /// Names what failed with which number.
  package init(_ number: Int32, _ attempt: String) {
    self.number = number
    self.attempt = attempt
  }

  /// The present errno.
  static func last(_ attempt: String) -> SystemError { SystemError(errno, attempt) }

  /// Whether a link stands in the way of a path that may not leave its directory.
  package var leadsOutside: Bool { number == EXDEV || number == ELOOP }

  /// What the system calls this number.
  package static func text(of number: Int32) -> String {
    // As an answer to a path below a directory; strerror(3) speaks of devices.
    if number == EXDEV { return "A link leads out of the directory" }
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// What was tried, and the system's words for why it failed.
  package var description: String { "\(attempt): \(Self.text(of: number))" }
}
