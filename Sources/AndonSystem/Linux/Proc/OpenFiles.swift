// How many files a process has open, and how many it may have. proc_pid_fd(5): since Linux 6.2 the
// size of the folder is the number of its entries. prlimit(2).

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  extension OpenFiles {
    // So near to the limit the next file may be the one too many.
    private static let near = 0.95

    /// A process that has about as many files open as it may; nil for any other.
    init?(nearLimit reading: ProcessState) {
      var folder = Glibc.stat()
      guard unsafe stat("/proc/\(reading.pid)/fd", &folder) == 0, folder.st_size > 0 else {
        return nil
      }
      let limit = andon_open_file_limit(reading.pid)
      if limit < 0 || Double(folder.st_size) < Self.near * Double(limit) { return nil }
      self.init(pid: reading.pid, name: reading.name, open: Int(folder.st_size), limit: limit)
    }
  }
#endif
