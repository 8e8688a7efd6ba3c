// The rows of verdict.json as records, shared by all files that hold some.
// What contradicts itself is refused.

internal import AndonModel
internal import AndonText

extension StageRecord {
  /// Reads a row of `stages`; without attempts where they are told of elsewhere.
  init(_ row: JSONRow, withAttempts: Bool = true) throws(VerdictFile.StoredFormatError) {
    self.init(
      id: StageID(try row.text("id")), required: try row.boolean("required"),
      state: try row.choice("state"))
    flaky = try row.boolean("flaky")
    softCrossed = try row.boolean("softCrossed")
    reason = try row.optionalChoice("reason")
    blockedBy = try row.stages("blockedBy")
    root = try row.optionalStage("root")
    if withAttempts {
      for item in try row.items("attempts") {
        add(try AttemptRecord(JSONRow(item, "an attempt")))
      }
    }
    for item in try row.items("left") {
      let process = try JSONRow(item, "a process")
      var row = LeakedProcess(
        pid: try process.integer("pid"), command: try process.text("command"),
        termination: try process.text("termination"),
        detachment: try process.optionalText("detachment"))
      row.waitChannel = try process.optionalText("waitChannel")
      row.isOfPrepare = try process.optionalBoolean("ofPrepare") ?? false
      left.append(row)
    }
    changed = try row.optionalItems("changed").compactMap(\.text)
    indicators = try Measurements(row.row("indicators", "the indicators"))
    place = try row.location()
    command = try row.optionalText("command")
    logMatches = try row.optionalItems("logMatches").compactMap(\.text)
    reproduction = try row.optionalRow("reproduction", "a reproduction").map {
      row throws(VerdictFile.StoredFormatError) in
      try ReproducibilityResult(row)
    }
  }
}

extension StageRecord {
  /// Adds an attempt to those that it is judged by, or to those that only its outputs are of.
  mutating func add(_ attempt: AttemptRecord) {
    if attempt.role == .variation { variations.append(attempt) } else { attempts.append(attempt) }
  }
}

extension AttemptRecord {
  /// Reads a row of `attempts`.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      number: try row.integer("number"), role: try row.choice("role"),
      outcome: try OutcomeParts(row.row("outcome", "an outcome")).outcome(),
      startedAt: try row.moment("startedAt"), log: try row.text("log"))
    queued = try row.number("queued")
    logTruncated = try row.boolean("logTruncated")
    softCrossed = try row.optionalBoolean("softCrossed") ?? false
    expectMet = try row.optionalBoolean("expectMet")
    indicators = try Measurements(row.row("indicators", "the indicators"))
    peak = try row.optionalRow("peak", "a peak").map { row throws(VerdictFile.StoredFormatError) in
      try MemorySample(row)
    }
    memoryKills = try row.optionalInteger("memoryKills")
    varied = try row.optionalItems("varied").compactMap(\.text).compactMap(Variation.init)
  }
}

extension MemorySample {
  /// Reads an instant of memory.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(at: try row.number("at"), holders: [])
    for item in try row.items("holders") {
      let holder = try JSONRow(item, "a holder")
      holders.append(
        ProcessMemory(
          name: try holder.text("name"), count: try holder.integer("count"),
          bytes: try holder.number("bytes")))
    }
  }
}

extension Measurements {
  /// Reads figures by the name of their indicator.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init()
    for member in row.members {
      let figure = try JSONRow(member.value, "an indicator")
      self[IndicatorName(member.name)] = Quantity(
        try BoundedValue(figure), unit: try figure.choice("unit"),
        source: try figure.choice("source"),
        samples: try figure.integer("samples"), period: try figure.optionalNumber("period"))
    }
  }
}

extension BoundedValue {
  /// Reads a value with its bound.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let bound: Bound = try row.choice("bound")
    let reading = BoundedValue(
      bound: bound, value: try row.optionalNumber("value"),
      least: try row.optionalNumber("least"), reason: try row.optionalText("reason"))
    guard let reading else {
      throw VerdictFile.StoredFormatError(
        message: "a value that is \(bound.rawValue) contradicts itself")
    }
    self = reading
  }
}

