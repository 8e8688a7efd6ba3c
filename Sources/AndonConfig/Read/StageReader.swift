// One entry of `stages` into a `Stage` and the objectives of its `slo`.

internal import AndonModel

/// Reads stages, one after the other.
struct StageReader {
  private static let keys = [
    "run", "needs", "always", "required", "env", "dir", "shell", "prepare", "locks", "memory",
    "timeout", "retry", "repeat", "expect", "metrics", "outputs", "reproducible", "collect",
    "slo", "evidence", "lint", "host-files",
  ]

  /// The stages read so far.
  private(set) var stages: [Stage] = []
  /// The objectives of their `slo`.
  private(set) var objectives: [Objective] = []
  /// The ids of those that have a fault.
  private(set) var faultyObjectives: Set<String> = []
  /// The names that each stage needs, with their places.
  private(set) var needs: [[(text: String, node: YAMLNode)]] = []
  /// The faults found so far.
  private(set) var faults: ConfigProblems

  private let file: String
  private let defaults: LimitsReader
  private let machineMemory: Int?

  /// Continues a list of faults; `machineMemory` is what all stages together may be given.
  init(file: String, defaults: LimitsReader, machineMemory: Int?, faults: ConfigProblems) {
    self.file = file
    self.defaults = defaults
    self.machineMemory = machineMemory
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
      stages.append(Stage(id: StageID(name), run: .words([]), deadlines: defaults.deadlines))
      needs.append([])
      return
    }
    fields.require("run", &faults)
    var limits = defaults
    limits.read(fields, &faults)
    var stage = Stage(
      id: StageID(name), run: command("run", fields) ?? .words([]), deadlines: limits.deadlines)
    stage.isHardWritten = limits.isHardWritten
    stage.place = FileLocation(file: file, line: entry.key.line, column: entry.key.column)
    for key in Stage.Key.allCases {
      guard let node = fields.key(key.rawValue) else { continue }
      stage.setPlace(of: key, line: node.line, column: node.column)
    }
    stage.prepare = command("prepare", fields)
    stage.always = fields.boolean("always", &faults) ?? false
    stage.required = fields.boolean("required", &faults) ?? true
    stage.environment = PipelineReader.variables(fields, &faults)
    stage.folder = folder(fields)
    stage.seesHostFiles = fields.boolean("host-files", &faults) ?? false
    stage.shell = words("shell", fields)
    stage.locks = unique(fields.texts("locks", &faults) ?? [], "lock")
    stage.memory = memory(fields)
    stage.attempts = AttemptReader.policy(fields, onSoft: limits.onSoft, &faults)
    stage.expectation = AttemptReader.expectation(fields, &faults)
    let needed = fields.texts("needs", &faults) ?? []
    stage.needs = unique(needed, "stage").map { StageID($0) }
    stage.metrics = metrics(fields)
    stage.outputs = outputs(fields)
    stage.namesOutputs = fields.has("outputs")
    stage.reproducible = ReproducibleReader(isBelow: Self.isBelow)
      .read(fields, outputs: stage.outputs, &faults)
    stage.collect = collect(fields)
    stage.evidenceSignal = evidenceSignal(fields)
    stage.allowedLint = allowedLint(fields)
    stages.append(stage)
    needs.append(needed)
    readObjectives(of: stage, fields)
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

  private mutating func folder(_ fields: Fields) -> String? {
    guard let node = fields["dir"], let text = fields.text("dir", &faults) else { return nil }
    if !text.isEmpty, !text.utf8.contains(0) { return text }
    faults.add(node, "`dir` names no folder", hint: "write a path such as crates/core")
    return nil
  }

