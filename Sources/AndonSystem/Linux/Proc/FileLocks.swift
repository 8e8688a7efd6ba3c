// Who waits for which file lock, and who holds it. supervision.md, section 3c.
// The waiter's own system call names the file, also where the kernel's table is silent; the holder
// is whoever has that file open with a lock on it. Polling lockers (files made with O_EXCL, SQLite)
// are asleep for the kernel and not seen here.

#if os(Linux)
  internal import AndonModel
  internal import CAndonSystem
  internal import Glibc

  /// Looks for waits.
  enum FileLocks {
    // In 200 processes that sleep a waiter is found or given up.
    private static let mostAsked = 200
    private static let channels: Set<String> = [
      "locks_lock_inode_wait", "fcntl_setlk", "flock_lock_inode_wait", "posix_lock_inode_wait",
      "do_lock_file_wait", "flock_lock_inode",
    ]

    #if arch(x86_64)
      private static let flockCall = 73
      private static let fcntlCall = 72
    #else
      private static let flockCall = 32
      private static let fcntlCall = 25
    #endif

    /// A process that waits, and for what.
    private struct Wish {
      let process: Int32
      let name: [UInt8]
      let kind: String
      let path: String
      /// As the kernel's table names it.
      let file: String
    }

    /// Whether some process waits for a file lock.
    static func isAnyWaiting(_ readings: [ProcessState]) -> Bool {
      var buffer = [UInt8](repeating: 0, count: 256)
      return asleep(readings).contains { isWaiting($0.pid, &buffer) }
    }

    private static func asleep(_ readings: [ProcessState]) -> ArraySlice<ProcessState> {
      readings.filter { $0.state == UInt8(ascii: "S") }.prefix(mostAsked)
    }

    private static func isWaiting(_ pid: Int32, _ buffer: inout [UInt8]) -> Bool {
      // A kernel that keeps its names to itself still tells the call.
      guard let channel = ProcFiles.waitChannel(of: pid, &buffer) else {
        return call(of: pid, &buffer) != nil
      }
      return channels.contains(channel)
    }

    /// The kind of lock and the descriptor that a process waits with; nil for one that does not.
    private static func call(
      of pid: Int32, _ buffer: inout [UInt8]
    ) -> (kind: String, descriptor: Int)? {
      guard let text = ProcText(path: "/proc/\(pid)/syscall", &buffer)?.text else { return nil }
      let words = text.split(separator: " ")
      guard words.count > 2, let number = Int(words[0]),
        let first = Int(words[1].dropFirst(2), radix: 16),
        let second = Int(words[2].dropFirst(2), radix: 16)
      else { return nil }
      if number == flockCall { return ("FLOCK", first) }
      // F_SETLKW and F_OFD_SETLKW.
      if number == fcntlCall, second == 7 { return ("POSIX", first) }
      return number == fcntlCall && second == 38 ? ("OFDLCK", first) : nil
    }

    /// All waits of some processes; holders are looked for until the thread has used so much time.
    static func waits(of readings: [ProcessState], until deadline: Int64) -> [BlockedLock<[UInt8]>]
    {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let wishes = asleep(readings).compactMap { wish($0, &buffer) }
      if wishes.isEmpty { return [] }
      let table = ProcText(path: "/proc/locks", &buffer).map(LockTable.init)
      let own = Set(readings.map(\.pid))
      var found: [String: [LockHolder<[UInt8]>]] = [:]
      return wishes.map { wish in
        let key = "\(wish.kind) \(wish.file)"
        let holders = found[key] ?? holders(of: wish, table, own, &buffer, until: deadline)
        found[key] = holders
        return BlockedLock<[UInt8]>(
          waiter: Int(wish.process), name: wish.name, kind: wish.kind, path: Array(wish.path.utf8),
          holders: holders.filter { $0.pid != Int(wish.process) })
      }
    }

    private static func wish(_ reading: ProcessState, _ buffer: inout [UInt8]) -> Wish? {
      guard let (kind, descriptor) = call(of: reading.pid, &buffer) else { return nil }
      let link = "/proc/\(reading.pid)/fd/\(descriptor)"
      var information = Glibc.stat()
      guard let path = ProcFiles.target(of: link), unsafe stat(link, &information) == 0 else {
        return nil
      }
      return Wish(
        process: reading.pid, name: reading.name, kind: kind, path: path,
        file: ProcFiles.key(information))
    }

    private static func holders(
      of wish: Wish, _ table: LockTable?, _ own: Set<Int32>, _ buffer: inout [UInt8],
      until deadline: Int64
    ) -> [LockHolder<[UInt8]>] {
      let callers = table?.holders(of: wish.file, kind: wish.kind) ?? []
      var pids = callers.filter { holds($0, wish, &buffer) }
      // Who called may be gone, or unknown: then it is whoever has the lock by an open file.
      if pids.isEmpty {
        pids = ProcFiles.all().filter {
          andon_thread_time() < deadline && holds($0, wish, &buffer)
        }
      }
      if pids.isEmpty { pids = callers }
      return pids.map { LockHolder<[UInt8]>(of: $0, isOwn: own.contains($0), &buffer) }
    }

    // Whether a process has the file open, with a lock of that kind on it.
    private static func holds(_ pid: Int32, _ wish: Wish, _ buffer: inout [UInt8]) -> Bool {
      if pid <= 0 { return false }
      return Files.names(in: "/proc/\(pid)/fd").contains { number in
        guard ProcFiles.target(of: "/proc/\(pid)/fd/\(number)") == wish.path,
          let text = ProcText(path: "/proc/\(pid)/fdinfo/\(number)", &buffer)?.text
        else { return false }
        return text.split(separator: "\n").contains {
          $0.hasPrefix("lock:") && $0.contains(wish.kind) && !$0.contains("->")
        }
      }
    }
  }
#endif
