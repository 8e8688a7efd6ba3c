// A folder of which this process is the only user: a lock of the kernel's, which ends with its
// owner however that ends. Where a file system has no such locks, nobody is kept out.

internal import Glibc
internal import Synchronization

/// A folder that is held.
package final class DirectoryLock: Sendable {
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
  private let base: String
  private let wasLink: Bool
  private let own: Directory
  private let present: Mutex<Directory>

  /// Takes a folder (absolute), and makes it where it is not there.
  ///
  /// One that lies below `base` by its text may be reached by no link.
  ///
  /// Throws `Taken`, or a `SystemError` when it cannot be opened (ELOOP: a link leads there).
  package init(_ path: String, below base: String) throws {
    self.path = path
    self.base = base
    wasLink = Self.isLink(path)
    own = try Directory.make(path, below: base)
    present = Mutex(own)
    if flock(own.number, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      let holder = DirectoryLockHolder.find(own.number)
      throw Taken(process: holder?.process, command: holder?.command ?? [])
    }
  }

  /// The folder to write to: the one that was taken, or, where that was taken away, a new one.
  package var directory: Directory { present.withLock { $0 } }

  /// Makes the folder again where it was taken away.
  package func remake() throws(SystemError) {
    if state == .unchanged { return }
    let made = try Directory.make(path, below: base)
    present.withLock { $0 = made }
  }

  /// What has become of it.
  package var state: State {
    var own = stat()
    var present = stat()
    guard unsafe fstat(self.own.number, &own) == 0, unsafe stat(path, &present) == 0 else {
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