  private mutating func memory(_ fields: Fields) -> Int? {
    guard let node = fields["memory"], let memory = fields.bytes("memory", &faults)
    else { return nil }
    if let machineMemory, memory > machineMemory {
      faults.add(
        node, "the stage wants more memory than `machine.memory` gives to all of them",
        hint: "lower `memory`, or raise `machine.memory`")
    }
    return memory
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

  private mutating func metrics(_ fields: Fields) -> [MetricExtractor] {
    guard let node = fields["metrics"],
      let entries = Fields.entries(of: node, "`metrics`", &faults)
    else { return [] }
    return entries.map { MetricReader.read($0, &faults) }
  }

  private mutating func outputs(_ fields: Fields) -> [String] {
    (fields.texts("outputs", &faults) ?? []).compactMap {
      Self.isBelow($0.text, $0.node, &faults) ? $0.text : nil
    }
  }

  private mutating func collect(_ fields: Fields) -> [ResultSource] {
    guard let node = fields["collect"] else { return [] }
    guard case .sequence(let items) = node.content, !items.isEmpty else {
      faults.add(
        node, "`collect` is no list of results",
        hint: "write, for example, [{ junit: \"target/**/junit.xml\" }]")
      return []
    }
    return items.compactMap { item in
      let kinds = ResultKind.allCases.map(\.rawValue)
      guard let rule = Fields(item, "an entry of `collect`", keys: kinds, &faults) else {
        return nil
      }
      let given = ResultKind.allCases.filter { rule.has($0.rawValue) }
      guard given.count == 1, let kind = given.first else {
        faults.add(
          item, "an entry of `collect` names one kind of results",
          hint: "write `junit: GLOB`, `benchmark: GLOB` or `coverage: GLOB`")
        return nil
      }
      guard let glob = rule.text(kind.rawValue, &faults), let place = rule[kind.rawValue] else {
        return nil
      }
      return Self.isBelow(glob, place, &faults) ? ResultSource(kind, glob: glob) : nil
    }
  }

  private static func isBelow(
    _ glob: String, _ node: YAMLNode, _ faults: inout ConfigProblems
  ) -> Bool {
    let isBelow =
      !glob.isEmpty && !glob.hasPrefix("/") && !glob.utf8.contains(0)
      && !glob.split(separator: "/").contains("..")
    if !isBelow {
      faults.add(
        node, "`\(glob)` does not lie below the stage's folder",
        hint: "write a relative path without `..`, such as out/**")
    }
    return isBelow
  }

  private mutating func evidenceSignal(_ fields: Fields) -> UnixSignal? {
    guard let node = fields["evidence"],
      let evidence = Fields(node, "`evidence`", keys: ["signal"], &faults)
    else { return nil }
    evidence.require("signal", &faults)
    return (evidence.choice("signal", &faults) as EvidenceSignal?)?.signal
  }

  private mutating func allowedLint(_ fields: Fields) -> [FindingCode] {
    guard let node = fields["lint"],
      let lint = Fields(node, "`lint`", keys: ["allow"], &faults)
    else { return [] }
    lint.require("allow", &faults)
    let known = FindingCode.allCases.filter(\.isLint).map(\.rawValue)
    return (lint.texts("allow", &faults) ?? []).compactMap { name in
      if let rule = FindingCode(rawValue: name.text), rule.isLint { return rule }
      faults.add(
        name.node, "`\(name.text)` is no rule of the lint",
        hint: .nearest(to: name.text, among: known))
      return nil
    }
  }

  private mutating func readObjectives(of stage: Stage, _ fields: Fields) {
    guard let key = fields.key("slo"), let conditions = fields.pairs("slo", &faults) else { return }
    for (entry, text) in conditions {
      let name = IndicatorName(entry.name)
      let unit = stage.unit(of: name)
      guard unit != nil || stage.mayHave(name) else {
        faultyObjectives.insert("\(stage.id).\(name)")
        faults.add(
          entry.key, "the stage `\(stage.id)` has no indicator `\(entry.name)`",
          hint: IndicatorLookup.hint(for: name, of: stage))
        continue
      }
      do throws(QuantityText.QuantityError) {
        let good = try QuantityText.comparison(text, unit: unit ?? QuantityText.unit(of: text))
        var objective = Objective(
          id: "\(stage.id).\(name)", indicator: IndicatorReference(stage: stage.id, name: name),
          fail: good.negated, warn: nil)
        objective.required = stage.required
        objective.place = FileLocation(file: file, line: key.line, column: key.column)
        objectives.append(objective)
      } catch {
        faultyObjectives.insert("\(stage.id).\(name)")
        faults.add(entry.value, error)
      }
    }
  }

  /// Letters and digits of any script, `-` and `_`; 1 to 100 bytes.
  static func isName(_ name: String) -> Bool {
    (1...100).contains(name.utf8.count)
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_"
          || $0.properties.generalCategory == .nonspacingMark
      }
  }
}

/// The signals that runtimes answer by saying what they are doing.
private enum EvidenceSignal: String, CaseIterable {
  case quit = "QUIT"
  case user1 = "USR1"
  case user2 = "USR2"
  case abort = "ABRT"

  var signal: UnixSignal? { UnixSignal(name: "SIG\(rawValue)") }
}
