// Tallies, counted once from the rows.

/// How many rows gave which answer.
package struct Totals: Equatable, Sendable {
  /// Objectives by judgment; `waived` is a part of `fail`.
  package struct Objectives: Equatable, Sendable {
    package var total = 0
    package var pass = 0
    package var warn = 0
    package var fail = 0
    package var unknown = 0
    package var waived = 0
  }

  /// Stages by state.
  package struct Stages: Equatable, Sendable {
    package var total = 0
    package var succeeded = 0
    package var failed = 0
    package var stopped = 0
    package var couldNotStart = 0
    package var cancelled = 0
    package var skipped = 0
    package var lost = 0
  }

  /// The objectives.
  package var objectives = Objectives()
  /// The stages.
  package var stages = Stages()

  /// Nothing counted yet.
  package init() {}

  /// Counts rows.
  package init(stages rows: [StageRecord], objectives judged: [ObjectiveRecord]) {
    for row in rows { count(row) }
    for row in judged { count(row) }
  }

  /// Counts a stage.
  package mutating func count(_ row: StageRecord) {
    stages.total += 1
    switch row.state {
    case .succeeded: stages.succeeded += 1
    case .failed: stages.failed += 1
    case .stopped: stages.stopped += 1
    case .couldNotStart: stages.couldNotStart += 1
    case .cancelled: stages.cancelled += 1
    case .skipped: stages.skipped += 1
    case .lost: stages.lost += 1
    }
  }

  /// Counts an objective.
  package mutating func count(_ row: ObjectiveRecord) {
    objectives.total += 1
    switch row.judgment {
    case .pass: objectives.pass += 1
    case .warn: objectives.warn += 1
    case .fail:
      objectives.fail += 1
      if row.isWaived { objectives.waived += 1 }
    case .unknown: objectives.unknown += 1
    }
  }
}
