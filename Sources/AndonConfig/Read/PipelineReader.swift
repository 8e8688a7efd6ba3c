// A pipeline file's text into a `Pipeline`, or into all of its faults.
// Knows the keys of the top level; stages and objectives have files of their own.

package import AndonModel

/// Reads pipeline files.
package struct PipelineReader {
  /// The names that a pipeline file is searched under, in this order.
  package static let searchedNames = [
    "andon.yaml", "andon.yml", "ci/andon.yaml", ".ci/andon.yaml", ".github/andon.yaml",
  ]
  /// A longer file is no pipeline file; in bytes.
  package static let maxFileSize = 16 << 20

  // Less would hold no line of what went wrong.
  private static let smallestLog = 1000

  private static let keys = [
    "version", "name", "env", "mask", "defaults", "machine", "budget", "log", "stages",
    "objectives", "waivers", "report", "exit", "history", "causes",
  ]

  /// The file as reports name it.
  private let file: String
  private var faults: ConfigProblems
  private var pipeline: Pipeline
  // Ids of objectives that have a fault: whoever names them is not at fault as well.
  private var faulty: Set<String> = []
  // How many objectives come from `slo`.
  private var sloCount = 0

  /// Reads a file's bytes.
  ///
  /// `file` is its name in reports, `folderName` the pipeline's name when the file gives none.
  package static func read(
    _ bytes: [UInt8], file: String, folderName: String
  ) throws(ConfigProblems) -> Pipeline {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
    var reader = PipelineReader(file: file, folderName: folderName, text: content)
    if let place = firstFaultyByte(content) {
      reader.faults.add(
        line: place.line, column: place.column, place.message,
        hint: "save the file as UTF-8 text")
    } else if let root = YAMLParser.root(
      of: content, holding: "pipeline", hint: "begin with `version: 1` and `stages:`",
      &reader.faults)
    {
      reader.readRoot(root)
    }
    if reader.faults.list.isEmpty { return reader.pipeline }
    reader.faults.sort()
    reader.faults.pipeline = reader.pipeline
    throw reader.faults
  }

  private init(file: String, folderName: String, text: [UInt8]) {
    self.file = file
    faults = ConfigProblems(text)
    pipeline = Pipeline(name: folderName)
    pipeline.file = file
  }

  private mutating func readRoot(_ root: YAMLNode) {
    guard let top = Fields(withoutExtensions(root), "the file", keys: Self.keys, &faults) else {
      return
    }
    top.requireVersion(&faults)
    top.require("stages", &faults)
    pipeline.name = top.text("name", &faults) ?? pipeline.name
    pipeline.environment = Self.variables(top, &faults)
    pipeline.mask = (top.texts("mask", &faults) ?? []).map(\.text)
    pipeline.budget = top.quantity("budget", .seconds, &faults)
    readMachine(top)
    readLog(top)
    readReport(top)
    readHistory(top)
    readCauses(top)
    readStages(top)
    readObjectives(top)
  }

  // `x-` keys are a place for anchors.
  private func withoutExtensions(_ root: YAMLNode) -> YAMLNode {
    guard case .mapping(let entries) = root.content else { return root }
    let kept = entries.filter { !$0.name.hasPrefix("x-") }
    return YAMLNode(
      line: root.line, column: root.column, content: .mapping(kept), size: root.size)
  }

  private mutating func readMachine(_ top: Fields) {
    guard let node = top["machine"],
      let machine = Fields(node, "`machine`", keys: ["jobs", "memory", "class"], &faults)
    else { return }
    pipeline.memory = machine.bytes("memory", &faults)
    pipeline.jobs = machine.integer("jobs", 1...4096, &faults)
    pipeline.machineClass = machine.text("class", &faults)
  }

  private mutating func readLog(_ top: Fields) {
    guard let node = top["log"], let log = Fields(node, "`log`", keys: ["max"], &faults),
      let place = log["max"], let most = log.bytes("max", &faults)
    else { return }
    if most < Self.smallestLog {
      faults.add(place, "`max` of a log is less than 1 kB", hint: "write, for example, 10MB")
    }
    pipeline.maxLogSize = most
  }

  private mutating func readReport(_ top: Fields) {
    if let node = top["report"], let report = Fields(node, "`report`", keys: ["dir"], &faults),
      let folder = report.text("dir", &faults), let place = report["dir"]
    {
      if folder.isEmpty || folder.utf8.contains(0) {
        faults.add(place, "`dir` names no folder", hint: "write a name such as andon-out")
      } else {
        pipeline.reportFolder = folder
      }
    }
    if let node = top["exit"], let exit = Fields(node, "`exit`", keys: ["yellow"], &faults) {
      pipeline.yellowExit = exit.integer("yellow", 0...63, &faults)
    }
  }

  private mutating func readHistory(_ top: Fields) {
    guard let node = top["history"],
      let history = Fields(node, "`history`", keys: ["path"], &faults)
    else { return }
    let path = history.text("path", &faults)
    if let path, path.isEmpty || path.utf8.contains(0), let place = history["path"] {
      faults.add(place, "`path` names no file", hint: "write a name such as .andon/history.sqlite")
    }
    pipeline.history = path ?? Pipeline.defaultHistory
  }

  private mutating func readCauses(_ top: Fields) {
    guard let names = top.texts("causes", &faults) else { return }
    for (name, node) in names where name.isEmpty || name.utf8.contains(0) {
      faults.add(
        node, "a catalogue has no name", hint: "write `builtin`, or a file such as ci/causes.yaml")
    }
    pipeline.causes = names.map(\.text)
  }

  private mutating func readStages(_ top: Fields) {
    let defaults = LimitsReader(defaults: top["defaults"], &faults)
    guard let node = top["stages"],
      let entries = Fields.entries(of: node, "`stages`", &faults)
    else { return }
    // A size of 1 means that no stage was left out because it cannot be read.
    if entries.isEmpty, node.size == 1 {
      faults.add(node, "there is no stage", hint: "add at least one with a `run`")
    }
    var reader = StageReader(
      file: file, defaults: defaults, machineMemory: pipeline.memory, faults: faults)
    for entry in entries { reader.read(entry) }
    faults = reader.faults
    pipeline.stages = reader.stages
    pipeline.objectives = reader.objectives
    sloCount = reader.objectives.count
    faulty = reader.faultyObjectives
    NeedsCheck.check(reader.stages, needs: reader.needs, &faults)
  }

  private mutating func readObjectives(_ top: Fields) {
    if let node = top["objectives"],
      let entries = Fields.entries(of: node, "`objectives`", &faults)
    {
      var reader = ObjectiveReader(
        file: file, lookup: IndicatorLookup(pipeline.stages), taken: pipeline.objectives,
        faults: faults)
      for entry in entries { reader.read(entry) }
      faults = reader.faults
      faulty.formUnion(reader.faultyObjectives)
      pipeline.objectives += reader.objectives
    }
    addTestObjectives()
    let sequences = Dictionary(
      pipeline.stages.compactMap { stage in stage.attempts.sequence.map { (stage.id, $0) } }
    ) { first, _ in first }
    for index in pipeline.objectives.indices {
      // A vote of runs would hide a test that failed in one of them.
      let indicator = pipeline.objectives[index].indicator
      guard CollectedIndicator.worst(indicator.name) == nil else { continue }
      pipeline.objectives[index].sequence = sequences[indicator.stage]
    }
    if let node = top["waivers"] {
      WaiverReader.read(node, &pipeline, faulty: faulty, &faults)
    }
  }

  // Collected tests promise that there are some and that none failed, unless something else is
  // promised of them. These stand where `slo` would have put them.
  private mutating func addTestObjectives() {
    let taken = Set(pipeline.objectives.map(\.indicator))
    let added = pipeline.stages.flatMap { stage -> [Objective] in
      guard stage.collect.contains(where: { $0.kind == .junit }) else { return [] }
      let limits: [(CollectedIndicator, Comparison)] = [
        (.testsTotal, Comparison(.less, 1, unit: .count, thresholdText: "1")),
        (.testsFailed, Comparison(.greater, 0, unit: .count, thresholdText: "0")),
      ]
      return limits.compactMap { indicator, bad in
        let reference = IndicatorReference(stage: stage.id, name: indicator.name)
        let id = "\(reference)"
        let isTaken = taken.contains(reference) || pipeline.objectives.contains { $0.id == id }
        if isTaken { return nil }
        var objective = Objective(id: id, indicator: reference, fail: bad, warn: nil)
        objective.required = stage.required
        objective.place = stage.place
        return objective
      }
    }
    pipeline.objectives.insert(contentsOf: added, at: sloCount)
  }

  /// Reads `env`.
  static func variables(_ fields: Fields, _ faults: inout ConfigProblems) -> [Variable] {
    (fields.pairs("env", &faults) ?? []).compactMap { pair in
      let name = pair.name.name
      if name.isEmpty || name.contains("=") || name.utf8.contains(0) || pair.text.utf8.contains(0) {
        faults.add(
          pair.name.key, "`\(name)` cannot be a variable", hint: "use a name such as MODE")
        return nil
      }
      let variable = Variable(name, pair.text)
      faults.variables.append(variable)
      return variable
    }
  }

  // The place of the first byte that is not UTF-8, or of a NUL.
  private static func firstFaultyByte(
    _ bytes: [UInt8]
  ) -> (line: Int, column: Int, message: String)? {
    func place(_ prefix: ArraySlice<UInt8>) -> (Int, Int) {
      let lines = SourceLines(Array(prefix))
      return (lines.count, lines[lines.count - 1].count + 1)
    }
    if let zero = bytes.firstIndex(of: 0) {
      let (line, column) = place(bytes[..<zero])
      return (line, column, "the file holds a NUL character: it is not UTF-8 text")
    }
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    // Valid UTF-8 up to the first replacement that decoding makes.
    var valid = 0
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      valid += UTF8.width(scalar)
    }
    let (line, column) = place(bytes[..<valid])
    return (line, column, "the file is not UTF-8 text")
  }
}
