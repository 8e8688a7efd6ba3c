// A mark that a repository cannot know. A stage on this machine can: paths in a marked list are
// checked all the same.

internal import Glibc

/// Binds a file to a folder and to this start of the machine: a repository can know neither.
package enum DirectoryMark {
  /// The mark of a folder; nil where the machine does not tell its start.
  package static func of(_ base: Directory) -> [UInt8]? {
    var information = stat()
    guard unsafe fstat(base.number, &information) == 0,
      let boot = try? Files.read("/proc/sys/kernel/random/boot_id", limit: 64)
    else { return nil }
    return boot.prefix { $0 != 0x0A }
      + Array(" \(information.st_dev) \(information.st_ino)".utf8)
  }
}
