// What this process finds around itself at its start.

internal import CAndonSystem
internal import Glibc

/// The environment, the working folder and the machine, read once.
package struct ProcessEnvironment: Sendable {
  /// `NAME=VALUE` words, which need not be UTF-8.
  package let environment: [[UInt8]]
  /// The working folder, absolute.
  package let folder: String
  /// The folder of this program's own file, absolute.
  package let programFolder: String
  /// Wall clock at the start, in milliseconds since 1970.
  package let startedAt: Int64

  /// Reads them.
  package init() throws(SystemError) {
    var words: [[UInt8]] = []
    var at = unsafe environ
    while let word = unsafe at.pointee {
      words.append(
        unsafe UnsafeBufferPointer(start: word, count: strlen(word)).map(UInt8.init(bitPattern:)))
      unsafe at += 1
    }
    environment = words
    guard let path = unsafe getcwd(nil, 0) else { throw .last("find the working folder") }
    defer { unsafe free(path) }
    guard let name = unsafe String(validatingCString: path) else {
      throw SystemError(EILSEQ, "use the working folder, whose path is not UTF-8")
    }
    folder = name
    programFolder = try Self.ownFolder()
    startedAt = Self.wallClock()
  }

  /// The value of a variable.
  package func variable(_ name: String) -> String? {
    let prefix = Array((name + "=").utf8)
    return environment.last { $0.starts(with: prefix) }.map {
      String(decoding: $0.dropFirst(prefix.count), as: UTF8.self)
    }
  }

  /// Whether andon, and so each of its stages, is root.
  package var isRoot: Bool { geteuid() == 0 }

  /// True when a program of that name is in PATH.
  package func hasProgram(_ name: String) -> Bool {
    (variable("PATH") ?? "/usr/bin:/bin").split(separator: ":").contains {
      Files.isExecutable("\($0)/\(name)")
    }
  }

  /// Milliseconds since 1970.
  package static func wallClock() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// 32 hexadecimal digits that no other run has.
  package static func freshID() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(random.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  static func ownFolder() throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    if count < 0 { throw .last("find andon's own file") }
    let bytes = buffer.prefix(count).map { UInt8(bitPattern: $0) }
    guard let path = String(validating: bytes, as: UTF8.self) else {
      throw SystemError(EILSEQ, "use andon's own folder, whose path is not UTF-8")
    }
    return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
