// Several matches of one metric into one value.

internal import AndonModel

/// What the matches of a metric add up to.
struct MetricFold {
  // The match of each kind; nil inside for a match without a number.
  private var first: Double??
  private var last: Double??
  private var least = Double.infinity
  private var greatest = -Double.infinity
  private var sum = 0.0
  private var hasOther = false
  private var hasNegative = false

  /// Takes one match: its number, or nil when it held none.
  mutating func add(_ number: Double?) {
    if first == nil { first = .some(number) }
    last = .some(number)
    guard let number else {
      hasOther = true
      return
    }
    least = min(least, number)
    greatest = max(greatest, number)
    sum += number
    if number < 0 { hasNegative = true }
  }

  /// Whether there was any match.
  var hasAny: Bool { first != nil }

  /// The metric's value in its base unit; `scale` brings a number there.
  ///
  /// Of an attempt that was cut off only a bound is known, and of its last match nothing.
  func reading(_ choice: MetricExtractor.Choice, scale: Double, isCutOff: Bool) -> BoundedValue {
    guard let first, let last else { return .missing(reason: "no line matched") }
    let noNumber = BoundedValue.missing(reason: "the match held no number")
    let scaled = { (value: Double) in UnitScale.scaled(value, by: scale) }
    let cutOff = BoundedValue.missing(reason: "the output was cut off")
    switch choice {
    case .first: return first.map { .exact(scaled($0)) } ?? noNumber
    case .last: return isCutOff ? cutOff : last.map { .exact(scaled($0)) } ?? noNumber
    case .min, .max, .sum: if hasOther { return noNumber }
    }
    switch choice {
    case .min: return isCutOff ? .atMost(scaled(least)) : .exact(scaled(least))
    case .max: return isCutOff ? .atLeast(scaled(greatest)) : .exact(scaled(greatest))
    case .first, .last, .sum:
      if isCutOff { return hasNegative ? cutOff : .atLeast(scaled(sum)) }
      return .exact(scaled(sum))
    }
  }
}
