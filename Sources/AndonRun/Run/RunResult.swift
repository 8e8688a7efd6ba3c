// What carrying out a plan leaves behind, in values.

package import AndonModel

/// Everything that was seen while a plan was carried out.
package struct RunResult: Sendable {
  /// What became of each stage, in the order of the plan.
  package var stages: [StageRecord]
  /// The last lines of output of each broken stage, made safe.
  package var tails: [StageID: [String]]
  /// Metrics whose pattern ran into its limit.
  package var exhaustedPatterns: [IndicatorReference]
  /// Logs that could not be written whole, with the reason.
  package var logFaults: [(log: String, reason: String)]
  /// The Unix signal that ended the run early.
  package var interruption: UnixSignal?
  /// How long it took, in seconds.
  package var seconds: Double
}
