// A second answer to the question what a run comes to: slow, literal, written from the design's
// tables (section 2, section 3, section 7) alone. It shares no code with the run, the measuring and
// the judge: of the model it uses what is configured, and no function of it.

import AndonModel
import AndonSystem
import AndonTestSupport

/// What is known of a number.
enum Known: Equatable {
  case exactly(Double)
  case orMore(Double)
  case orLess(Double)
  case within(Double, Double)
  case nothing
}

/// How an attempt ended, as far as judging goes.
enum Ended: Equatable {
  case byItself(code: Int?)
  case atHard
  case atSoft
  case forBudget
  case couldNotStart
  case cancelled
  case lost
}

/// One attempt as the oracle sees it.
struct OracleAttempt {
  var ended: Ended
  var isWarmup = false
  var crossedSoft = false
  var matched: Bool?
  var figures: [String: Known] = [:]
}

/// One stage as the oracle sees it.
struct OracleStage {
  var state = "skipped"
  /// `not-selected`, `cancelled`, `lost`, `budget`, `blocked` for what never ran.
  var neverRan: String?
  var isBudget = false
  var isFlaky = false
  var wasRerun = false
  var crossedSoft = false
  var isUnmet = false
  var figures: [String: Known] = [:]

  var ran: Bool { neverRan == nil }
  var isBroken: Bool { ["failed", "stopped", "could-not-start"].contains(state) }
}

/// One objective's answer.
struct OracleRow: Equatable {
  var judgment: String
  var reason: String?
  var colour: String
  var isWaived = false
}

/// The whole answer.
struct OracleAnswer {
  var rows: [OracleRow]
  var verdict: String
  var exitCode: Int
  var totals: [String: Int]
}

/// Answers.
struct Oracle {
  let world: RandomRun

  // MARK: Objectives

  private static let resources: Set = ["wall", "cpu", "peak-memory"]

  func row(_ objective: Objective, _ stages: [String: OracleStage]) -> OracleRow {
    let stage = stages[objective.indicator.stage.text] ?? OracleStage()
    let name = "\(objective.indicator.name)"
    var (judgment, reason) = judgment(objective, stage, name, stages)
    if judgment == "pass", stage.isFlaky || stage.wasRerun { judgment = "warn" }
    var row = OracleRow(judgment: judgment, reason: reason, colour: "none")
    switch judgment {
    case "warn": row.colour = "yellow"
    case "fail":
      if let waiver = objective.waiver {
        // 24 November is day 20781 since 1970.
        let isInTime = waiver.until.number >= 20_781
        let known = stage.figures[name] ?? .nothing
        let isOpen = stage.state != "succeeded" && Self.resources.contains(name)
        let figure = isOpen ? lowerBound(known) : known
        let isBelow =
          switch (waiver.notAbove, figure) {
          case (nil, _): true
          case (.some(let bound), .exactly(let value)), (.some(let bound), .orLess(let value)),
            (.some(let bound), .within(_, let value)):
            value <= bound
          case (.some, .orMore), (.some, .nothing): false
          }
        row.isWaived = isInTime && isBelow
      }
      let isRed = objective.required && objective.onFail == .red && !row.isWaived
      row.colour = isRed ? "red" : "yellow"
    case "unknown":
      if reason != "not-selected", objective.required { row.colour = "unknown" }
    default: break
    }
    reason = nil
    return row
  }

  private func judgment(
    _ objective: Objective, _ stage: OracleStage, _ name: String, _ stages: [String: OracleStage]
  ) -> (String, String?) {
    if let reason = stage.neverRan { return ("unknown", reason) }
    if stage.isUnmet { return ("unknown", "precondition") }
    if let given = objective.given {
      let left = figure(given.indicator, stages)
      let right: Known =
        switch given.right {
        case .value(let value, _): .exactly(value)
        case .indicator(let other): figure(other, stages)
        }
      var isSameKind = true
      if case .indicator(let other) = given.right {
        isSameKind = kind(of: given.indicator) == kind(of: other)
      }
      if !isSameKind || holds(given.relation.rawValue, left, right) != true {
        return ("unknown", "precondition")
      }
    }
    let known = stage.figures[name] ?? .nothing
    let isGood = stage.state == "succeeded"
    let cannotPass = !isGood && Self.resources.contains(name)
    let asJudged = cannotPass ? lowerBound(known) : known
    let isThin = name == "peak-memory" && isGood && !isExact(known)
    func answer(_ limit: Comparison) -> Bool? {
      if let decided = holds(limit.relation.rawValue, asJudged, .exactly(limit.threshold)) {
        return decided
      }
      // Fewer than five samples prove a pass only below half the limit.
      if isThin, case .orMore(let value) = asJudged, value < limit.threshold / 2,
        limit.relation == .greater || limit.relation == .greaterOrEqual
      {
        return false
      }
      return nil
    }
    if let fail = objective.fail {
      switch answer(fail) {
      case true: return ("fail", nil)
      case nil: return ("unknown", undecided(stage, known, isThin))
      default: break
      }
    }
    if cannotPass { return ("unknown", undecided(stage, known, isThin)) }
    if let warn = objective.warn {
      switch answer(warn) {
      case true: return ("warn", nil)
      case nil: return ("unknown", undecided(stage, known, isThin))
      default: break
      }
    }
    return ("pass", nil)
  }

