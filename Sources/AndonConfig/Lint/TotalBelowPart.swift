// A whole that is allowed less than its part: one of the two limits means nothing.

internal import AndonModel

/// Finding AND031.
enum TotalBelowPart {
  // Only what is counted alike: resident memory of one process is no part of the tree's anonymous
  // one.
  private static let parts: [(whole: BuiltInIndicator, part: BuiltInIndicator)] = [
    (.cpu, .user), (.cpu, .system), (.wall, .lockWait), (.wall, .cpuWait), (.wall, .ioWait),
  ]

  /// The budget against each stage, and within a stage the whole against its parts.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    let limits = Limits(pipeline)
    let alone = pipeline.stages.flatMap { stage in
      budget(pipeline.budget, stage, limits) + within(stage, limits)
        + memory(pipeline.memory, stage, limits)
    }
    let chained = chain(pipeline, limits)
    return alone + (chained.isEmpty ? oneByOne(pipeline, limits) : chained)
  }

  // Where one stage runs at a time, all of them are a chain.
  private static func oneByOne(_ pipeline: Pipeline, _ limits: Limits) -> [Finding] {
    guard let budget = pipeline.budget, pipeline.jobs == 1 else { return [] }
    let walls = pipeline.stages.compactMap { stage in
      limits.limit(stage.id, .builtIn(.wall)).map { (stage: stage, limit: $0.value) }
    }
    let sum = walls.reduce(0) { $0 + $1.limit }
    guard sum > budget, walls.allSatisfy({ $0.limit <= budget }), let last = walls.last else {
      return []
    }
    return [
      Lint.warning(
        .totalBelowPart,
        "the whole run is allowed less time than its stages together, of which one runs at a "
          + "time: \(seconds(budget)) against \(seconds(sum))", last.stage.id, last.stage.place)
    ]
  }

  // Stages that need each other run one after the other: what they may take together, at the most.
  private static func chain(_ pipeline: Pipeline, _ limits: Limits) -> [Finding] {
    guard let budget = pipeline.budget else { return [] }
    // Of each stage the longest way to it: how long, and over which one with a limit.
    var longest: [StageID: (sum: Double, last: StageID?)] = [:]
    var before: [StageID: StageID] = [:]
    for stage in StageOrder(pipeline.stages).sorted.map({ pipeline.stages[$0] }) {
      let way = stage.needs.compactMap { longest[$0] }.max { $0.sum < $1.sum } ?? (0, nil)
      let own = limits.limit(stage.id, .builtIn(.wall))?.value ?? 0
      // One that is too long alone has been told of.
      if own > budget { return [] }
      if own > 0 { before[stage.id] = way.last }
      longest[stage.id] = (way.sum + own, own > 0 ? stage.id : way.last)
      if own == 0 || way.sum + own <= budget { continue }
      var names = [stage.id.text]
      while let previous = before[StageID(names[0])] { names.insert(previous.text, at: 0) }
      return [
        Lint.warning(
          .totalBelowPart,
          "the whole run is allowed less time than \(names.joined(separator: ", ")) together, "
            + "one after the other: \(seconds(budget)) against \(seconds(way.sum + own))", stage.id,
          stage.place)
      ]
    }
    return []
  }

  // To the millisecond: sums of decimal fractions have a tail.
  private static func seconds(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return Int(exactly: rounded).map { "\($0) s" } ?? "\(rounded) s"
  }

  private static func memory(_ memory: Int?, _ stage: Stage, _ limits: Limits) -> [Finding] {
    guard let memory, let limit = limits.limit(stage.id, .builtIn(.peakMemory)),
      limit.value > Double(memory)
    else { return [] }
    return [
      Lint.warning(
        .totalBelowPart,
        "\(stage.id).peak-memory may be \(limit.text), which is more than `machine.memory`",
        stage.id, limit.place ?? stage.place, objective: limit.objective)
    ]
  }

  // The upper limits of objectives by indicator; of several the widest.
  private struct Limits {
    typealias Limit = (value: Double, text: String, objective: String, place: FileLocation?)

    private var limits: [IndicatorReference: Limit] = [:]

    init(_ pipeline: Pipeline) {
      for objective in pipeline.objectives {
        guard let fail = objective.fail, let limit = fail.upperLimit else { continue }
        if limits[objective.indicator].map({ $0.value < limit }) ?? true {
          limits[objective.indicator] = (
            limit, fail.thresholdText, objective.id, objective.place
          )
        }
      }
    }

    func limit(_ stage: StageID, _ name: IndicatorName) -> Limit? {
      limits[IndicatorReference(stage: stage, name: name)]
    }
  }

  private static func budget(_ budget: Double?, _ stage: Stage, _ limits: Limits) -> [Finding] {
    guard let budget else { return [] }
    if let wall = limits.limit(stage.id, .builtIn(.wall)), wall.value > budget {
      return [
        Lint.warning(
          .totalBelowPart,
          "the whole run is allowed less time than \(stage.id) alone, which may take \(wall.text)",
          stage.id, wall.place ?? stage.place)
      ]
    }
    // The built-in deadline is nobody's promise.
    guard stage.isHardWritten, stage.deadlines.hard > budget else { return [] }
    return [
      Lint.warning(
        .totalBelowPart,
        "the whole run is allowed less time than the hard deadline of \(stage.id) alone",
        stage.id, stage.place(of: .timeout))
    ]
  }

  private static func within(_ stage: Stage, _ limits: Limits) -> [Finding] {
    parts.compactMap { whole, part in
      guard let all = limits.limit(stage.id, .builtIn(whole)),
        let some = limits.limit(stage.id, .builtIn(part)), all.value < some.value
      else { return nil }
      return Lint.warning(
        .totalBelowPart,
        "\(stage.id).\(whole.rawValue) may be \(all.text), and its part "
          + "\(stage.id).\(part.rawValue) \(some.text)", stage.id, all.place ?? stage.place,
        objective: all.objective)
    }
  }
}
