// The figures of a stage from those of its attempts.

internal import AndonModel

/// Puts the figures of attempts together.
enum StageMeasurement {
  /// The figures that are judged: with one attempt, that attempt's.
  ///
  /// `samples` of a stage's figure counts the attempts that were judged.
  static func measurements(of attempts: [AttemptRecord]) -> Measurements {
    var all = Measurements()
    for (name, quantity) in attempts.last?.indicators.rows ?? [] {
      var judged = quantity
      judged.samples = quantity.reading.value == nil ? 0 : 1
      all[name] = judged
    }
    return all
  }
}
