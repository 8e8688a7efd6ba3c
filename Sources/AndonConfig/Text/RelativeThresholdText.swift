// How much worse than its baseline a figure has to be, from its text: `> +10%`, `< -10%`,
// `> +10% and > +200ms`. The sign of the difference says which way is worse, so it has to be there.

internal import AndonModel
internal import AndonText

/// Reads excesses.
enum RelativeThresholdText {
  /// Whether a text is an excess, and no limit on a value.
  static func isExcess(_ text: String) -> Bool {
    let rest = text.trimmed.drop { "<>=".contains($0) }.trimmed
    return rest.first == "+" || rest.first == "-"
  }

  /// Reads one bound, or two with `and` between them.
  static func read(_ text: String, unit: MeasureUnit) throws(QuantityText.QuantityError)
    -> RelativeThreshold
  {
    var excess: RelativeThreshold?
    let ends = text.split(separator: " ")
    if ends.first == "and" || ends.last == "and" {
      throw fault("`\(text)` lacks a bound beside `and`", "write two bounds, or one without it")
    }
    for part in parts(text) {
      let (direction, value) = try bound(part, unit)
      if excess == nil {
        excess = RelativeThreshold(part: nil, difference: nil, unit: unit, direction, text: text)
      }
      let isTwice =
        switch value {
        case .part: excess?.part != nil
        case .difference: excess?.difference != nil
        }
      if isTwice || excess?.direction != direction {
        throw fault(
          "`\(text)` bounds one change twice, or in two directions",
          "write a part and a difference, such as \"\(example(direction, unit))\"")
      }
      switch value {
      case .part(let part): excess?.part = part
      case .difference(let difference): excess?.difference = difference
      }
    }
    guard let excess else { throw fault("it names no change", "write, for example, \"> +10%\"") }
    return excess
  }

  private enum Value {
    case part(Double)
    case difference(Double)
  }

  private static func parts(_ text: String) -> [Substring] {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    let groups = words.split { $0 == "and" }
    return groups.compactMap { group in
      guard let first = group.first, let last = group.last else { return nil }
      return text[first.startIndex..<last.endIndex]
    }
  }

  private static func bound(
    _ text: Substring, _ unit: MeasureUnit
  ) throws(QuantityText.QuantityError) -> (Direction, Value) {
    guard let relation = text.first, relation == ">" || relation == "<" else {
      throw fault(
        "`\(text)` is no excess", "write a sign and a change, such as \"> +10%\" or \"< -10%\"")
    }
    let change = text.dropFirst().trimmed
    let direction: Direction = relation == ">" ? .lower : .higher
    guard change.first == (direction == .lower ? "+" : "-") else {
      throw fault(
        "`\(text)` does not say which way is worse",
        "write \"> +10%\" where lower is better, and \"< -10%\" where higher is")
    }
    let size = String(change.dropFirst())
    if size.hasSuffix("%") { return (direction, .part(try part(size, direction))) }
    let difference = try QuantityText.value(size, unit: unit)
    guard difference > 0 else { throw fault("`\(text)` is no change", "write more than 0") }
    return (direction, .difference(difference))
  }

  private static func part(
    _ text: String, _ direction: Direction
  ) throws(QuantityText.QuantityError) -> Double {
    let part = try QuantityText.value(text, unit: .ratio)
    guard part >= 0, direction == .lower || part < 1 else {
      throw fault("`\(text)` is more than all of it", "write less than 100%")
    }
    return part
  }

  private static func example(_ direction: Direction, _ unit: MeasureUnit) -> String {
    let value = QuantityText.example(of: unit == .ratio ? .count : unit)
    return direction == .lower ? "> +10% and > +\(value)" : "< -10% and < -\(value)"
  }

  private static func fault(_ message: String, _ hint: Hint) -> QuantityText.QuantityError {
    QuantityText.QuantityError(message: message, hint: hint)
  }
}
