// Which of the figures that a history holds make a baseline. Pure.
// statistics.md, section 2: the last ones since the newest change of level, of this kind of machine
// only.

package import AndonModel
internal import RealModule

/// Chooses baselines.
package enum BaselineChoice {
  /// The figures that a history is asked for: enough to see where the level changed.
  package static let figures = 100

  /// How much runs differ by chance: the robust standard deviation of ln of their medians; nil for
  /// too few runs of this machine, or none that are all above 0.
  package static func noise(_ figures: [PastValue], on fingerprint: String) -> Double? {
    let own = figures.filter { $0.fingerprint == fingerprint && !$0.run.values.isEmpty }
    let medians = own.map { SampleStatistics.median($0.run.values) }
    guard medians.count >= RelativeMethod.minJobs, medians.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    return SampleStatistics.neighbourDeviation(medians.map { .log($0) })
  }

  /// Fewer runs make no baseline.
  package static let least = RelativeMethod.minJobs

  /// The baseline out of figures of one machine, the oldest first; at most so many runs.
  ///
  /// `foreign` is how many figures there are of other machines.
  package static func choose(
    _ figures: [PastValue], runs: Int, foreign: Int = 0
  ) -> Baseline {
    let measured = figures.filter { !$0.run.values.isEmpty }
    // Another unit begins a new series.
    let own = measured.filter { $0.run.unit == measured.last?.run.unit }
    if own.count < least, own.count + foreign >= least { return .foreign(foreign) }
    let medians = own.map { SampleStatistics.median($0.run.values) }
    let level = own[(ChangePoints.of(medians).last ?? 0)...]
    return .runs(level.suffix(runs).map(\.run))
  }
}
