// A promise about one indicator, and what excuses a broken one for a while.

/// A promise about one indicator.
///
/// At least one of `fail` and `warn` is there; for one about change they are in `relative`.
package struct Objective: Equatable, Sendable {
  /// Its name, unique in the pipeline.
  package var id: String
  /// What it looks at.
  package var indicator: IndicatorReference
  /// The condition under which it fails.
  package var fail: Comparison?
  /// The condition under which it warns.
  package var warn: Comparison?
  /// What must hold for the figure to mean something.
  package var given: Precondition?
  /// How much it matters.
  package var severity: Severity
  /// The colour of its failure.
  package var onFail: OnFail
  /// Whether its failure or its unknown colours the verdict fully.
  package var required: Bool
  /// What excuses its failure for a while.
  package var waiver: Waiver?
  /// What it is judged by when it is about change; nil for one about values.
  package var relative: RelativeTerms?
  /// The series whose runs decide it one by one; nil where all attempts are judged together.
  package var sequence: Repetition?
  /// The robust standard deviation of ln of earlier runs' values, for a series that is decided run
  /// by run; nil where no history knows it.
  package var noise: Double?
  /// Where it stands; nil when it does not come from a file.
  package var place: FileLocation?

  /// An objective with the defaults of the design.
  package init(id: String, indicator: IndicatorReference, fail: Comparison?, warn: Comparison?) {
    self.id = id
    self.indicator = indicator
    self.fail = fail
    self.warn = warn
    given = nil
    severity = .high
    onFail = .red
    required = true
    waiver = nil
    relative = nil
    sequence = nil
    noise = nil
    place = nil
  }

  /// Everything that it looks at.
  package var indicators: [IndicatorReference] {
    var all = [indicator]
    if let given {
      all.append(given.indicator)
      if case .indicator(let other) = given.right { all.append(other) }
    }
    return all
  }

  /// The unit of its limits, and so of its indicator; nil for whatever it is measured in.
  package var unit: MeasureUnit? { relative.map(\.unit) ?? (fail ?? warn)?.unit }

  /// The condition of failure as it was written.
  package var failText: String? { relative.map { $0.fail?.text } ?? fail?.text }

  /// The condition of a warning as it was written.
  package var warnText: String? { relative.map { $0.warn?.text } ?? warn?.text }

  /// The same objective with secrets hidden in the texts of its waiver.
  package func masked(_ mask: (String) -> String) -> Objective {
    guard let waiver else { return self }
    var masked = self
    masked.waiver?.owner = mask(waiver.owner)
    masked.waiver?.reason = mask(waiver.reason)
    return masked
  }
}

/// A comparison of an indicator with a value or with another indicator.
package struct Precondition: Equatable, Sendable {
  /// What an indicator is compared with.
  package enum Right: Equatable, Sendable {
    /// A value in the unit's base; nil for a unit that is not known.
    case value(Double, MeasureUnit?)
    case indicator(IndicatorReference)
  }

  /// The indicator on the left.
  package var indicator: IndicatorReference
  /// The relation that must hold.
  package var relation: Comparison.Relation
  /// What stands on the right.
  package var right: Right
  /// The comparison as it was written, such as `rdf.triples >= 1000`.
  package var text: String

  /// Joins the parts of a comparison that has been read.
  package init(
    _ indicator: IndicatorReference, _ relation: Comparison.Relation, _ right: Right, text: String
  ) {
    self.indicator = indicator
    self.relation = relation
    self.right = right
    self.text = text
  }
}

/// Excuses a broken promise up to a day and a value.
package struct Waiver: Equatable, Sendable {
  /// The last day on which it holds, in UTC: `2027-01-31`.
  package var until: CalendarDay
  /// Beyond this value it has no effect; in the unit's base.
  package var notAbove: Double?
  /// That value as it was written.
  package var notAboveText: String?
  /// Who answers for it.
  package var owner: String
  /// Why it was given.
  package var reason: String
  /// Where it stands.
  package var place: FileLocation?

  /// A waiver without a bound.
  package init(until: CalendarDay, owner: String, reason: String) {
    self.until = until
    self.owner = owner
    self.reason = reason
    notAbove = nil
    notAboveText = nil
    place = nil
  }
}
