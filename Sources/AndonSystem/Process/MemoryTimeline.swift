// The course of a tree's memory in a bounded number of points. Pure.

package import AndonModel

/// Collects points; from 500 on it halves them, and keeps of two the one with more memory.
package struct MemoryTimeline: Sendable {
  /// The most points that it holds.
  package static let most = 500
  // Names beyond these are added up under one.
  private static let maxNames = 8
  private static let others = "others"

  /// The points in the order of time.
  package private(set) var points: [MemorySample] = []
  // Seconds that lie between two points at the least.
  private var spacing = 0.0

  /// Starts without points.
  package init() {}

  /// Adds a point; one that follows the last too soon only raises it.
  package mutating func add(_ point: MemorySample) {
    let point = Self.short(point)
    if let last = points.last, point.at - last.at < spacing {
      if point.bytes > last.bytes { points[points.count - 1] = point }
      return
    }
    points.append(point)
    if points.count > Self.most { halve() }
  }

  private mutating func halve() {
    points = stride(from: 0, to: points.count, by: 2).map { index in
      guard index + 1 < points.count else { return points[index] }
      return points[index].bytes >= points[index + 1].bytes ? points[index] : points[index + 1]
    }
    if let first = points.first, let last = points.last {
      spacing = (last.at - first.at) / Double(points.count - 1)
    }
  }

  private static func short(_ point: MemorySample) -> MemorySample {
    guard point.holders.count > maxNames else { return point }
    let rest = point.holders.dropFirst(maxNames - 1)
    let sum = ProcessMemory(
      name: others, count: rest.reduce(0) { $0 + $1.count },
      bytes: rest.reduce(0) { $0 + $1.bytes })
    return MemorySample(at: point.at, holders: point.holders.prefix(maxNames - 1) + [sum])
  }
}