  private func undecided(_ stage: OracleStage, _ known: Known, _ isThin: Bool) -> String {
    if stage.isBudget { return "budget" }
    if stage.state == "cancelled" { return "cancelled" }
    if stage.state == "lost" { return "lost" }
    if stage.state == "failed" || stage.state == "could-not-start" { return "stage-failed" }
    if stage.state == "stopped" { return "censored" }
    if isThin { return "too-few-samples" }
    return known == .nothing ? "not-measured" : "censored"
  }

  private func figure(_ indicator: IndicatorReference, _ stages: [String: OracleStage]) -> Known {
    guard let stage = stages[indicator.stage.text], stage.ran, !stage.isUnmet else {
      return .nothing
    }
    let name = "\(indicator.name)"
    let known = stage.figures[name] ?? .nothing
    return stage.state != "succeeded" && Self.resources.contains(name) ? lowerBound(known) : known
  }

  private func kind(of indicator: IndicatorReference) -> String {
    switch "\(indicator.name)" {
    case "wall", "cpu": "time"
    case "peak-memory": "size"
    default: "number"
    }
  }

  private func lowerBound(_ known: Known) -> Known {
    switch known {
    case .exactly(let value), .orMore(let value), .within(let value, _): .orMore(value)
    case .orLess, .nothing: .nothing
    }
  }

  private func isExact(_ known: Known) -> Bool {
    if case .exactly = known { true } else { false }
  }

  // Whether a relation holds whatever the true values are; nil when that is not known. By trying
  // out: the values themselves, and values far beyond them where nothing bounds them.
  private func holds(_ relation: String, _ left: Known, _ right: Known) -> Bool? {
    let lefts = candidates(left, near: right)
    let rights = candidates(right, near: left)
    if lefts.isEmpty || rights.isEmpty { return nil }
    var answers: Set<Bool> = []
    for one in lefts {
      for other in rights {
        switch relation {
        case "<": answers.insert(one < other)
        case "<=": answers.insert(one <= other)
        case ">": answers.insert(one > other)
        case ">=": answers.insert(one >= other)
        case "==": answers.insert(one == other)
        default: answers.insert(one != other)
        }
      }
    }
    return answers.count == 1 ? answers.first : nil
  }

  private func candidates(_ known: Known, near other: Known) -> [Double] {
    let edges: [Double] =
      switch other {
      case .exactly(let value), .orMore(let value), .orLess(let value): [value]
      case .within(let low, let high): [low, high]
      case .nothing: [0]
      }
    let points = edges.flatMap { [$0 - 1, $0, $0 + 1] } + [-1e6, 1e6]
    return switch known {
    case .exactly(let value): [value]
    case .orMore(let value): [value] + points.filter { $0 > value }
    case .orLess(let value): [value] + points.filter { $0 < value }
    case .within(let low, let high): [low, high] + points.filter { (low...high).contains($0) }
    case .nothing: []
    }
  }

  // MARK: The run

  func answer(_ stages: [String: OracleStage], cancelledBy signal: Int?) -> OracleAnswer {
    let rows = world.pipeline.objectives.map { row($0, stages) }
    let named = world.pipeline.stages.compactMap { stage in
      stages[stage.id.text].map { (isRequired: stage.required, seen: $0) }
    }
    let verdict = verdict(rows, named, isCanceled: signal != nil)
    var totals: [String: Int] = ["objectives": rows.count, "stages": named.count]
    for row in rows {
      totals[row.judgment, default: 0] += 1
      if row.isWaived { totals["waived", default: 0] += 1 }
    }
    for stage in named { totals[stage.seen.state, default: 0] += 1 }
    let code =
      switch verdict {
      case "green": 0
      case "yellow": world.yellowExit
      case "red": 20
      default: 30
      }
    return OracleAnswer(
      rows: rows, verdict: verdict, exitCode: signal.map { 128 + $0 } ?? code, totals: totals)
  }

  // Design, section 2: the first line that holds.
  private func verdict(
    _ rows: [OracleRow], _ stages: [(isRequired: Bool, seen: OracleStage)], isCanceled: Bool
  ) -> String {
    let isRed =
      rows.contains { $0.colour == "red" }
      || stages.contains { $0.isRequired && $0.seen.isBroken }
    if isRed { return "red" }
    let isUnknown =
      rows.contains { $0.colour == "unknown" }
      || stages.contains { stage in
        stage.isRequired && stage.seen.neverRan != "not-selected"
          && (["skipped", "cancelled", "lost"].contains(stage.seen.state) || stage.seen.isUnmet)
      }
      || isCanceled
      || (rows.allSatisfy { $0.judgment == "unknown" }
        && !stages.contains { $0.seen.state == "succeeded" || $0.seen.isBroken })
    if isUnknown { return "unknown" }
    let isYellow =
      rows.contains { $0.judgment == "warn" || $0.judgment == "fail" }
      || stages.contains { stage in
        stage.seen.isBroken || stage.seen.state == "lost" || stage.seen.isFlaky
          || stage.seen.crossedSoft
          || (stage.seen.state == "succeeded" && stage.seen.isUnmet)
      }
    return isYellow ? "yellow" : "green"
  }
}
