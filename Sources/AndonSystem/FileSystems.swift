// File systems that are full at this moment. Network file systems are not asked: they may not
// answer. proc(5), mountinfo; statvfs(3).

internal import Glibc

/// A file system without room.
package struct FullFileSystem: Equatable, Sendable {
  /// Where it is mounted.
  package let path: String
  /// Bytes that are left for a user.
  package let bytes: Double
  /// Inodes that are left; nil where they are not counted.
  package let inodes: Double?
}

/// Asks for file systems.
package enum FileSystems {
  // Those that live on this machine.
  private static let local: Set<Substring> = [
    "ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "f2fs", "vfat", "zfs", "bcachefs",
  ]
  // So little is none: a part of the whole, and a number of bytes.
  private static let leastShare = 0.001
  private static let leastBytes = 1e6

  /// Those that have no space, or no inodes, left.
  package static var full: [FullFileSystem] {
    let bytes = (try? Files.read("/proc/self/mountinfo")) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.compactMap { line in
      let words = line.split(separator: " ")
      guard words.count > 6, let dash = words.firstIndex(of: "-"), dash + 1 < words.count,
        local.contains(words[dash + 1]), !words[5].split(separator: ",").contains("ro")
      else { return nil }
      return state(of: unescaped(words[4]))
    }
  }

  private static func state(of path: String) -> FullFileSystem? {
    var information = statvfs()
    guard unsafe statvfs(path, &information) == 0, information.f_blocks > 0 else { return nil }
    let size = Double(information.f_blocks) * Double(information.f_frsize)
    let left = Double(information.f_bavail) * Double(information.f_frsize)
    let inodes = information.f_files > 0 ? Double(information.f_favail) : nil
    let isFull = left < min(leastBytes, size * leastShare) || left == 0
    guard isFull || inodes == 0 else { return nil }
    return FullFileSystem(path: path, bytes: left, inodes: inodes)
  }

  // Blanks and backslashes are written as octal numbers.
  private static func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
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
