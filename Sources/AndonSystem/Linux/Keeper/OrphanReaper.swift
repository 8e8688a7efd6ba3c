// Processes that have come to this one because all that held them were killed.
// Children of our own keep their numbers until they are reaped here; deeper ones rise when those
// above them have ended.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// Ends what this process has inherited.
  enum OrphanReaper {
    private static let pause: Int64 = 2_000_000
    // The list of the children. It is held from the start: a stage of the same user may take away
    // the right to open files (prlimit(2)).
    private static let list = unsafe open(
      "/proc/self/task/\(getpid())/children", O_RDONLY | O_CLOEXEC)

    /// Opens what is needed at the end.
    static func prepare() { _ = list }

    /// Kills and reaps children until none is left but those spared, or for some seconds; whether
    /// none is left.
    static func end(sparing spared: [Int32], patience seconds: Double) -> Bool {
      let deadline = andon_monotonic() + Int64(seconds * 1e9)
      while true {
        let children = children()
        let strays = (children ?? []).filter { !spared.contains($0) }
        for stray in strays {
          kill(stray, SIGKILL)
          waitpid(stray, nil, WNOHANG)
        }
        if children != nil, strays.isEmpty { return true }
        // Where they cannot be listed, wait(2) says when none is left.
        if spared.isEmpty, waitpid(-1, nil, WNOHANG) < 0, errno == ECHILD { return true }
        if andon_monotonic() > deadline { return false }
        _ = andon_poll(nil, 0, pause)
      }
    }

    // The first children; nil where they cannot be listed.
    private static func children() -> [Int32]? {
      var buffer = [UInt8](repeating: 0, count: 1 << 14)
      let count = unsafe pread(list, &buffer, buffer.count, 0)
      if count < 0 { return nil }
      // A number that was cut is another one.
      let isCut = count == buffer.count
      let numbers = buffer.prefix(count).split(separator: UInt8(ascii: " "))
        .compactMap { Int32(String(decoding: $0, as: UTF8.self)) }
      return isCut ? numbers.dropLast() : numbers
    }

    /// Kills what is left in cgroups and removes them, or tries to for some seconds.
    static func remove(_ folders: CgroupDirectories, patience seconds: Double) {
      let deadline = andon_monotonic() + Int64(seconds * 1e9)
      for case .some(let folder) in [folders.unified, folders.memory] {
        _ = CachedProcFile(folder + "/cgroup.kill", writable: true).write("1")
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
