// The difference between the clocks.

/// How far other clocks have moved against the monotonic one since a machine was started.
package struct ClockDrift: Equatable, Sendable {
  /// Seconds that the machine was asleep.
  package var asleep: Double
  /// Seconds that the calendar's clock was set forward (negative: back), beside the sleep.
  package var set: Double

  /// No drift.
  package static let none = ClockDrift(asleep: 0, set: 0)

  /// Joins both.
  package init(asleep: Double, set: Double) {
    self.asleep = asleep
    self.set = set
  }
}
