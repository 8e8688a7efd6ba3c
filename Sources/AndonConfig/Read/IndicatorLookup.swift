// Which indicator a text means, and what it is compared with.

internal import AndonModel
internal import AndonText

/// Looks up indicators of the stages that were read.
struct IndicatorLookup {
  private let stages: [String: Stage]
  private let names: [String]

  /// Takes the stages of a pipeline.
  init(_ stages: [Stage]) {
    self.stages = Dictionary(stages.map { ($0.id.text, $0) }) { first, _ in first }
    names = stages.map(\.id.text)
  }

  /// The indicator that `STAGE.NAME` means, and its unit; nil where only its limit tells it.
  func indicator(
    _ text: String
  ) throws(QuantityText.QuantityError) -> (reference: IndicatorReference, unit: MeasureUnit?) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw QuantityText.QuantityError(
        message: "`\(text)` is not STAGE.INDICATOR", hint: "write, for example, build.wall")
    }
    guard let stage = stages[String(parts[0])] else {
      throw QuantityText.QuantityError(
        message: "there is no stage `\(parts[0])`",
        hint: .nearest(to: String(parts[0]), among: names))
    }
    let name = IndicatorName(String(parts[1]))
    let unit = stage.unit(of: name)
    guard unit != nil || stage.mayHave(name) else {
      throw QuantityText.QuantityError(
        message: "the stage `\(stage.id)` has no indicator `\(name)`",
        hint: Self.hint(for: name, of: stage),
        offset: parts[0].unicodeScalars.count + 1)
    }
    return (IndicatorReference(stage: stage.id, name: name), unit)
  }

  /// What would give a stage an indicator that it does not have.
  static func hint(for name: IndicatorName, of stage: Stage) -> Hint {
    switch name {
    case .builtIn(.outputSize): "name the files with `outputs`"
    case .builtIn(.identicalOutputs): "say with `reproducible` how often the stage runs"
    case .builtIn, .metric: .nearest(to: name.description, among: stage.indicators)
    }
  }

  /// Reads `STAGE.NAME OP VALUE`, with another indicator where the value may stand.
  func precondition(_ text: String) throws(QuantityText.QuantityError) -> Precondition {
    if let start = text.firstIndex(where: QuantityText.beginsSign),
      let (sign, meant) = QuantityText.foreignSign(at: text[start...])
    {
      throw QuantityText.QuantityError(
        message: "`\(sign)` is not a sign of comparison",
        hint: "write \"\(text.replacing(sign, with: meant))\"",
        offset: text[..<start].unicodeScalars.count)
    }
    guard let sign = text.firstIndex(where: { "<>=!".contains($0) }),
      let relation = QuantityText.relation(at: text[sign...])
    else {
      throw QuantityText.QuantityError(
        message: "`\(text)` is not a comparison",
        hint: "write an indicator, a sign and a value, such as \"load.triples >= 1000\"")
    }
    let left = text[..<sign].trimmed
    let right = text[sign...].dropFirst(relation.rawValue.count).trimmed
    let (indicator, unit) = try at(left, in: text) { part throws(QuantityText.QuantityError) in
      try self.indicator(part)
    }
    let value = try at(right, in: text) { part throws(QuantityText.QuantityError) in
      try self.right(part, unit: unit)
    }
    return Precondition(indicator, relation, value, text: text)
  }

  private func right(
    _ text: String, unit: MeasureUnit?
  ) throws(QuantityText.QuantityError) -> Precondition.Right {
    let fault: QuantityText.QuantityError
    do throws(QuantityText.QuantityError) {
      let unit = unit ?? QuantityText.unit(of: text)
      return .value(try QuantityText.value(text, unit: unit), unit)
    } catch {
      fault = error
    }
    // A name of a stage before a dot: another indicator is meant.
    guard let dot = text.firstIndex(of: "."), stages[String(text[..<dot])] != nil else {
      throw fault
    }
    let (other, otherUnit) = try indicator(text)
    if otherUnit == nil || unit == nil || otherUnit == unit { return .indicator(other) }
    throw QuantityText.QuantityError(
      message: "`\(text)` is measured in another unit",
      hint: "compare seconds with seconds, bytes with bytes")
  }

  // Reads a part of a text, with faults at their places in the whole.
  private func at<Value>(
    _ part: Substring, in text: String, _ read: (String) throws(QuantityText.QuantityError) -> Value
  ) throws(QuantityText.QuantityError) -> Value {
    do throws(QuantityText.QuantityError) {
      return try read(String(part))
    } catch {
      let offset = text.unicodeScalars.distance(from: text.startIndex, to: part.startIndex)
      throw error.moved(by: offset)
    }
  }
}
