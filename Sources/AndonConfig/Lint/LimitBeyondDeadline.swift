// A limit on the wall time beyond the hard deadline: the measurement is cut off before it can be
// broken, and what is cut off there says nothing about it.

internal import AndonModel

/// Finding AND037.
enum LimitBeyondDeadline {
  /// One finding for each such objective.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    let hard = Dictionary(pipeline.stages.map { ($0.id, $0.deadlines.hard) }) { first, _ in first }
    return pipeline.objectives.compactMap { objective in
      let id = objective.indicator.stage
      guard objective.indicator.name == .builtIn(.wall), let hard = hard[id] else { return nil }
      let beyond = [objective.fail, objective.warn].compactMap { $0 }.first {
        ($0.upperLimit ?? 0) > hard
      }
      return beyond.map { limit in
        Lint.warning(
          .limitBeyondDeadline,
          "\(objective.id) can never be \(limit.text): \(id) is stopped before that", id,
          objective.place, objective: objective.id)
      }
    }
  }
}
