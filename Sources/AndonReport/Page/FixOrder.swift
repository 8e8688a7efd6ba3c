// Which fix to make first: the one that makes most objectives judgeable, then the one that gains
// most. An objective that several broken stages keep from being judged is freed by none of them
// alone.

internal import AndonModel

/// Orders fixes.
enum FixOrder {
  /// What is to be mended.
  enum Trouble {
    case cause(Cause)
    /// A broken stage of which no cause is known.
    case stage(StageRecord)
  }

  /// A fix and what it is good for.
  struct Fix {
    let trouble: Trouble
    /// Objectives that are unknown because of it alone.
    let alone: Int
    /// Objectives that are unknown because of it and of others.
    let together: Int
    /// The part of a figure that it would take away at the least; 0 where nobody knows.
    let gain: Double
    /// The part that it would take away at the most.
    let hope: Double
  }

  /// The fixes of a run, the most useful first.
  static func ordered(_ record: RunRecord) -> [Fix] {
    let blockers = Blockers(record)
    let rows = record.objectives.filter {
      $0.judgment.reason != nil && $0.judgment.reason != .notSelected
    }
    let sets = rows.map { blockers.of($0.indicator.stage) }
    func freed(_ stage: StageID) -> (alone: Int, together: Int) {
      (sets.count { $0 == [stage] }, sets.count { $0.count > 1 && $0.contains(stage) })
    }
    var told: Set<StageID> = []
    var fixes = record.causes.map { cause in
      // Of several causes of one stage the first is the one that broke it.
      let isFirst = cause.stage.map { told.insert($0).inserted } ?? false
      let (alone, together) = isFirst ? cause.stage.map(freed) ?? (0, 0) : (0, 0)
      return Fix(
        trouble: .cause(cause), alone: alone, together: together, gain: part(cause, \.high),
        hope: part(cause, \.low))
    }
    fixes += record.stages.filter { isStuck($0) && !told.contains($0.id) }.map { stage in
      let (alone, together) = freed(stage.id)
      return Fix(trouble: .stage(stage), alone: alone, together: together, gain: 0, hope: 0)
    }
    return fixes.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      return (-one.alone, -one.gain, -one.hope, -one.together, left.offset)
        < (-other.alone, -other.gain, -other.hope, -other.together, right.offset)
    }.map(\.element)
  }

  /// Whether a stage keeps others, or its own objectives, from being judged.
  fileprivate static func isStuck(_ stage: StageRecord) -> Bool {
    stage.state.isBroken || stage.state == .lost || stage.reason == .precondition
  }

  private static func part(_ cause: Cause, _ end: KeyPath<Advice, Double?>) -> Double {
    cause.advice.compactMap { advice -> Double? in
      guard let measured = advice.measured, measured > 0, let value = advice[keyPath: end]
      else { return nil }
      return 1 - value / measured
    }.max() ?? 0
  }
}

/// The stages that keep each stage from showing anything.
private struct Blockers {
  private var sets: [StageID: Set<StageID>] = [:]

  // Stages stand behind those that they need, or are looked up on the way.
  init(_ record: RunRecord) {
    let stages = Dictionary(record.stages.map { ($0.id, $0) }) { first, _ in first }
    for stage in record.stages { collect(stage, stages) }
  }

  private mutating func collect(_ stage: StageRecord, _ stages: [StageID: StageRecord]) {
    if sets[stage.id] != nil { return }
    sets[stage.id] = FixOrder.isStuck(stage) ? [stage.id] : []
    for name in stage.blockedBy {
      guard let blocker = stages[name] else { continue }
      collect(blocker, stages)
      sets[stage.id, default: []].formUnion(sets[name] ?? [])
    }
  }

  func of(_ stage: StageID) -> Set<StageID> { sets[stage] ?? [] }
}
