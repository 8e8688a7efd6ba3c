// Which unknowns a red stage explains, and which cause explains a row. Consumers that read only
// fails must not see them twice, and must see all others.

internal import AndonModel

/// Looks up what explains a row.
struct Explanations {
  private let red: Set<StageID>
  private let ofObjectives: [String: Cause]
  private let ofStages: [StageID: Cause]

  /// Collects the stages that are red by themselves.
  init(_ record: RunRecord) {
    red = Set(record.stages.filter { $0.required && $0.state.isBroken }.map(\.id))
    let rows = record.causes.flatMap { cause in cause.objectives.map { ($0, cause) } }
    ofObjectives = Dictionary(rows) { first, _ in first }
    let stages = record.causes.compactMap { cause in cause.stage.map { ($0, cause) } }
    ofStages = Dictionary(stages) { first, _ in first }
  }

  /// Why a limit was broken, or is close to be; nil where nothing speaks for a cause.
  func cause(of row: ObjectiveRecord) -> Cause? {
    row.judgment == .fail || row.judgment == .warn ? ofObjectives[row.id] : nil
  }

  /// Why a stage came to no good end, or was slow; nil where nothing speaks for a cause.
  func cause(of stage: StageRecord) -> Cause? {
    stage.state.isBroken || stage.state == .lost || stage.softCrossed ? ofStages[stage.id] : nil
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
