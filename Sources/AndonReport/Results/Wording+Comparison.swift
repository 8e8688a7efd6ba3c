// Rows about change in words: how much, against which runs, how sure, and how little would have
// been seen.

internal import AndonModel

extension Wording {
  /// Everything that is to be said about a row beside its value and its limits.
  static func notes(_ row: ObjectiveRecord, in record: RunRecord) -> [String] {
    // What is unknown tells of its change by itself.
    let change = row.judgment.reason == nil ? change(row) : nil
    let notes = [change, note(row), confirmation(row), power(row), holders(row, in: record)]
    return notes.compactMap { $0 }
  }

  /// How a figure lies to its baseline: `+14.2 % against 12 runs of main (10.8 s), between +10.2 %
  /// and +18.4 %`; nil for a row that is about values, or has no baseline.
  static func change(_ row: ObjectiveRecord) -> String? {
    guard let comparison = row.comparison, let decision = comparison.decision,
      let base = comparison.base
    else { return nil }
    let earlier = text(.exact(base), row.unit)
    guard let estimate = decision.estimate else { return "against \(runs(row)) (\(earlier))" }
    let interval =
      if let low = decision.low, let high = decision.high {
        ", between \(percent(low)) and \(percent(high))"
      } else {
        ""
      }
    return "\(percent(estimate)) against \(runs(row)) (\(earlier))\(interval)"
  }

  /// What would have been seen: `with 12 runs and this noise a change of 14 % or more would have
  /// been seen`; nil where nothing was decided.
  static func power(_ row: ObjectiveRecord) -> String? {
    guard let comparison = row.comparison,
      let detectableChange = comparison.decision?.detectableChange
    else {
      return nil
    }
    return
      "with \(count(comparison)) and this noise a change of "
      + "\(Format.percent(detectableChange)) or more "
      + "would have been seen"
  }

  /// What was decided before it was measured again; nil where it was measured once.
  static func confirmation(_ row: ObjectiveRecord) -> String? {
    guard let first = row.comparison?.first else { return nil }
    let size = first.estimate.map { " at \(percent($0))" } ?? ""
    return "before it was measured again it was \(first.answer.name)\(size)"
  }

  /// The runs that a row is held against: `12 runs of main`.
  static func runs(_ row: ObjectiveRecord) -> String {
    guard let comparison = row.comparison else { return "no runs" }
    return "\(count(comparison)) of \(comparison.against)"
  }

  /// Why a row about change is unknown; nil where it is not the baseline's doing.
  static func explanation(_ row: ObjectiveRecord, _ comparison: ComparisonRecord) -> String? {
    switch comparison.baseline {
    case .foreign(let count):
      return "\(count) earlier runs of \(comparison.against) were made on other machines"
    case .unavailable(let reason): return "no baseline of \(comparison.against): \(reason)"
    case .runs: break
    }
    guard let decision = comparison.decision, case .inconclusive(let reason) = decision.answer
    else {
      return nil
    }
    switch reason {
    case .noise:
      return (change(row) ?? measured(row)) + ", which leaves \(limits(row)) undecided"
    case .nonPositive: return "a part of what is 0 or below says nothing"
    case .units: return "its limit has another unit than the figure"
    case .nothing, .tooFew: return nil
    }
  }

  private static func count(_ comparison: ComparisonRecord) -> String {
    Format.count(comparison.runs.count, "run")
  }

  /// A change in per cent, with its sign.
  static func percent(_ part: Double) -> String {
    (part > 0 ? "+" : "") + Format.percent(part)
  }
}
