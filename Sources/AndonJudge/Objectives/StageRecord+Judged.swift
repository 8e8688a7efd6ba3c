// A stage's figures as they are judged. Design, section 3, row "failed stage".

internal import AndonModel

extension StageRecord {
  /// Whether the figure cannot pass: a resource of a stage that did not come to a good end.
  func cannotPass(_ name: IndicatorName) -> Bool { state != .succeeded && name.isResource }

  /// A figure in the unit of its limits; one that was measured in another unit is missing.
  func figure(_ name: IndicatorName, in unit: MeasureUnit?) -> Quantity? {
    guard let unit, var quantity = indicators[name], quantity.reading.value != nil,
      !quantity.unit.isComparable(with: unit)
    else { return indicators[name] }
    quantity.reading = .missing(
      reason: unit == .count && quantity.unit.series == .perSecond
        ? "it was not stated for each second, and its limit has no unit: write one, such as 1000/s"
        : "it was measured in \(quantity.unit.rawValue)")
    quantity.unit = unit
    return quantity
  }
}

extension Quantity {
  /// The figure as far as it proves anything, of what `cannotPass`: at least that was used.
  func proven(cannotPass: Bool) -> Quantity {
    var quantity = self
    if cannotPass { quantity.reading = reading.cutOff }
    return quantity
  }
}
