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
  private static let minShare = 0.001
  private static let minBytes = 1e6

  /// Those that have no space, or no inodes, left.
  package static var full: [FullFileSystem] {
    let bytes = (try? Files.read("/proc/self/mountinfo")) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.compactMap { line in
      guard let mount = Mount(line), local.contains(mount.type), !mount.options.contains("ro")
      else { return nil }
      return state(of: mount.point)
    }
  }

  private static func state(of path: String) -> FullFileSystem? {
    var information = statvfs()
    guard unsafe statvfs(path, &information) == 0, information.f_blocks > 0 else { return nil }
    let size = Double(information.f_blocks) * Double(information.f_frsize)
    let left = Double(information.f_bavail) * Double(information.f_frsize)
    let inodes = information.f_files > 0 ? Double(information.f_favail) : nil
    let isFull = left < min(minBytes, size * minShare) || left == 0
    guard isFull || inodes == 0 else { return nil }
    return FullFileSystem(path: path, bytes: left, inodes: inodes)
  }
}
