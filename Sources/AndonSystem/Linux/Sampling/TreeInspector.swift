// One look at everything that a tree is doing, for evidence. Nothing is stopped or asked to act.
// Bounded: by processor time, and by a page of text for each process.

#if os(Linux)
  internal import AndonModel
  internal import CAndonSystem
  internal import Glibc

  /// Looks at a reaper's tree.
  struct TreeInspector {
    private static let page = 4096
    private static let mostOthers = 100

    /// What was read of its processes, parents first.
    let readings: [ProcessState]
    let reaper: Int32
    /// The leader's process id as the reaper sees it.
    let leader: Int32
    /// When to stop, on the clock of this thread's processor time.
    let deadline: Int64

    /// What its processes, their locks and the machine are doing.
    func look() -> TreeSnapshot<[UInt8]> {
      var buffer = [UInt8](repeating: 0, count: 1 << 12)
      var look = TreeSnapshot<[UInt8]>()
      look.pressure = ProcFiles.pressure(&buffer)
      look.locks = FileLocks.waits(of: readings, until: deadline)
      (look.processes, look.isTruncated) = processes()
      look.others = others(&buffer)
      return look
    }

    // Who else has a processor at this moment: of the machine's processes that run, the others.
    private func others(_ buffer: inout [UInt8]) -> [[UInt8]] {
      let own = Set(readings.map(\.pid)).union([reaper, getpid()])
      var found: [[UInt8]] = []
      for pid in ProcFiles.all() where !own.contains(pid) {
        if andon_thread_time() > deadline || found.count == Self.mostOthers { break }
        guard let reading = ProcessState(of: pid, &buffer),
          reading.state == UInt8(ascii: "R")
        else { continue }
        found.append(ProcFiles.command(of: pid, &buffer))
      }
      return found
    }

    /// Its processes, and whether some are missing for want of time.
    func processes() -> (list: [ProcessEntry<[UInt8]>], isTruncated: Bool) {
      var buffer = [UInt8](repeating: 0, count: 1 << 14)
      var list: [ProcessEntry<[UInt8]>] = []
      let depth = reaperDepth(&buffer)
      // What has ended and is about to be reaped does nothing any more.
      for reading in readings where !(reading.isZombie && reading.parent == reaper) {
        if andon_thread_time() > deadline { return (list, true) }
        list.append(process(reading, depth, &buffer))
      }
      return (list, false)
    }

    /// One process with all that is free to know of it.
    private func process(
      _ reading: ProcessState, _ depth: Int, _ buffer: inout [UInt8]
    ) -> ProcessEntry<[UInt8]> {
      let command = ProcFiles.command(of: reading.pid, &buffer).prefix(Self.page)
      var process = ProcessEntry<[UInt8]>(
        pid: Int(reading.pid), parent: Int(reading.parent), command: Array(command))
      process.relationship = relationship(reading, depth, &buffer)
      process.state = Character(Unicode.Scalar(reading.state))
      process.waitChannel = ProcFiles.waitChannel(of: reading.pid, &buffer)
      process.systemCall = ProcFiles.systemCall(of: reading.pid, &buffer)
      process.processor = reading.processor
      process.waited = reading.waited
      process.memory = reading.memory
      process.locks = Self.locks(of: reading.pid, &buffer).map { Array($0.utf8) }
      return process
    }

    private func relationship(
      _ reading: ProcessState, _ depth: Int, _ buffer: inout [UInt8]
    ) -> Relationship {
      let ids = reaperIDs(of: reading, depth, &buffer)
      if ids.session != leader { return .ownSession }
      if ids.group != leader { return .ownGroup }
      return reading.parent == reaper && ids.process != leader ? .orphan : .group
    }

    // How many PID namespaces the reaper is in below that of this process; status lists a number
    // for each, from this one inwards (proc_pid_status(5), NSpid).
    private func reaperDepth(_ buffer: inout [UInt8]) -> Int {
      (status(of: reaper, "NSpid:", &buffer)?.count ?? 1) - 1
    }

    // The numbers of a process in the reaper's PID namespace.
    private func reaperIDs(
      of reading: ProcessState, _ depth: Int, _ buffer: inout [UInt8]
    ) -> (process: Int32, group: Int32, session: Int32) {
      func id(_ key: StaticString, _ outer: Int32) -> Int32 {
        if depth == 0 { return outer }
        let all = status(of: reading.pid, key, &buffer) ?? []
        return depth < all.count ? Int32(all[depth]) : outer
      }
      return (
        id("NSpid:", reading.pid), id("NSpgid:", reading.group), id("NSsid:", reading.session)
      )
    }

    private func status(
      of pid: Int32, _ key: StaticString, _ buffer: inout [UInt8]
    ) -> [Int]? {
      ProcText(path: "/proc/\(pid)/status", &buffer)?.numbers(key)
    }

    // Open files with a lock on them, or with a name that says that they are one.
    private static func locks(of pid: Int32, _ buffer: inout [UInt8]) -> [String] {
      var room = page
      var found: Set<String> = []
      for number in Files.names(in: "/proc/\(pid)/fd") {
        guard let path = ProcFiles.target(of: "/proc/\(pid)/fd/\(number)"), path.hasPrefix("/"),
          !path.hasPrefix("/dev/"), path.utf8.count < room
        else { continue }
        let name = Paths.name(of: path)
        let isLocked = ProcText(path: "/proc/\(pid)/fdinfo/\(number)", &buffer)?.lines
          .contains { $0.hasPrefix("lock:") }
        if isLocked == true || name.hasSuffix("lock") || name.hasSuffix(".lck") {
          if found.insert(path).inserted { room -= path.utf8.count }
        }
      }
      return found.sorted()
    }
  }
#endif
