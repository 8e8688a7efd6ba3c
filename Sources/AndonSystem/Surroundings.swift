// What this process finds around itself at its start.

internal import CAndonSystem
internal import Glibc

/// The environment, the working folder and the machine, read once.
package struct Surroundings: Sendable {
  /// `NAME=VALUE` words.
  package let environment: [String]
  /// The working folder, absolute.
  package let folder: String
  /// The folder of this program's own file, absolute.
  package let programFolder: String
  /// Wall clock at the start, in milliseconds since 1970.
  package let startedAt: Int64

  /// Reads them.
  package init() throws(SystemError) {
    var words: [String] = []
    var at = unsafe environ
    while let word = unsafe at.pointee {
      words.append(unsafe String(cString: word))
      unsafe at += 1
    }
    environment = words
    guard let path = unsafe getcwd(nil, 0) else { throw .last("find the working folder") }
    folder = unsafe String(cString: path)
    unsafe free(path)
    programFolder = try Self.programPath()
    startedAt = Self.wallClock()
  }

  /// The value of a variable.
  package func variable(_ name: String) -> String? {
    let prefix = name + "="
    return environment.last { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

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
    return (0..<4).map { _ in
      let digits = String(UInt32.random(in: .min ... .max, using: &random), radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func programPath() throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    if count < 0 { throw .last("find andon's own file") }
    let path = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
