// Which unknowns a red stage explains. Consumers that read only fails must not see them twice, and
// must see all others.

internal import AndonModel

/// Looks up what explains a row.
struct Explanations {
  private let red: Set<StageID>

  /// Collects the stages that are red by themselves.
  init(_ record: RunRecord) {
    red = Set(record.stages.filter { $0.required && $0.state.isBroken }.map(\.id))
  }

  /// True when a red stage is why the objective is unknown.
  func explain(_ row: ObjectiveRecord) -> Bool {
    switch row.judgment.reason {
    case .blocked: row.root.map(red.contains) ?? false
    case .stageFailed, .censored, .budget: red.contains(row.indicator.stage)
    case .notMeasured, .tooFewSamples, .precondition, .tainted, .cancelled, .notSelected, .lost,
      .none:
      false
    }
  }

  /// True when a red stage is why the stage was skipped.
  func explain(_ stage: StageRecord) -> Bool {
    stage.state == .skipped && (stage.root.map(red.contains) ?? false)
  }
}
