// The most memory that a tree held at one instant, out of what was seen and what was counted.
// Pure. A counter includes page cache and kernel memory, so it is an upper bound; a sampler may
// have missed more, so it is a lower one; where both agree, or the difference is the page cache
// that was seen, the figure is exact. supervision.md, section 3b.

internal import AndonModel
internal import AndonSystem

/// Weighs what is known of a tree's memory.
struct PeakMemory {
  // Counter and sampler agree within this part, or within what the kernel holds for a few
  // processes: never within both together, or an exact figure could be wrong by more.
  private static let tolerance = 1.05
  private static let kernel = 2e6
  // File-backed memory of a process that was never looked at: the libraries of a large program.
  private static let libraries = 16e6

  let reading: BoundedValue
  let source: MeasureSource

  /// Weighs; `largest` is the largest resident set of one process, in bytes, file-backed included.
  ///
  /// Of an attempt that was cut off, only what was seen counts.
  init(_ seen: TreeSamples, counter: Double?, largest: Double?, isCutOff: Bool) {
    let memory = seen.memory
    // A counter is worth less than no look only when there was no look at all.
    let isSeen = memory.looks > 0
    let isTrusted = memory.looks >= Quantity.trustedSamples && memory.isHeld && seen.missed == 0
    if isCutOff {
      source = Self.source(memory)
      reading =
        isSeen
        ? .atLeast(memory.proven) : .missing(reason: "it ended before it could be looked at")
    } else if let counter {
      source = .cgroup
      let explained = memory.proven + (isTrusted ? memory.cache : 0)
      let agrees =
        isSeen && counter <= max(explained * Self.tolerance, explained + Self.kernel)
      reading =
        agrees
        ? .exact(memory.proven)
        : isSeen && memory.proven <= counter
          ? BoundedValue(least: memory.proven, most: counter) : .atMost(counter)
    } else if !isSeen {
      source = .sampled
      reading = .missing(reason: "it ended before it could be looked at")
    } else if memory.most > memory.proven * Self.tolerance {
      source = .residentSum
      reading = BoundedValue(least: memory.proven, most: memory.most)
    } else {
      source = Self.source(memory)
      // The largest process alone may show that the most was missed.
      let fileBacked = max(memory.fileBacked * Self.tolerance, Self.libraries)
      let unseen = (largest ?? 0) - fileBacked
      reading =
        isTrusted && unseen <= memory.proven
        ? .exact(memory.proven) : .atLeast(max(memory.proven, unseen))
    }
  }

  private static func source(_ memory: MemorySamples) -> MeasureSource {
    switch memory.place {
    case .cgroup: .cgroup
    case .processes: .sampled
    case .shares: .shares
    }
  }
}
