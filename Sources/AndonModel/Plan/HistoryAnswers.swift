// The part of a plan that earlier runs fill in.

/// Answers of a history about a pipeline.
package struct HistoryAnswers: Equatable, Sendable {
  /// The baseline of each objective that is relative, by its id.
  package var baselines: [String: Baseline] = [:]
  /// The relative noise of each series that is decided run by run, by its objective's id; missing
  /// where the history is too short.
  package var noise: [String: Double] = [:]
  /// Log patterns that logs of green runs match as well, by stage.
  package var knownRules: [StageID: [String]] = [:]
  /// Predictions of earlier runs that no run has checked yet.
  package var predictions: [Prediction] = []
  /// The values of the newest runs, in the unit of their limit, by the objective's id.
  package var used: [String: [Double]] = [:]
  /// How many runs of the pipeline there are per day, on average; nil without a history.
  package var runsPerDay: Double?

  /// The answers where there is no history.
  package init() {}

  /// An objective with its baseline and noise.
  package func filled(_ objective: Objective) -> Objective {
    var filled = objective
    if let baseline = baselines[objective.id] { filled.relative?.baseline = baseline }
    if let noise = noise[objective.id] { filled.noise = noise }
    return filled
  }
}
