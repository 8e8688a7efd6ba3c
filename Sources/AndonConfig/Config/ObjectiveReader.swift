// One entry of `objectives` into an `Objective`.

internal import AndonModel

/// Reads objectives, one after the other.
struct ObjectiveReader {
  private static let keys = ["indicator", "warn", "fail", "severity", "on-fail", "required"]

  /// The objectives read so far.
  private(set) var objectives: [Objective] = []
  /// The faults found so far.
  private(set) var faults: ConfigFaults

  private let file: String
  private let stages: [String: Stage]
  private let stageNames: [String]
  private var taken: Set<String>

  /// Continues a list of faults; `taken` are the objectives of `slo`.
  init(file: String, stages: [Stage], taken: [Objective], faults: ConfigFaults) {
    self.file = file
    self.stages = Dictionary(stages.map { ($0.id.text, $0) }) { first, _ in first }
    stageNames = stages.map(\.id.text)
    self.taken = Set(taken.map(\.id))
    self.faults = faults
  }

  /// Reads one entry.
  mutating func read(_ entry: YAMLNode.Entry) {
    checkID(entry)
    guard
      let fields = Fields(entry.value, "the objective `\(entry.name)`", keys: Self.keys, &faults)
    else { return }
    fields.require("indicator", &faults)
    let severity: Severity? = fields.choice("severity", &faults)
    let onFail: OnFail? = fields.choice("on-fail", &faults)
    let required = fields.boolean("required", &faults)
    guard let (reference, unit) = indicator(fields) else { return }
    let fail = comparison("fail", unit, fields)
    let warn = comparison("warn", unit, fields)
    if fields.key("fail") == nil, fields.key("warn") == nil {
      faults.add(
        fields.node, "\(fields.what) has neither `fail` nor `warn`",
        hint: "add `fail: \"> \(QuantityText.example(of: unit))\"`")
    }
    var objective = Objective(id: entry.name, indicator: reference, fail: fail, warn: warn)
    objective.severity = severity ?? .high
    objective.onFail = onFail ?? .red
    objective.required = required ?? true
    objective.place = SourcePlace(file: file, line: entry.key.line, column: entry.key.column)
    objectives.append(objective)
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
        hint: "the other one comes from the stage's `slo`; rename this one")
    }
  }

  private mutating func indicator(
    _ fields: Fields
  ) -> (reference: IndicatorReference, unit: MeasureUnit)? {
    guard let node = fields["indicator"], let text = fields.text("indicator", &faults) else {
      return nil
    }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      faults.add(
        node, "`\(text)` is not STAGE.INDICATOR", hint: "write, for example, build.wall")
      return nil
    }
    guard let stage = stages[String(parts[0])] else {
      faults.add(
        node, "there is no stage `\(parts[0])`",
        hint: Spelling.hint(for: String(parts[0]), among: stageNames))
      return nil
    }
    let name = IndicatorName(String(parts[1]))
    guard let unit = stage.unit(of: name) else {
      let known = BuiltInIndicator.allCases.map(\.rawValue) + stage.metrics.map(\.name)
      faults.add(
        node, "the stage `\(stage.id)` has no indicator `\(name)`",
        hint: Spelling.hint(for: String(parts[1]), among: known))
      return nil
    }
    return (IndicatorReference(stage: stage.id, name: name), unit)
  }

  private mutating func comparison(
    _ key: String, _ unit: MeasureUnit, _ fields: Fields
  ) -> Comparison? {
    guard let node = fields[key], let text = fields.text(key, &faults) else { return nil }
    do throws(QuantityText.Fault) {
      return try QuantityText.comparison(text, unit: unit)
    } catch {
      faults.add(node, error.message, hint: error.hint)
      return nil
    }
  }
}
