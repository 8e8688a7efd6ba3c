// A row of /proc/self/mountinfo. proc(5), "mountinfo".

/// A mounted file system.
struct Mount {
  /// The directory within the file system that is mounted, such as `/`.
  let root: String
  /// The directory at which it is mounted.
  let point: String
  /// Its type, such as `ext4`.
  let type: Substring
  /// Options of the mount, such as `ro`.
  let options: [Substring]
  /// Options of the file system; of a cgroup hierarchy its controllers.
  let fileSystemOptions: [Substring]

  /// Reads a row; nil for any other text.
  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard let dash = words.firstIndex(of: "-"), dash > 5, words.count > dash + 3 else { return nil }
    root = Self.unescaped(words[3])
    point = Self.unescaped(words[4])
    options = words[5].split(separator: ",")
    type = words[dash + 1]
    fileSystemOptions = words[dash + 3].split(separator: ",")
  }

  // Blanks, tabs, ends of lines and backslashes are written as three octal digits.
  private static func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.count >= 3,
        let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
