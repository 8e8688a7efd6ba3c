// One entry of `stages` into a `Stage` and the objectives of its `slo`.

internal import AndonModel
internal import AndonText

/// Reads stages, one after the other.
struct StageReader {
  /// The keys of `timeout`, each where it was written.
  struct Limits {
    var soft: Double?
    var hard: Double?
    var grace: Double?

    /// Built-in values of the design, section 3.
    static let hard = 120.0
    static let grace = 10.0

    /// Nothing written.
    init() {}

    /// Reads `defaults`.
    init(defaults node: YAMLNode?, _ faults: inout ConfigFaults) {
      self.init()
      guard let node, let fields = Fields(node, "`defaults`", keys: ["timeout"], &faults) else {
        return
      }
      read(fields, &faults)
    }

    /// Takes over the keys that a `timeout` gives.
    mutating func read(_ fields: Fields, _ faults: inout ConfigFaults) {
      guard let node = fields["timeout"] else { return }
      if case .scalar(let text, _) = node.content {
        faults.add(
          node, "`timeout: \(text)` does not say which one",
          hint: "write `timeout: { soft: …, hard: … }`")
        return
      }
      guard let given = Fields(node, "`timeout`", keys: ["soft", "hard", "grace"], &faults) else {
        return
      }
      soft = given.seconds("soft", &faults) ?? soft
      hard = given.seconds("hard", &faults) ?? hard
      grace = given.seconds("grace", zero: true, &faults) ?? grace
    }

    /// The limits with every value filled in.
    var deadlines: Deadlines {
      let hard = hard ?? Self.hard
      return Deadlines(soft: soft ?? hard / 4, hard: hard, grace: grace ?? Self.grace)
    }
  }

  private static let keys = [
    "run", "needs", "always", "required", "env", "dir", "shell", "prepare", "locks", "timeout",
    "metrics", "slo",
  ]
  // Indicators that andon will measure of every stage; a metric must not take their names.
  private static let reservedMetrics: Set = [
    "lock-wait", "cpu-wait", "io-wait", "processes", "output-size", "identical-outputs",
  ]

  /// The stages read so far.
  private(set) var stages: [Stage] = []
  /// The objectives of their `slo`.
  private(set) var objectives: [Objective] = []
  /// The names that each stage needs, with their places.
  private(set) var needs: [[(text: String, node: YAMLNode)]] = []
  /// The faults found so far.
  private(set) var faults: ConfigFaults

  private let file: String
  private let defaults: Limits

  /// Continues a list of faults.
  init(file: String, defaults: Limits, faults: ConfigFaults) {
    self.file = file
    self.defaults = defaults
    self.faults = faults
  }

  /// Reads one entry.
  mutating func read(_ entry: YAMLNode.Entry) {
    let name = entry.name
    if !Self.isName(name) {
      faults.add(
        entry.key, "`\(name)` cannot be a stage's name",
        hint: "use 1 to 100 bytes of letters, digits, - and _")
    }
    guard let fields = Fields(entry.value, "the stage `\(name)`", keys: Self.keys, &faults) else {
      // Kept by name, so that those who need it are not called dangling as well.
      let limits = defaults.deadlines
      stages.append(Stage(id: StageID(name), run: .words([]), deadlines: limits))
      needs.append([])
      return
    }
    fields.require("run", &faults)
    var limits = defaults
    limits.read(fields, &faults)
    var stage = Stage(
      id: StageID(name), run: command("run", fields) ?? .words([]), deadlines: limits.deadlines)
    stage.place = place(of: entry.key)
    stage.prepare = command("prepare", fields)
    stage.always = fields.boolean("always", &faults) ?? false
    stage.required = fields.boolean("required", &faults) ?? true
    stage.environment = PipelineReader.variables(fields, &faults)
    stage.folder = fields.text("dir", &faults)
    stage.shell = words("shell", fields)
    stage.locks = unique(fields.texts("locks", &faults) ?? [], "lock")
    let needed = fields.texts("needs", &faults) ?? []
    stage.needs = unique(needed, "stage").map { StageID($0) }
    stage.metrics = metrics(fields)
    stages.append(stage)
    needs.append(needed)
    readObjectives(of: stage, fields)
  }

  private func place(of node: YAMLNode) -> SourcePlace {
    SourcePlace(file: file, line: node.line, column: node.column)
  }

