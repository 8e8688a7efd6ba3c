// Limits that no run comes near: they would let a regression of many times pass. Pure.

package import AndonModel

/// Finding AND028.
package enum LooseLimit {
  /// So many runs tell what is usual.
  package static let runs = 20
  // None of them used more than this part of the limit.
  private static let part = 0.1
  // What is advised instead, against the most that was used.
  private static let room = 2.0

  /// Whether an objective has a limit that can be too generous.
  package static func applies(to objective: Objective) -> Bool {
    guard let fail = objective.fail, let limit = fail.upperLimit, limit > 0 else { return false }
    return objective.relative == nil && (fail.unit == .seconds || fail.unit == .bytes)
  }

  /// What is to be said of an objective's limit after earlier runs' figures; nil for nothing.
  package static func finding(_ objective: Objective, _ figures: [Double]) -> Finding? {
    guard applies(to: objective), figures.count >= runs, let fail = objective.fail,
      let limit = fail.upperLimit, let most = figures.suffix(runs).max(), most <= part * limit
    else { return nil }
    let used = Format.value(most, fail.unit)
    let advised = Format.value(room * most, fail.unit)
    var finding = Finding(
      .looseLimit, .notice, .note,
      "\(objective.id) used \(used) at most in the \(runs) runs before this one, of "
        + "\(fail.thresholdText) that it may: a limit of \(advised) would have held as well",
      stage: objective.indicator.stage)
    finding.objective = objective.id
    finding.place = objective.place
    return finding
  }
}
