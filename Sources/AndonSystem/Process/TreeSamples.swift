// What was seen of a tree by looking at intervals.

package import AndonModel

/// What was seen of a tree's memory, in bytes of anonymous and shared memory.
package struct MemorySamples: Equatable, Sendable {
  /// Where it was looked at.
  package enum Place: Sendable {
    /// The cgroup's own account.
    case cgroup
    /// Resident sets, no process sharing pages with another.
    case processes
    /// Resident sets with shared pages divided among those who map them.
    case shares
  }

  /// The most that it was at some instant, shared pages counted once.
  package var proven = 0.0
  /// The most that it can have been at some instant that was looked at: where shared pages could
  /// not be divided, they count for each process that maps them.
  package var most = 0.0
  /// Whether the most was held and not passed by: two looks in a row saw it, within a fiftieth, or
  /// of many looks three came within a tenth of it.
  package var isHeld = false
  /// How often it was looked at.
  package var looks = 0
  /// Where it was looked at.
  package var place = Place.processes
  /// The most page cache in the tree's cgroup.
  package var cache = 0.0
  /// The most file-backed memory of one process.
  package var fileBacked = 0.0
  /// The instant of the most memory.
  package var peak: MemorySample?
  /// Its course, of at most 500 points.
  package var course: [MemorySample] = []

  /// Nothing was seen.
  package init() {}
}

/// A process that has about as many files open as it may.
package struct OpenFiles: Equatable, Sendable {
  /// Its process id.
  package var pid: Int32
  /// Its short name, as it came.
  package var name: [UInt8]
  /// How many it has open.
  package var open: Int
  /// How many it may have open.
  package var limit: Int

  /// Joins a process with its files.
  package init(pid: Int32, name: [UInt8], open: Int, limit: Int) {
    self.pid = pid
    self.name = name
    self.open = open
    self.limit = limit
  }
}

/// Everything that was seen of a tree at intervals.
package struct TreeSamples: Equatable, Sendable {
  /// How often was looked.
  package var looks = 0
  /// Seconds between two looks on the average; nil with fewer than two.
  package var period: Double?
  /// How often a process could not be looked at.
  package var missed = 0
  /// Its memory.
  package var memory = MemorySamples()
  /// Seconds in which nothing of it ran, and some process of it waited for a file lock.
  package var lockWait = 0.0
  /// Seconds in which some process of it waited for a disk.
  package var diskWait = 0.0
  /// Seconds in which some process of it was ready to run and had no processor, at the least.
  package var processorWait = 0.0
  /// Who waited for which lock, when it first took long.
  package var locks: [BlockedLock<[UInt8]>] = []
  /// The process that came nearest to its limit of open files; nil where none came near.
  package var openFiles: OpenFiles?
  /// Different processes that were seen.
  package var processes = 0
  /// Seconds of processor time of the processes that were alive at the last look.
  package var living = 0.0

  /// Nothing was seen.
  package init() {}

  /// So much memory was seen that often, and held.
  package init(peak: Double, looks: Int) {
    self.looks = looks
    memory.looks = looks
    memory.proven = peak
    memory.most = peak
    memory.isHeld = looks > 1
  }
}
