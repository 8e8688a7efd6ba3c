// One judged objective: a row of the report.

/// Why an objective is no more, and no less, than a warning.
package enum DowngradeReason: String, CaseIterable, Sendable {
  /// The stage passed only after a retry.
  case flaky
  /// The stage was started again at its soft deadline.
  case rerun = "rung"
  /// There are not yet enough runs to be held against.
  case insufficientBaseline = "insufficient-baseline"
  /// Among several failures of one verdict it is not sure enough.
  case multipleComparisons = "multiple-comparisons"
}

/// A waiver of a row, and whether it excuses this failure.
package struct WaiverRecord: Equatable, Sendable {
  /// The last day on which it holds, in UTC.
  package var until: String
  /// Beyond this value it has no effect, as written.
  package var notAbove: String?
  /// Who answers for it.
  package var owner: String
  /// Why it was given.
  package var reason: String
  /// Whether it excuses the failure of this run.
  package var applied: Bool

  /// Joins what a file states about a waiver.
  package init(until: String, notAbove: String?, owner: String, reason: String, applied: Bool) {
    self.until = until
    self.notAbove = notAbove
    self.owner = owner
    self.reason = reason
    self.applied = applied
  }

  /// A waiver of the pipeline file.
  package init(of waiver: Waiver, applied: Bool) {
    until = waiver.until.description
    notAbove = waiver.notAboveText
    owner = waiver.owner
    reason = waiver.reason
    self.applied = applied
  }
}

/// What became of one objective.
package struct ObjectiveRecord: Equatable, Sendable {
  /// Its name.
  package var id: String
  /// What it looked at.
  package var indicator: IndicatorReference
  /// Whether its failure or unknown colours the verdict fully.
  package var required: Bool
  /// How much it matters.
  package var severity: Severity
  /// The colour of its failure.
  package var onFail: OnFail
  /// The answer.
  package var judgment: Judgment
  /// What it contributes to the verdict.
  package var colour: VerdictColor
  /// The condition of failure as written.
  package var fail: String?
  /// The condition of a warning as written.
  package var warn: String?
  /// What must hold for the figure to mean something, as written.
  package var given: String?
  /// Why it is a warning although its limits say otherwise.
  package var downgrade: DowngradeReason?
  /// The judged value.
  package var measured: BoundedValue
  /// The unit of the value.
  package var unit: MeasureUnit
  /// Value through limit; nil without a value or with a limit of 0.
  package var ratio: Double?
  /// The stages that kept it from being judged.
  package var blockedBy: [StageID]
  /// The one stage that all of it goes back to.
  package var root: StageID?
  /// What excuses its failure for a while.
  @Boxed package var waiver: WaiverRecord?
  /// How it was decided, when it is about change.
  @Boxed package var comparison: ComparisonRecord?
  /// What a history knew of chance when a series was decided run by run.
  package var noise: Double?
  /// Where it stands.
  package var place: FileLocation?

  /// A row for an objective of which only the unit is known yet.
  package init(
    of objective: Objective, judgment: Judgment, colour: VerdictColor, measured: BoundedValue,
    unit: MeasureUnit
  ) {
    id = objective.id
    indicator = objective.indicator
    required = objective.required
    severity = objective.severity
    onFail = objective.onFail
    fail = objective.failText
    warn = objective.warnText
    given = objective.given?.text
    place = objective.place
    noise = objective.noise
    downgrade = nil
    comparison = nil
    waiver = nil
    self.judgment = judgment
    self.colour = colour
    self.measured = measured
    self.unit = unit
    ratio = nil
    blockedBy = []
    root = nil
  }

  /// Joins what a file states about a row.
  package init(
    id: String, indicator: IndicatorReference, required: Bool, severity: Severity,
    onFail: OnFail, judgment: Judgment, colour: VerdictColor, measured: BoundedValue,
    unit: MeasureUnit
  ) {
    self.id = id
    self.indicator = indicator
    self.required = required
    self.severity = severity
    self.onFail = onFail
    self.judgment = judgment
    self.colour = colour
    self.measured = measured
    self.unit = unit
    fail = nil
    warn = nil
    given = nil
    downgrade = nil
    comparison = nil
    noise = nil
    waiver = nil
    ratio = nil
    blockedBy = []
    root = nil
    place = nil
  }

  /// Whether a waiver excuses its failure.
  package var isWaived: Bool { waiver?.applied == true }
}
