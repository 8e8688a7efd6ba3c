// How much worse than its baseline a value has to be.

/// How much worse than its baseline a figure has to be: `> +10%`, `> +10% and > +200ms`.
///
/// At least one of the two bounds is there; with both, both have to be exceeded.
package struct RelativeThreshold: Equatable, Sendable {
  /// The part of the baseline: 0.1 for 10 %.
  package var part: Double?
  /// The difference in the unit's base.
  package var difference: Double?
  /// The unit of the difference; nil where it is not known.
  package var unit: MeasureUnit?
  /// Which way is better.
  package var direction: Direction
  /// The excess as it was written.
  package var text: String

  /// Joins the parts of an excess that has been read.
  package init(
    part: Double?, difference: Double?, unit: MeasureUnit? = nil, _ direction: Direction,
    text: String
  ) {
    self.part = part
    self.difference = difference
    self.unit = unit
    self.direction = direction
    self.text = text
  }

  /// The part of a baseline of that value by which a figure may be worse.
  package func margin(of base: Double) -> Double {
    max(part ?? 0, difference.map { $0 / base } ?? 0)
  }
}
