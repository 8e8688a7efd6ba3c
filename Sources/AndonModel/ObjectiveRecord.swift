// One judged objective: a row of the report.

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
  package var colour: Colour
  /// The condition of failure as written.
  package var fail: String?
  /// The condition of a warning as written.
  package var warn: String?
  /// The judged value.
  package var measured: Reading
  /// The unit of the value.
  package var unit: MeasureUnit
  /// Value through limit; nil without a value or with a limit of 0.
  package var ratio: Double?
  /// The stages that kept it from being judged.
  package var blockedBy: [StageID]
  /// The one stage that all of it goes back to.
  package var root: StageID?
  /// Where it stands.
  package var place: SourcePlace?

  /// A row for an objective of which only the unit is known yet.
  package init(
    of objective: Objective, judgment: Judgment, colour: Colour, measured: Reading,
    unit: MeasureUnit
  ) {
    id = objective.id
    indicator = objective.indicator
    required = objective.required
    severity = objective.severity
    onFail = objective.onFail
    fail = objective.fail?.text
    warn = objective.warn?.text
    place = objective.place
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
    onFail: OnFail, judgment: Judgment, colour: Colour, measured: Reading, unit: MeasureUnit
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
    ratio = nil
    blockedBy = []
    root = nil
    place = nil
  }
}
