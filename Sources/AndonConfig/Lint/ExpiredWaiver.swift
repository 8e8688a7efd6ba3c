// Waivers whose day is over.

internal import AndonModel

/// Finding AND035.
enum ExpiredWaiver {
  /// One finding for each such waiver.
  static func findings(_ pipeline: Pipeline, today: CalendarDay) -> [Finding] {
    pipeline.objectives.compactMap { objective in
      guard let waiver = objective.waiver, waiver.until < today else { return nil }
      return Lint.warning(
        .expiredWaiver, "the waiver of \(objective.id) ended on \(waiver.until)",
        objective.indicator.stage, waiver.place, objective: objective.id)
    }
  }
}
