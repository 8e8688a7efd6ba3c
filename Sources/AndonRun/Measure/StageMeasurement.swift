// The figures of a stage from those of its attempts. Design, section 3, row "repeat".

package import AndonModel

/// Puts the figures of attempts together.
package enum StageMeasurement {
  /// The figures that are judged: those of the last attempt, or of a series together.
  ///
  /// Of a series that was cut off (by the budget, a signal, andon's own end) the number of attempts
  /// is a lower bound, as is all that has been cut off. `samples` of a stage's figure counts the
  /// attempts that were judged.
  package static func measurements(
    of attempts: [AttemptRecord], _ policy: AttemptPolicy, isCutOff: Bool
  ) -> Measurements {
    guard let first = attempts.first else { return Measurements() }
    let (judged, statistic) = judged(attempts, policy)
    let confirming = attempts.filter { $0.role == .confirmation }
    var all = Measurements()
    for row in judged.first?.indicators.rows ?? [] {
      let worst = CollectedIndicator.worst(row.name)
      let readings = (worst == nil ? judged : judged + confirming).map { attempt in
        attempt.indicators[row.name]?.reading ?? .missing(reason: "not measured")
      }
      let reading = (worst ?? statistic).reading(of: readings)
      all[row.name] = Quantity(
        reading, unit: row.quantity.unit, source: row.quantity.source,
        samples: reading.value == nil ? 0 : judged.count)
    }
    // Of the stage as a whole: how long it waited to begin, and how often it began.
    if let queued = first.indicators[.builtIn(.queued)] { all[.builtIn(.queued)] = queued }
    all[.builtIn(.attempts)] = Quantity(
      isCutOff ? .atLeast(Double(attempts.count)) : .exact(Double(attempts.count)), unit: .count,
      source: .counted, samples: judged.count)
    return all
  }

  /// How many of a reproducible stage's outputs are the same in all runs; nil for any other stage.
  package static func identicalOutputs(
    _ wanted: Reproducible?, _ reproduction: ReproducibilityResult?
  ) -> Quantity? {
    wanted.map { _ in
      Quantity(
        reproduction?.share ?? .missing(reason: "its outputs were not compared"), unit: .ratio,
        source: .compared, samples: reproduction?.runs ?? 0)
    }
  }

  private static func judged(
    _ attempts: [AttemptRecord], _ policy: AttemptPolicy
  ) -> ([AttemptRecord], Statistic) {
    switch policy {
    case .once:
      // What confirms another answer is not a part of this one.
      (attempts.comparable.isEmpty ? attempts.suffix(1) : attempts.comparable, .median)
    case .series(let repetition): (attempts.filter { $0.role == .measured }, repetition.use)
    }
  }
}
