// A whole that is allowed less than its part: one of the two limits means nothing.

internal import AndonModel

/// Rule AND031.
enum WholeBelowPart {
  // Built in, so nobody's promise.
  private static let unsaid = LimitsReader.hard
  private static let parts: [(whole: BuiltInIndicator, part: BuiltInIndicator)] = [
    (.cpu, .user), (.cpu, .system), (.peakMemory, .peakProcessMemory),
  ]

  /// The budget against each stage, and within a stage the whole against its parts.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    let limits = Limits(pipeline)
    return pipeline.stages.flatMap { stage in
      budget(pipeline.budget, stage, limits) + within(stage, limits)
    }
  }

  // The upper limits of objectives by indicator; of several the widest.
  private struct Limits {
    private var limits: [IndicatorReference: (value: Double, text: String)] = [:]

    init(_ pipeline: Pipeline) {
      for objective in pipeline.objectives {
        guard let fail = objective.fail, let limit = fail.upperLimit else { continue }
        if limits[objective.indicator].map({ $0.value < limit }) ?? true {
          limits[objective.indicator] = (limit, fail.thresholdText)
        }
      }
    }

    func limit(_ stage: StageID, _ name: IndicatorName) -> (value: Double, text: String)? {
      limits[IndicatorReference(stage: stage, name: name)]
    }
  }

  private static func budget(_ budget: Double?, _ stage: Stage, _ limits: Limits) -> [Finding] {
    guard let budget else { return [] }
    if let wall = limits.limit(stage.id, .builtIn(.wall)), wall.value > budget {
      return [
        Lint.warning(
          .wholeBelowPart,
          "the whole run is allowed less time than \(stage.id) alone, which may take \(wall.text)",
          stage.id, stage.place)
      ]
    }
    guard stage.deadlines.hard > budget, stage.deadlines.hard != unsaid else { return [] }
    return [
      Lint.warning(
        .wholeBelowPart,
        "the whole run is allowed less time than the hard deadline of \(stage.id) alone",
        stage.id, stage.place)
    ]
  }

  private static func within(_ stage: Stage, _ limits: Limits) -> [Finding] {
    let times = stage.metrics.filter { $0.unit == .seconds }.map(\.name)
    let pairs =
      parts.map { (IndicatorName.builtIn($0.whole), IndicatorName.builtIn($0.part)) }
      + times.map { (.builtIn(.wall), .metric($0)) }
    return pairs.compactMap { whole, part in
      guard let all = limits.limit(stage.id, whole), let some = limits.limit(stage.id, part),
        all.value < some.value
      else { return nil }
      return Lint.warning(
        .wholeBelowPart,
        "\(stage.id).\(whole) may be \(all.text) and its part \(stage.id).\(part) \(some.text)",
        stage.id, stage.place)
    }
  }
}
