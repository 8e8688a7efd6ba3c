// The run in one sentence: how many failed, and what else is unknown because of them. Pure.

internal import AndonModel

/// Words the headline.
enum Headline {
  /// `1 failed, 9 unknown because of it`.
  ///
  /// Failed objectives are counted, or failed stages where no objective failed.
  static func text(
    _ stages: [StageRecord], _ objectives: [ObjectiveRecord], _ ending: RunResult.Ending
  ) -> String {
    let totals = Totals(stages: stages, objectives: objectives)
    let broken = stages.filter(\.state.isBroken)
    let failing = objectives.filter { $0.judgment == .fail }
    let failed = failing.isEmpty ? broken.count : failing.count
    var parts: [String] = []
    let waived = totals.objectives.waived
    if failed > 0 { parts.append("\(failed) failed" + (waived > 0 ? " (\(waived) waived)" : "")) }
    let left = objectives.count { $0.judgment == .unknown(.notSelected) }
    let unknown = objectives.filter {
      $0.judgment.reason != nil && $0.judgment != .unknown(.notSelected)
    }
    if !unknown.isEmpty {
      let counted = failing.isEmpty ? broken.map(\.id) : failing.map(\.indicator.stage)
      parts.append(unknownPart(unknown, broken, failed: Set(counted), count: failed))
    }
    if unknown.isEmpty, failed > 0, objectives.isEmpty, totals.stages.skipped > 0 {
      parts.append("\(totals.stages.skipped) skipped because of \(failed == 1 ? "it" : "them")")
    }
    if totals.objectives.warn > 0 { parts.append(count(totals.objectives.warn, "warning")) }
    let slow = stages.count { $0.softCrossed && $0.state == .succeeded }
    if slow > 0 { parts.append("\(count(slow, "stage")) slow") }
    let unmet = stages.count { $0.reason == .precondition && $0.state == .succeeded }
    if unmet > 0, unknown.isEmpty { parts.append("\(count(unmet, "stage")) not as expected") }
    if parts.isEmpty { parts.append(allWell(totals, stages)) }
    if left > 0 { parts.append("\(left) not selected") }
    return prefix(ending) + parts.joined(separator: ", ")
  }

  // Unknowns are put down to the broken stages that they go back to; to "it" or "them" when those
  // are the very rows that were counted as failed.
  private static func unknownPart(
    _ unknown: [ObjectiveRecord], _ broken: [StageRecord], failed: Set<StageID>, count: Int
  ) -> String {
    let causes = Set(broken.map(\.id))
    let roots = unknown.map { $0.root ?? $0.indicator.stage }.filter(causes.contains)
    guard let first = roots.first else { return "\(unknown.count) unknown" }
    let because =
      if failed.isSuperset(of: roots) {
        count == 1 ? "because of it" : "because of them"
      } else if Set(roots).count == 1 {
        "because of \(first)"
      } else {
        "because of \(Set(roots).count) broken stages"
      }
    return roots.count == unknown.count
      ? "\(unknown.count) unknown \(because)"
      : "\(unknown.count) unknown (\(roots.count) \(because))"
  }

  private static func prefix(_ ending: RunResult.Ending) -> String {
    switch ending {
    case .whole: ""
    case .overBudget: "over budget: "
    case .cancelled: "cancelled: "
    case .cutOff: "cut off: "
    }
  }

  private static func allWell(_ totals: Totals, _ stages: [StageRecord]) -> String {
    if totals.objectives.pass > 0 { return "\(totals.objectives.pass) passed" }
    let done = totals.stages.succeeded
    let selected = stages.count { $0.reason != .notSelected }
    if done < selected { return "\(done) of \(selected) stages succeeded" }
    return done == 0 ? "nothing was judged" : "\(count(done, "stage")) succeeded"
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    Format.count(number, noun)
  }
}
