// When to look at a tree, and what was seen so far.
// Dense at the start, since most stages are short; then at a pace that costs at most 1 % of a
// processor: the pause is 100 times the processor time that the last look took. Dividing shared
// pages takes many times as long as a look, and asking the tree's cgroup for its memory does not
// depend on how many processes there are: both have a pace of their own, of the same kind, so that
// a look is not put off by them. supervision.md, sections 3b and 4.

#if os(Linux)
  internal import AndonModel
  internal import CAndonSystem

  /// Looks at one process tree at intervals.
  final class Sampler {
    private static let firstPause: Int64 = 1_000_000
    private static let maxPauseLength: Int64 = 10_000_000
    // Looks within this part of the most memory saw the same.
    private static let held = 0.98
    // A peak counts as held as well when, of many looks, so many came so near to it.
    private static let manyLooks = 20
    private static let often = 3
    private static let near = 0.9
    // From this part on, pages that forked processes share are worth being divided.
    private static let muchShared = 0.05
    private static let longLockWait = 0.1
    // Of many looks, one in so many asks for open files as well.
    private static let rarely = 8
    // Nanoseconds of processor time for finding out who holds a lock, once in an attempt.
    private static let lockPatience: Int64 = 50_000_000

    private let root: Int32
    // Most stages end before the first look.
    private lazy var table = ProcessTable(below: root)
    private let startedAt: Instant
    private var memory = MemorySamples()
    private var course = MemoryTimeline()
    private var seen = TreeSamples()
    private var last: Instant
    private var nextLook: Instant
    private var nextCount: Instant?
    private var nextShares: Instant
    // Nanoseconds of processor time that the last look spent on dividing shared pages.
    private var dividing: Int64 = 0
    private var pause = Sampler.firstPause
    // Bytes of the look before.
    private var previous = 0.0
    // The three largest looks.
    private var largest: [Double] = []
    // The largest sum whose shared pages have been divided.
    private var divided = 0.0

    /// Begins to look at the descendants of a process.
    init(root: Int32, countsMemory: Bool, at now: Instant) {
      self.root = root
      startedAt = now
      last = now
      nextLook = Instant(nanoseconds: now.nanoseconds + Self.firstPause)
      nextShares = now
      nextCount = countsMemory ? nextLook : nil
      if countsMemory { memory.place = .cgroup }
    }

    /// When to look again.
    var due: Instant { min(nextLook, nextCount ?? nextLook) }

    /// What was seen.
    var samples: TreeSamples {
      var samples = seen
      samples.memory = memory
      samples.memory.isHeld = memory.isHeld || comesBack
      samples.memory.course = course.points
      if seen.looks == 0 { return samples }
      samples.missed = table.missed
      samples.processes = table.seen
      if seen.looks > 1 { samples.period = last.seconds(since: startedAt) / Double(seen.looks) }
      return samples
    }

    /// What its processes are doing at this moment, as far as it can be seen until this thread has
    /// used so much processor time.
    func processes(until deadline: Int64) -> [ProcessState] { table.look(until: deadline) }

    /// Looks at what is due.
    ///
    /// `share` trees are looked at by turns and have the one hundredth part together.
    func look(_ group: inout ControlGroup?, share: Int, at now: Instant) {
      if let due = nextCount, due <= now { count(&group, share) }
      guard nextLook <= now else { return }
      let start = andon_thread_time()
      dividing = 0
      let readings = table.look()
      // A look that found nobody between two of a tree's processes has seen nothing.
      let isLocked = !readings.isEmpty && record(readings, at: now)
      pause = pause(since: start + dividing, share)
      // Looked for once, and so not at the expense of later looks: they see how long the wait is.
      if isLocked, seen.lockWait >= Self.longLockWait, seen.locks.isEmpty {
        seen.locks = FileLocks.waits(
          of: readings, until: andon_thread_time() + Self.lockPatience)
      }
      nextLook = Instant(nanoseconds: andon_monotonic() + pause)
    }

    // The cgroup's account of its memory.
    private func count(_ group: inout ControlGroup?, _ share: Int) {
      let start = andon_thread_time()
      if let (own, cache) = group?.memory() {
        memory.cache = max(memory.cache, cache)
        record(own, most: own)
      }
      nextCount = Instant(nanoseconds: andon_monotonic() + pause(since: start, share))
    }

    // Nanoseconds until the next look, after one that began at that time of this thread.
    private func pause(since start: Int64, _ share: Int) -> Int64 {
      let cost = andon_thread_time() - start
      return max(min(pause * 2, Self.maxPauseLength), 100 * cost * Int64(share))
    }

    /// Takes what a look saw; whether all that runs waits for a file lock.
    private func record(_ readings: [ProcessState], at now: Instant) -> Bool {
      let passed = now.seconds(since: last)
      last = now
      seen.looks += 1
      seen.living = readings.reduce(0) { $0 + $1.processor }
      recordMemory(readings, at: now)
      if seen.looks % Self.rarely == 0 { recordFiles(readings) }
      return recordWaits(readings, passed)
    }

    private func recordFiles(_ readings: [ProcessState]) {
      for reading in readings where !reading.isZombie {
        guard let files = OpenFiles(nearLimit: reading) else { continue }
        if files.limit - files.open < seen.openFiles.map({ $0.limit - $0.open }) ?? .max {
          seen.openFiles = files
        }
      }
    }

    private func recordWaits(_ readings: [ProcessState], _ passed: Double) -> Bool {
      let states = readings.map(\.state)
      seen.processorWait += min(passed, readings.reduce(0) { $0 + $1.waitedAnew })
      if states.contains(UInt8(ascii: "D")) { seen.diskWait += passed }
      let works = states.contains(UInt8(ascii: "R")) || states.contains(UInt8(ascii: "D"))
      guard !works, FileLocks.isAnyWaiting(readings) else { return false }
      seen.lockWait += passed
      return true
    }

    private func recordMemory(_ readings: [ProcessState], at now: Instant) {
      let sum = readings.reduce(0) { $0 + $1.memory }
      memory.fileBacked = max(memory.fileBacked, readings.map(\.fileBacked).max() ?? 0)
      if memory.place != .cgroup { judge(sum, readings, at: now) }
      let holders = Self.holders(readings)
      let point = MemorySample(at: now.seconds(since: startedAt), holders: holders)
      course.add(point)
      if sum > memory.peak?.bytes ?? 0 { memory.peak = point }
    }

    // Of processes that were forked from one another, each shows the pages that they share.
    private func judge(_ sum: Double, _ readings: [ProcessState], at now: Instant) {
      var largest: [Int: Double] = [:]
      var least = 0.0
      for reading in readings {
        // Where the kernel does not tell the images apart, nothing is known to be shared.
        guard reading.image != 0 else {
          least += reading.memory
          continue
        }
        largest[reading.image] = max(largest[reading.image] ?? 0, reading.memory)
      }
      least += largest.values.reduce(0, +)
      if sum - least <= Self.muchShared * sum { return record(sum, most: sum) }
      if sum * Self.held <= divided { return record(previous, most: previous) }
      guard now >= nextShares else { return record(least, most: sum) }
      let start = andon_thread_time()
      let shares = table.shares(of: readings.filter { !$0.isZombie }.map(\.pid))
      memory.place = .shares
      divided = sum
      record(shares, most: shares)
      dividing = andon_thread_time() - start
      nextShares = Instant(nanoseconds: andon_monotonic() + 100 * dividing)
    }

    private func record(_ bytes: Double, most: Double) {
      memory.looks += 1
      if bytes > memory.proven {
        memory.isHeld = previous >= Self.held * bytes
        memory.proven = bytes
      } else if previous == memory.proven, bytes >= Self.held * memory.proven {
        memory.isHeld = true
      }
      memory.most = max(memory.most, most)
      previous = bytes
      largest.append(bytes)
      if largest.count > Self.often { largest = largest.sorted(by: >).dropLast() }
    }

    // Work that goes up and down comes near its most again and again.
    private var comesBack: Bool {
      memory.looks >= Self.manyLooks && largest.count == Self.often
        && (largest.min() ?? 0) >= Self.near * memory.proven
    }

    private static func holders(_ readings: [ProcessState]) -> [ProcessMemory] {
      var byName: [[UInt8]: ProcessMemory] = [:]
      for reading in readings where reading.memory > 0 {
        let name = String(decoding: reading.name, as: UTF8.self)
        var holder = byName[reading.name] ?? ProcessMemory(name: name, count: 0, bytes: 0)
        holder.count += 1
        holder.bytes += reading.memory
        byName[reading.name] = holder
      }
      return byName.values.sorted { ($0.bytes, $1.name) > ($1.bytes, $0.name) }
    }
  }
#endif
