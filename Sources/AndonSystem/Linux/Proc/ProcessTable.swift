// The processes of one tree, looked at again and again with their files kept open.
// The kernel's list of children is no snapshot: good for looking, not for "nobody is left".
// proc_pid_stat(5), proc_pid_statm(5), proc_pid_schedstat.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// What was read of one process.
  struct ProcessState {
    let pid: Int32
    let parent: Int32
    let name: [UInt8]
    /// The kernel's letter for its state.
    let state: UInt8
    let group: Int32
    let session: Int32
    let threads: Int
    /// Seconds of processor time, with that of children that it has waited for.
    let processor: Double
    /// Seconds from the machine's start to its own.
    let startedAt: Double
    /// Equal for processes that were forked from one another and have not executed anything since;
    /// 0 where the kernel does not say.
    let image: Int
    /// Bytes of anonymous and shared memory.
    var memory = 0.0
    /// Bytes of file-backed memory.
    var fileBacked = 0.0
    /// Seconds that its first thread has waited for a processor.
    var waited = 0.0
    /// Of these the ones since the look before.
    var waitedAnew = 0.0

    var isZombie: Bool { hasFirstEnded && threads < 2 }
    /// Whether its first thread has ended; others may live on.
    var hasFirstEnded: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") }
  }

  /// Looks at the processes below a reaper.
  final class ProcessTable {
    // A class, since it owns descriptors and is kept in a dictionary.
    private final class Files {
      let stat: CachedProcFile
      let sizes: CachedProcFile
      let children: CachedProcFile
      let schedule: CachedProcFile
      var waited = 0.0
      // Shared memory was this many bytes when that many pages were shared or file-backed.
      var shared: (pages: Int, bytes: Double) = (0, 0)

      init(_ pid: Int32, stat: consuming CachedProcFile) {
        self.stat = stat
        sizes = CachedProcFile("/proc/\(pid)/statm")
        children = CachedProcFile("/proc/\(pid)/task/\(pid)/children")
        schedule = CachedProcFile("/proc/\(pid)/schedstat")
      }
    }

    private static let page = Double(sysconf(Int32(_SC_PAGESIZE)))
    // From so many pages on it is worth asking how many of them are shared memory: 4 MiB.
    private static let manyPages = 1024

    private let root: Int32
    private let rootChildren: CachedProcFile
    private var files: [Int32: Files] = [:]
    // Those that had ended when they were first seen.
    private var ended: Set<Int32> = []
    // Those that share the memory of their parent, which is counted there.
    private var sharing: Set<Int32> = []
    // Room for the list of 8,000 children; a longer list is cut.
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// How many different processes were seen.
    private(set) var seen = 0
    /// How often a process could not be looked at although it was there.
    private(set) var missed = 0

    /// The descendants of a process, without itself.
    init(below root: Int32) {
      self.root = root
      rootChildren = CachedProcFile("/proc/\(root)/task/\(root)/children")
    }

    /// Looks at all of them, parents first, or at those that can be looked at until this thread has
    /// used so much processor time.
    func look(until deadline: Int64 = .max) -> [ProcessState] {
      var readings: [ProcessState] = []
      var living: Set<Int32> = []
      var open = [(pid: root, threads: 1)]
      var index = 0
      while index < open.count {
        let parent = open[index].pid
        for child in children(of: parent, threads: open[index].threads)
        where living.insert(child).inserted && andon_thread_time() < deadline {
          guard let reading = read(child, parent: parent) else {
            if sharing.contains(child) { open.append((child, 1)) }
            continue
          }
          readings.append(reading)
          open.append((child, reading.threads))
        }
        index += 1
      }
      ended.formIntersection(living)
      sharing.formIntersection(living)
      if files.count > living.count { files = files.filter { living.contains($0.key) } }
      return readings
    }

    private func children(of pid: Int32, threads: Int) -> [Int32] {
      var found: [Int] = []
      if pid == root {
        found = rootChildren.read(&buffer)?.numbers ?? []
      } else if let files = files[pid] {
        found = files.children.read(&buffer)?.numbers ?? []
      } else if sharing.contains(pid) {
        found = ProcText(path: "/proc/\(pid)/task/\(pid)/children", &buffer)?.numbers ?? []
      }
      if threads > 1 {
        for thread in AndonSystem.Files.names(in: "/proc/\(pid)/task") where thread != "\(pid)" {
          found += ProcText(path: "/proc/\(pid)/task/\(thread)/children", &buffer)?.numbers ?? []
        }
      }
      return found.map { Int32($0) }
    }

    private func read(_ pid: Int32, parent: Int32) -> ProcessState? {
      if let known = files[pid],
        let reading = known.stat.read(&buffer).flatMap({ ProcessState($0, pid, parent) })
      {
        return filled(reading, known)
      }
      // New, or another process by an old number. A child between vfork and exec shares its
      // parent's memory, which is counted already.
      files[pid] = nil
      if andon_shares_memory(pid, parent) != 0 {
        sharing.insert(pid)
        return nil
      }
      sharing.remove(pid)
      let stat = CachedProcFile("/proc/\(pid)/stat")
      if !stat.isOpen {
        if errno == EMFILE || errno == ENFILE { missed += 1 }
        return nil
      }
      guard let first = stat.read(&buffer).flatMap({ ProcessState($0, pid, parent) }) else {
        return nil
      }
      // A storm leaves many that are only waiting to be reaped: their names are enough.
      if first.isZombie {
        if ended.insert(pid).inserted { seen += 1 }
        return first
      }
      seen += 1
      let fresh = Files(pid, stat: stat)
      files[pid] = fresh
      return filled(first, fresh)
    }

    // With what its further files say.
    private func filled(_ reading: ProcessState, _ files: Files) -> ProcessState {
      if reading.isZombie { return reading }
      var reading = reading
      readMemory(files, &reading)
      readWait(files, &reading)
      return reading
    }

    private func readMemory(_ files: Files, _ reading: inout ProcessState) {
      // Pages: the whole size, the resident ones, those that are shared or file-backed, …
      guard let pages = pages(files, reading), pages.count > 2 else { return }
      let (resident, shared) = (pages[1], pages[2])
      // Which of these are shared memory is a longer question, asked when they have changed.
      if shared >= Self.manyPages, abs(shared - files.shared.pages) > Self.manyPages / 4 {
        let status = ProcText(path: "/proc/\(reading.pid)/status", &buffer)
        files.shared = (shared, (status?.number("RssShmem:") ?? 0) * 1024)
      } else if shared < Self.manyPages {
        files.shared = (shared, 0)
      }
      reading.memory = Double(max(0, resident - shared)) * Self.page + files.shared.bytes
      reading.fileBacked = max(0, Double(shared) * Self.page - files.shared.bytes)
    }

    // The memory of a process is seen through any thread that lives.
    private func pages(_ files: Files, _ reading: ProcessState) -> [Int]? {
      if !reading.hasFirstEnded { return files.sizes.read(&buffer)?.numbers }
      let folder = "/proc/\(reading.pid)/task"
      return AndonSystem.Files.names(in: folder).lazy
        .compactMap { ProcText(path: "\(folder)/\($0)/statm", &self.buffer)?.numbers }
        .first { $0.count > 1 && $0[1] > 0 }
    }

    private func readWait(_ files: Files, _ reading: inout ProcessState) {
      // Nanoseconds that it ran, nanoseconds that it waited in a run queue, how often.
      guard let times = files.schedule.read(&buffer)?.numbers, times.count > 1 else { return }
      reading.waited = Double(times[1]) / 1e9
      reading.waitedAnew = max(0, reading.waited - files.waited)
      files.waited = reading.waited
    }

    /// Bytes of anonymous and shared memory of some processes, shared pages divided among those who
    /// map them: 11 us of processor time for each megabyte.
    func shares(of pids: [Int32]) -> Double {
      pids.reduce(0) { sum, pid in
        let text = ProcText(path: "/proc/\(pid)/smaps_rollup", &buffer)
        let own = (text?.number("Pss_Anon:") ?? 0) + (text?.number("Pss_Shmem:") ?? 0)
        return sum + own * 1024
      }
    }
  }

  extension ProcessState {
    /// Reads /proc/PID/stat; nil for what is no such text.
    init?(_ text: ProcText, _ pid: Int32, _ parent: Int32? = nil) {
      guard let fields = StatFields(text) else { return nil }
      self.init(
        pid: pid, parent: parent ?? Int32(fields[4]), name: fields.name, state: fields.state,
        group: Int32(fields[5]), session: Int32(fields[6]), threads: fields[20],
        processor: Double(fields[14] + fields[15] + fields[16] + fields[17]) / Self.tick,
        startedAt: Double(fields[22]) / Self.tick, image: fields[28])
    }

    private static let tick = Double(sysconf(Int32(_SC_CLK_TCK)))
  }
#endif
