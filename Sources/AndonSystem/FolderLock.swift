// A folder of which this process is the only user: a lock of the kernel's, which ends with its
// owner however that ends. Where a file system has no such locks, nobody is kept out.

internal import Glibc

/// A folder that is held.
package final class FolderLock {
  /// What has become of the folder since.
  package enum State: Equatable, Sendable {
    case unchanged
    /// It is gone, or another folder is in its place.
    case replaced
    /// A symbolic link is in its place, which leads elsewhere.
    case linked
  }

  /// Somebody else holds the folder.
  package struct Taken: Error {
    /// Who, as far as the kernel tells.
    package let process: Int32?
    /// That process's command line; empty where it is out of sight.
    package let command: [UInt8]
  }

  private let path: String
  private let folder: Descriptor
  private let wasLink: Bool

  /// Takes a folder that is there.
  ///
  /// Throws `Taken`, or a `SystemError` when it cannot be opened.
  package init(_ path: String) throws {
    self.path = path
    wasLink = Self.isLink(path)
    let number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if number < 0 { throw SystemError.last("open \(path)") }
    folder = Descriptor(owning: number)
    if flock(number, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      let holder = FolderHolder.find(number)
      throw Taken(process: holder?.process, command: holder?.command ?? [])
    }
  }

  /// What has become of it.
  package var state: State {
    var own = stat()
    var present = stat()
    guard unsafe fstat(folder.number, &own) == 0, unsafe stat(path, &present) == 0 else {
      return .replaced
    }
    if own.st_dev == present.st_dev, own.st_ino == present.st_ino { return .unchanged }
    return !wasLink && Self.isLink(path) ? .linked : .replaced
  }

  private static func isLink(_ path: String) -> Bool {
    var information = stat()
    return unsafe lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }
}
