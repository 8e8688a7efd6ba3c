// Who holds the lock on an open folder, from the kernel's table.

#if os(Linux)
  internal import Glibc

  /// Finds the holder of a lock.
  enum DirectoryLockHolder {
    /// The process that holds the lock on what is open as that descriptor; nil where that is out of
    /// sight.
    static func find(_ descriptor: CInt) -> (process: Int32, command: [UInt8])? {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      var information = stat()
      guard unsafe fstat(descriptor, &information) == 0,
        let table = ProcText(path: "/proc/locks", &buffer).map(LockTable.init),
        let process = table.holders(of: ProcFiles.key(information), kind: "FLOCK").first
      else { return nil }
      return (process, ProcFiles.command(of: process, &buffer))
    }
  }
#endif