  // A list is executed as it is; a text may be.
  private mutating func command(_ key: String, _ fields: Fields) -> CommandLine? {
    guard let node = fields[key] else { return nil }
    if case .sequence = node.content { return words(key, fields).map(CommandLine.words) }
    guard let text = fields.text(key, &faults) else { return nil }
    if text.allSatisfy(\.isWhitespace) || text.utf8.contains(0) {
      faults.add(node, "`\(key)` holds no command", hint: "write what is to be executed")
      return nil
    }
    return .text(text)
  }

  private mutating func words(_ key: String, _ fields: Fields) -> [String]? {
    guard let node = fields[key], let words = fields.texts(key, &faults) else { return nil }
    if let first = words.first, !first.text.isEmpty,
      !words.contains(where: { $0.text.utf8.contains(0) })
    {
      return words.map(\.text)
    }
    faults.add(node, "`\(key)` names no program", hint: "begin with the program's name")
    return nil
  }

  private mutating func unique(
    _ names: [(text: String, node: YAMLNode)], _ what: String
  ) -> [String] {
    var seen: Set<String> = []
    return names.compactMap { name in
      if seen.insert(name.text).inserted { return name.text }
      faults.add(
        name.node, "the \(what) `\(name.text)` is here twice", hint: "name it once")
      return nil
    }
  }

  private mutating func metrics(_ fields: Fields) -> [MetricRule] {
    guard let node = fields["metrics"],
      let entries = Fields.entries(of: node, "`metrics`", &faults)
    else { return [] }
    return entries.compactMap { metric($0) }
  }

  private mutating func metric(_ entry: YAMLNode.Entry) -> MetricRule? {
    let name = entry.name
    if BuiltInIndicator(rawValue: name) != nil || Self.reservedMetrics.contains(name)
      || name.hasPrefix("tests.")
    {
      faults.add(entry.key, "`\(name)` is an indicator of andon's own", hint: "choose another name")
    } else if !Self.isName(name.replacing(".", with: "_")) {
      faults.add(
        entry.key, "`\(name)` cannot be a metric's name",
        hint: "use 1 to 100 bytes of letters, digits, -, _ and dots")
    }
    guard
      let fields = Fields(
        entry.value, "the metric `\(name)`", keys: ["regex", "unit", "match"], &faults)
    else { return nil }
    fields.require("regex", &faults)
    var unit = (unit: MeasureUnit.count, scale: 1.0)
    if let node = fields["unit"], let text = fields.text("unit", &faults) {
      do throws(QuantityText.Fault) {
        unit = try QuantityText.unit(text)
      } catch {
        faults.add(node, error.message, hint: error.hint)
      }
    }
    let choice: MetricRule.Choice = fields.choice("match", &faults) ?? .last
    guard let node = fields["regex"], let pattern = fields.text("regex", &faults) else {
      return nil
    }
    checkPattern(pattern, node)
    return MetricRule(
      name: name, pattern: pattern, unit: unit.unit, scale: unit.scale, choice: choice)
  }

  private mutating func checkPattern(_ pattern: String, _ node: YAMLNode) {
    do throws(Pattern.Fault) {
      _ = try Pattern(pattern)
    } catch {
      // Exact for a plain text in one line; inside quotes one further, escapes not counted.
      let quote = if case .scalar(_, isPlain: false) = node.content { 1 } else { 0 }
      faults.add(
        line: node.line, column: node.column + quote + error.offset,
        "the pattern cannot be compiled: \(error.message)", hint: "patterns are PCRE2")
    }
  }

  private mutating func readObjectives(of stage: Stage, _ fields: Fields) {
    guard let key = fields.key("slo"), let conditions = fields.pairs("slo", &faults) else { return }
    for (entry, text) in conditions {
      let name = IndicatorName(entry.name)
      guard let unit = stage.unit(of: name) else {
        let known = BuiltInIndicator.allCases.map(\.rawValue) + stage.metrics.map(\.name)
        faults.add(
          entry.key, "the stage `\(stage.id)` has no indicator `\(entry.name)`",
          hint: Spelling.hint(for: entry.name, among: known))
        continue
      }
      do throws(QuantityText.Fault) {
        let good = try QuantityText.comparison(text, unit: unit)
        var objective = Objective(
          id: "\(stage.id).\(name)", indicator: IndicatorReference(stage: stage.id, name: name),
          fail: good.negated, warn: nil)
        objective.required = stage.required
        objective.place = place(of: key)
        objectives.append(objective)
      } catch {
        faults.add(entry.value, error.message, hint: error.hint)
      }
    }
  }

  /// Letters and digits of any script, `-` and `_`; 1 to 100 bytes.
  private static func isName(_ name: String) -> Bool {
    (1...100).contains(name.utf8.count)
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_"
          || $0.properties.generalCategory == .nonspacingMark
      }
  }
}
