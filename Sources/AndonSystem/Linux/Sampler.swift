// When to look at a tree's memory, and what was seen so far.
// Dense at the start, since most stages are short; then at a pace that costs at most 1 % of a
// processor: the pause is 100 times the processor time that the last look took.

#if os(Linux)
  internal import CAndonSystem

  /// Looks at one process tree at intervals.
  struct Sampler {
    private static let firstPause: Int64 = 1_000_000
    private static let longestPause: Int64 = 20_000_000

    /// What was seen.
    private(set) var samples = TreeSamples(peak: 0, count: 0)
    /// When to look again; nil before the start.
    private(set) var due: Instant?

    private var root: Int32 = 0
    private var pause = Self.firstPause

    /// Begins to look at the descendants of a process.
    mutating func begin(root: Int32, at now: Instant) {
      self.root = root
      due = Instant(nanoseconds: now.nanoseconds + Self.firstPause)
    }

    /// Looks once.
    ///
    /// `share` trees are looked at by turns and have the one hundredth part together.
    mutating func look(_ tree: inout ProcessTree, share: Int) {
      let start = andon_thread_time()
      let readings = tree.descendants(of: root).compactMap {
        tree.memory(of: $0.pid, parent: $0.parent)
      }
      let cost = andon_thread_time() - start
      // A look that found nobody between two of a tree's processes has seen nothing.
      if !readings.isEmpty {
        samples.count += 1
        samples.peak = max(samples.peak, readings.reduce(0, +))
      }
      pause = max(min(pause * 2, Self.longestPause), 100 * cost * Int64(share))
      due = Instant(nanoseconds: andon_monotonic() + pause)
    }
  }
#endif
