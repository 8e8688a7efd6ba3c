// The figures of a stage from those of its attempts.

internal import AndonModel

/// Puts the figures of attempts together.
enum StageMeasurement {
  /// The figures that are judged: with one attempt, that attempt's.
  static func measurements(of attempts: [AttemptRecord]) -> Measurements {
    attempts.last?.indicators ?? Measurements()
  }
}
