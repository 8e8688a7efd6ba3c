// Processes that have come to this one because all that held them were killed.
// Children of our own keep their numbers until they are reaped here; deeper ones rise when those
// above them have ended.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// Ends what this process has inherited.
  enum Strays {
    private static let pause: Int64 = 2_000_000

    /// Kills and reaps children until none is left but those spared, or for some seconds.
    static func end(sparing spared: [Int32], patience seconds: Double) {
      let deadline = andon_monotonic() + Int64(seconds * 1e9)
      let table = ProcessTable(below: getpid())
      while true {
        let strays = table.look().filter { $0.parent == getpid() && !spared.contains($0.pid) }
          .map(\.pid)
        if strays.isEmpty || andon_monotonic() > deadline { return }
        for stray in strays {
          kill(stray, SIGKILL)
          waitpid(stray, nil, WNOHANG)
        }
        _ = andon_poll(nil, 0, pause)
      }
    }

    /// Kills what is left in cgroups and removes them, or tries to for some seconds.
    static func remove(_ folders: CgroupFolders, patience seconds: Double) {
      let deadline = andon_monotonic() + Int64(seconds * 1e9)
      for case .some(let folder) in [folders.unified, folders.memory] {
        _ = KeptFile(folder + "/cgroup.kill", writable: true).write("1")
        // What has been killed is still in it until it has ended.
        while !isRemoved(folder), andon_monotonic() < deadline {
          _ = andon_poll(nil, 0, pause)
        }
      }
    }

    // With those that a stage has made in it.
    private static func isRemoved(_ folder: String) -> Bool {
      if unsafe rmdir(folder) == 0 || errno == ENOENT { return true }
      for name in Files.names(in: folder) where Files.isFolder("\(folder)/\(name)") {
        _ = isRemoved("\(folder)/\(name)")
      }
      return unsafe rmdir(folder) == 0 || errno == ENOENT
    }
  }
#endif
