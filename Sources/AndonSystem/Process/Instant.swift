// Time that does not jump.

/// A reading of the monotonic clock.
package struct Instant: Hashable, Comparable, Sendable {
  /// Nanoseconds since an arbitrary start.
  package let nanoseconds: Int64

  /// Takes nanoseconds since the clock's start.
  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Orders by time.
  package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The instant that many seconds later; times beyond three centuries are cut.
  package func advanced(bySeconds seconds: Double) -> Instant {
    let step = Int64((min(seconds, 9e9) * 1e9).rounded())
    let (sum, overflow) = nanoseconds.addingReportingOverflow(step)
    return Instant(nanoseconds: overflow ? .max : sum)
  }

  /// Seconds from an earlier instant to this one.
  package func seconds(since earlier: Instant) -> Double {
    Double(nanoseconds - earlier.nanoseconds) / 1e9
  }
}
