// A `warn` whose values all fail already: nobody will ever be warned.

internal import AndonModel

/// Rule AND033.
enum WarnAfterFail {
  /// One finding for each such objective.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    pipeline.objectives.compactMap { objective in
      guard let fail = objective.fail, let warn = objective.warn, fail.covers(warn) else {
        return nil
      }
      return Lint.warning(
        .warnAfterFail, "\(objective.id) can never warn: what is \(warn.text) is \(fail.text) too",
        objective.indicator.stage, objective.place, objective: objective.id)
    }
  }
}

extension Comparison {
  // Whether every value that the other one holds for is one that this holds for.
  fileprivate func covers(_ other: Comparison) -> Bool {
    switch (relation, other.relation) {
    case (.greater, .greater), (.greaterOrEqual, .greaterOrEqual), (.greaterOrEqual, .greater),
      (.greaterOrEqual, .equal):
      other.threshold >= threshold
    case (.greater, .greaterOrEqual), (.greater, .equal): other.threshold > threshold
    case (.less, .less), (.lessOrEqual, .lessOrEqual), (.lessOrEqual, .less),
      (.lessOrEqual, .equal):
      other.threshold <= threshold
    case (.less, .lessOrEqual), (.less, .equal): other.threshold < threshold
    case (.equal, .equal), (.different, .different): other.threshold == threshold
    case (.different, .greater): other.threshold >= threshold
    case (.different, .less): other.threshold <= threshold
    default: false
    }
  }
}
