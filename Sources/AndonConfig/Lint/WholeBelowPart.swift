// A whole that is allowed less than its part: one of the two limits means nothing.

internal import AndonModel

/// Rule AND031.
enum WholeBelowPart {
  // Only what is counted alike: resident memory of one process is no part of the tree's anonymous
  // one.
  private static let parts: [(whole: BuiltInIndicator, part: BuiltInIndicator)] = [
    (.cpu, .user), (.cpu, .system),
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
    // The built-in deadline is nobody's promise.
    guard stage.isHardWritten, stage.deadlines.hard > budget else { return [] }
    return [
      Lint.warning(
        .wholeBelowPart,
        "the whole run is allowed less time than the hard deadline of \(stage.id) alone",
        stage.id, stage.place)
    ]
  }

  private static func within(_ stage: Stage, _ limits: Limits) -> [Finding] {
    parts.compactMap { whole, part in
      guard let all = limits.limit(stage.id, .builtIn(whole)),
        let some = limits.limit(stage.id, .builtIn(part)), all.value < some.value
      else { return nil }
      return Lint.warning(
        .wholeBelowPart,
        "\(stage.id).\(whole.rawValue) may be \(all.text), and its part "
          + "\(stage.id).\(part.rawValue) \(some.text)", stage.id, stage.place)
    }
  }
}
