// The kernel's account of a cgroup: processor time, pressure, memory.
// A cgroup serves one tree after the other, so that figures are differences. What a hierarchy does
// not count is nil: processor and pressure are counted in the unified one even without controllers,
// memory in either version. cgroup-v2 documentation, "Memory Interface Files"; accounting/psi.

#if os(Linux)

  /// Reads the account of one reaper's cgroups.
  struct ControlGroup: ~Copyable {
    // Beyond this, what an earlier tree has left in the page cache would be most of the next
    // figure.
    private static let maxLeft = 8e6
    // Settings of a new cgroup; those of a controller that is not enabled have no file. A stage of
    // root can change its own.
    private static let fresh: [(file: String, text: String)] = [
      ("cgroup.freeze", "0\n"), ("cgroup.type", "domain\n"), ("cgroup.pressure", "1\n"),
      ("cgroup.subtree_control", ""),
      ("cgroup.max.descendants", "max\n"), ("cgroup.max.depth", "max\n"), ("pids.max", "max\n"),
      ("cpu.max", "max 100000\n"), ("cpu.weight", "100\n"), ("io.max", ""),
      ("memory.max", "max\n"), ("memory.high", "max\n"),
    ]

    // A class, since its file is kept in an array.
    private final class Setting {
      private let file: CachedProcFile
      private let fresh: String

      init?(_ path: String, fresh: String) {
        file = CachedProcFile(path)
        self.fresh = fresh
        if !file.isOpen { return nil }
      }

      func isFresh(_ buffer: inout [UInt8]) -> Bool {
        file.read(&buffer).map { $0.text == fresh } ?? true
      }
    }

    private let processor: CachedProcFile
    private let processorPressure: CachedProcFile
    private let diskPressure: CachedProcFile
    private let memoryStatistics: CachedProcFile
    private let memoryPeak: CachedProcFile
    private let memoryUsage: CachedProcFile
    private let memoryKills: CachedProcFile
    // In version 1; in version 2 it is one of the settings.
    private let memoryLimit: CachedProcFile
    private let settings: [Setting]
    private let isVersion1: Bool
    private var buffer = [UInt8](repeating: 0, count: 1 << 13)
    private var before = TreeAccount()

    /// Opens the files of the cgroups in these folders.
    init(_ folders: CgroupDirectories) {
      let unified = folders.unified ?? "/nowhere"
      processor = CachedProcFile(unified + "/cpu.stat")
      processorPressure = CachedProcFile(unified + "/cpu.pressure")
      diskPressure = CachedProcFile(unified + "/io.pressure")
      settings = Self.fresh.compactMap { Setting("\(unified)/\($0.file)", fresh: $0.text) }
      isVersion1 = folders.memory != nil
      if let memory = folders.memory {
        memoryStatistics = CachedProcFile(memory + "/memory.stat")
        memoryPeak = CachedProcFile(memory + "/memory.max_usage_in_bytes", writable: true)
        memoryUsage = CachedProcFile(memory + "/memory.usage_in_bytes")
        memoryKills = CachedProcFile(memory + "/memory.oom_control")
        memoryLimit = CachedProcFile(memory + "/memory.limit_in_bytes")
      } else {
        memoryStatistics = CachedProcFile(unified + "/memory.stat")
        memoryPeak = CachedProcFile(unified + "/memory.peak", writable: true)
        memoryUsage = CachedProcFile(unified + "/memory.current")
        memoryKills = CachedProcFile(unified + "/memory.events")
        memoryLimit = CachedProcFile("/nowhere")
      }
    }

    /// Whether memory is counted.
    var countsMemory: Bool { memoryPeak.isOpen }

    /// What was counted since the last time; between two trees nothing happens in a cgroup.
    mutating func account() -> TreeAccount {
      let now = counts()
      defer { before = now }
      var own = TreeAccount()
      own.user = now.user.map { $0 - (before.user ?? 0) }
      own.system = now.system.map { $0 - (before.system ?? 0) }
      own.processorWait = now.processorWait.map { $0 - (before.processorWait ?? 0) }
      own.diskWait = now.diskWait.map { $0 - (before.diskWait ?? 0) }
      own.memoryKills = now.memoryKills.map { $0 - (before.memoryKills ?? 0) }
      own.peakMemory = now.peakMemory
      return own
    }

    /// Whether the cgroup may serve another tree: nothing that this one has left in it would show
    /// in the next figures.
    ///
    /// The peak falls to what is there now; in version 2 only Linux 6.12 and newer do that.
    mutating func makeFresh() -> Bool {
      for setting in settings where !setting.isFresh(&buffer) { return false }
      guard countsMemory else { return true }
      let left = memoryUsage.read(&buffer)?.numbers.first ?? .max
      if Double(left) > Self.maxLeft || isLimited() { return false }
      if memoryPeak.write("0") { return true }
      return Double(memoryPeak.read(&buffer)?.numbers.first ?? .max) < Self.maxLeft
    }

    // A new cgroup has the largest number of whole pages.
    private mutating func isLimited() -> Bool {
      guard let text = memoryLimit.read(&buffer) else { return false }
      return (text.numbers.first ?? .max) < 1 << 62
    }

    /// Bytes of anonymous and shared memory at this moment, and of page cache; nil where memory is
    /// not counted.
    mutating func memory() -> (own: Double, cache: Double)? {
      guard let text = memoryStatistics.read(&buffer) else { return nil }
      let shared = text.number(isVersion1 ? "total_shmem " : "shmem ") ?? 0
      guard let anonymous = text.number(isVersion1 ? "total_rss " : "anon "),
        let cache = text.number(isVersion1 ? "total_cache " : "file ")
      else { return nil }
      // Both versions count shared memory as cache.
      return (anonymous + shared, max(0, cache - shared))
    }

    private mutating func counts() -> TreeAccount {
      var counts = TreeAccount()
      if let text = processor.read(&buffer) {
        counts.user = text.number("user_usec ").map { $0 / 1e6 }
        counts.system = text.number("system_usec ").map { $0 / 1e6 }
      }
      counts.processorWait = processorPressure.read(&buffer).flatMap(Self.total)
      counts.diskWait = diskPressure.read(&buffer).flatMap(Self.total)
      counts.peakMemory = memoryPeak.read(&buffer)?.numbers.first.map { Double($0) }
      counts.memoryKills = memoryKills.read(&buffer)?.number("oom_kill ").map { Int($0) }
      return counts
    }

    // The row `some avg10=… avg60=… avg300=… total=MICROSECONDS`, which comes first.
    private static func total(_ text: ProcText) -> Double? {
      // Three shares with two decimals each stand before it.
      let numbers = text.numbers
      return numbers.count > 9 ? Double(numbers[9]) / 1e6 : nil
    }
  }
#endif
