// A hard deadline at or below the soft one: the stage is stopped before it can be called slow.

internal import AndonModel

/// Finding AND032.
enum HardDeadlineBeforeSoft {
  /// One finding for each such stage.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    pipeline.stages.compactMap { stage in
      guard let soft = stage.deadlines.soft, stage.deadlines.hard <= soft else { return nil }
      return Lint.warning(
        .hardDeadlineBeforeSoft,
        "\(stage.id) is stopped before it can be slow: hard is not above soft",
        stage.id, stage.place(of: .timeout))
    }
  }
}