extension ObjectiveRecord {
  /// Reads a row of `objectives`.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let measured = try row.row("measured", "a measured value")
    self.init(
      id: try row.text("id"), indicator: try row.indicator("indicator"),
      required: try row.boolean("required"), severity: try row.choice("severity"),
      onFail: try row.choice("onFail"), judgment: try Judgment(row),
      colour: try row.choice("colour"), measured: try BoundedValue(measured),
      unit: try measured.choice("unit"))
    fail = try row.optionalText("fail")
    warn = try row.optionalText("warn")
    given = try row.optionalText("given")
    downgrade = try row.optionalChoice("downgradedBy")
    waiver = try row.optionalRow("waiver", "a waiver").map {
      row throws(VerdictFile.StoredFormatError) in
      try WaiverRecord(row)
    }
    comparison = try row.optionalRow("baseline", "a baseline").map {
      row throws(VerdictFile.StoredFormatError) in
      try ComparisonRecord(row)
    }
    noise = try row.optionalNumber("noise")
    ratio = try row.optionalNumber("ratio")
    blockedBy = try row.stages("blockedBy")
    root = try row.optionalStage("root")
    place = try row.location()
  }
}

extension Judgment {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let name = try row.text("judgment")
    let reason: UnknownReason? = try row.optionalChoice("reason")
    switch (name, reason) {
    case ("pass", nil): self = .pass
    case ("warn", nil): self = .warn
    case ("fail", nil): self = .fail
    case ("unknown", .some(let reason)): self = .unknown(reason)
    default:
      throw VerdictFile.StoredFormatError(
        message: "the judgment of \(try row.text("id")) contradicts itself")
    }
  }
}

extension WaiverRecord {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      until: try row.text("until"), notAbove: try row.optionalText("notAbove"),
      owner: try row.text("owner"), reason: try row.text("reason"),
      applied: try row.boolean("applied"))
  }
}

extension Finding {
  /// Reads a row of `findings`.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      try row.choice("rule"), try row.choice("role"), try row.choice("level"),
      try row.text("message"), stage: try row.optionalStage("stage"),
      evidence: try row.texts("evidence"))
    id = try row.text("id")
    objective = try row.optionalText("objective")
    place = try row.location()
    cause = try row.optionalText("cause")
  }
}

extension ToolIdentity {
  /// Reads `tool`.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(version: try row.text("version"))
    name = try row.text("name")
  }
}

extension RunIdentity {
  /// Reads `run`.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let machine = try row.row("machine", "the machine")
    self.init(
      id: try row.text("id"), pipeline: try row.text("pipeline"),
      startedAt: try row.moment("startedAt"), host: try row.choice("host"),
      machine: MachineIdentity(
        system: try machine.text("system"), kernel: try machine.text("kernel"),
        architecture: try machine.text("architecture"), hostname: try machine.text("hostname"),
        processors: try machine.optionalInteger("processors"),
        memory: try machine.optionalInteger("memory"), jobs: try machine.optionalInteger("jobs"),
        containment: try machine.optionalText("containment")))
    self.machine.processorModel = try machine.optionalText("processorModel")
    self.machine.containmentReason = try machine.optionalText("containmentReason")
    seconds = try row.number("seconds")
    machineClass = try row.optionalText("machineClass")
    category = try row.optionalText("category")
    commit = try row.optionalText("commit")
    isDirty = try row.optionalBoolean("dirty")
    branch = try row.optionalText("branch")
    mergeBase = try row.optionalText("mergeBase")
    configSha256 = try row.optionalText("configSha256")
    shard = try row.optionalText("shard")
    configFile = try row.optionalText("configFile")
    runsPerDay = try row.optionalNumber("runsPerDay")
  }
}
