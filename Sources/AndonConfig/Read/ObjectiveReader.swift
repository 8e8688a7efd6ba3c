// One entry of `objectives` into an `Objective`.

internal import AndonModel

/// Reads objectives, one after the other.
struct ObjectiveReader {
  private static let keys = [
    "indicator", "warn", "fail", "given", "severity", "on-fail", "required", "against", "confirm",
  ]

  /// The objectives read so far.
  private(set) var objectives: [Objective] = []
  /// The ids of those that have a fault.
  private(set) var faultyObjectives: Set<String> = []
  /// The faults found so far.
  private(set) var faults: ConfigProblems

  private let file: String
  private let lookup: IndicatorLookup
  private var taken: Set<String>

  /// Continues a list of faults; `taken` are the objectives of `slo`.
  init(file: String, lookup: IndicatorLookup, taken: [Objective], faults: ConfigProblems) {
    self.file = file
    self.lookup = lookup
    self.taken = Set(taken.map(\.id))
    self.faults = faults
  }

  /// Reads one entry.
  mutating func read(_ entry: YAMLNode.Entry) {
    checkID(entry)
    guard
      let fields = Fields(entry.value, "the objective `\(entry.name)`", keys: Self.keys, &faults)
    else {
      faultyObjectives.insert(entry.name)
      return
    }
    fields.require("indicator", &faults)
    let severity: Severity? = fields.choice("severity", &faults)
    let onFail: OnFail? = fields.choice("on-fail", &faults)
    let required = fields.boolean("required", &faults)
    let given = read("given", fields) { text, lookup throws(QuantityText.QuantityError) in
      try lookup.precondition(text)
    }
    let found = read("indicator", fields) { text, lookup throws(QuantityText.QuantityError) in
      try lookup.indicator(text)
    }
    if !fields.has("fail"), !fields.has("warn") {
      faults.add(
        fields.node, "\(fields.what) has neither `fail` nor `warn`",
        hint: "add `fail: \"> \(QuantityText.example(of: found?.unit ?? .seconds))\"`")
    }
    guard let (reference, unit) = found else {
      faultyObjectives.insert(entry.name)
      return
    }
    var objective = Objective(id: entry.name, indicator: reference, fail: nil, warn: nil)
    readLimits(fields, unit, &objective)
    objective.given = given
    objective.severity = severity ?? .high
    objective.onFail = onFail ?? .red
    objective.required = required ?? true
    objective.place = FileLocation(file: file, line: entry.key.line, column: entry.key.column)
    objectives.append(objective)
  }

  // Limits on the value, or on its change against earlier runs.
  private mutating func readLimits(
    _ fields: Fields, _ unit: MeasureUnit?, _ objective: inout Objective
  ) {
    guard fields.has("against") else {
      let comparison = { (text: String, _: IndicatorLookup) throws(QuantityText.QuantityError) in
        if RelativeThresholdText.isExcess(text), text.contains("+") {
          throw QuantityText.QuantityError(
            message: "`\(text)` is a change, and nothing says against what",
            hint: "add `against: { branch: main }`, or write a limit without a sign")
        }
        return try QuantityText.comparison(text, unit: unit ?? QuantityText.unit(of: text))
      }
      objective.fail = read("fail", fields, comparison)
      objective.warn = read("warn", fields, comparison)
      if let key = fields.key("confirm") {
        faults.add(
          key, "`confirm` goes with `against` only",
          hint: "a limit on the value is decided by `repeat: { decide: sequential }`")
      }
      return
    }
    let excess = { (text: String, _: IndicatorLookup) throws(QuantityText.QuantityError) in
      try RelativeThresholdText.read(text, unit: unit ?? QuantityText.unit(of: text))
    }
    guard let terms = BaselineSelectorReader.terms(fields, unit, &faults) else { return }
    objective.relative = terms
    objective.relative?.fail = read("fail", fields, excess)
    objective.relative?.warn = read("warn", fields, excess)
    if let fail = objective.relative?.fail, let warn = objective.relative?.warn,
      fail.direction != warn.direction, let place = fields["warn"]
    {
      faults.add(
        place, "`warn` and `fail` look in two directions",
        hint: "write \"> +…\" in both, or \"< -…\"")
    }
  }

  private mutating func checkID(_ entry: YAMLNode.Entry) {
    let id = entry.name
    let isText = id.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    if !(1...200).contains(id.utf8.count) || !isText {
      faults.add(
        entry.key, "`\(id)` cannot be an objective's id",
        hint: "use 1 to 200 bytes without control characters")
    } else if id == "stage" || id == "run" {
      faults.add(
        entry.key, "`\(id)` is taken by andon's own reports", hint: "choose another id")
    } else if !taken.insert(id).inserted {
      faults.add(
        entry.key, "there are two objectives `\(id)`",
        hint: "a stage's `slo` makes one of that id; choose another, or remove one")
    }
  }

  private mutating func read<Value>(
    _ key: String, _ fields: Fields,
    _ read: (String, IndicatorLookup) throws(QuantityText.QuantityError) -> Value
  ) -> Value? {
    guard let node = fields[key], let text = fields.text(key, &faults) else { return nil }
    do throws(QuantityText.QuantityError) {
      return try read(text, lookup)
    } catch {
      faults.add(node, error)
      return nil
    }
  }
}
