// A `warn` whose values all fail already: nobody will ever be warned.

internal import AndonModel

/// Finding AND033.
enum UnreachableWarning {
  /// One finding for each such objective.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    pipeline.objectives.compactMap { objective in
      guard let fail = objective.fail, let warn = objective.warn, fail.covers(warn) else {
        return nil
      }
      return Lint.warning(
        .unreachableWarning,
        "\(objective.id) can never warn: what is \(warn.text) is \(fail.text) too",
        objective.indicator.stage, objective.place, objective: objective.id)
    }
  }
}

extension Comparison {
  // Whether every value that the other one holds for is one that this holds for. Between and beyond
  // the two thresholds nothing changes: one value of each part speaks for it.
  fileprivate func covers(_ other: Comparison) -> Bool {
    let low = min(threshold, other.threshold)
    let high = max(threshold, other.threshold)
    let values = [low - 1, low, (low + high) / 2, high, high + 1]
    return values.allSatisfy { value in
      other.answer(for: .exact(value)) != .holds || answer(for: .exact(value)) == .holds
    }
  }
}
