// A paired comparison for people: both samples, the estimate with its interval, the decision.

package import AndonModel
package import AndonText

/// Shows paired comparisons.
package enum PairedText {
  /// What became of a stage that came to no good end, with the last line that it printed.
  package static func broken(_ stage: StageRecord, _ evidence: StageEvidence?) -> String {
    let last = evidence?.tail.last.map { ": \($0)" } ?? ""
    return Wording.sentence(stage) + last
  }

  /// The line of a pair that has just been run, with its end.
  package static func pair(_ number: Int, _ comparison: PairedComparison) -> ConsoleText {
    let value = { (side: PairedComparison.Side) in
      side.values[number - 1].map { Wording.text(.exact($0), comparison.unit) } ?? "–"
    }
    return "pair \(number): base \(value(comparison.base)), head \(value(comparison.head))\n"
  }

  /// The result, each line with its end.
  package static func result(_ comparison: PairedComparison) -> ConsoleText {
    let decision = comparison.decision
    var text: ConsoleText = "\(comparison.indicator), "
    text += "head \(name(comparison.head)) against base \(name(comparison.base))\n"
    text += "  base  \(sample(comparison.base, comparison.unit))\n"
    text += "  head  \(sample(comparison.head, comparison.unit))\n"
    if let estimate = decision.estimate {
      let interval =
        if let low = decision.low, let high = decision.high {
          ", between \(Wording.percent(low)) and \(Wording.percent(high))"
        } else {
          ""
        }
      let p = decision.p.map { ", p \(Format.number(($0 * 1e4).rounded() / 1e4))" } ?? ""
      text += "  \(Wording.percent(estimate))\(interval)\(p)\n"
    }
    if let detectableChange = decision.detectableChange {
      let size = Format.percent(detectableChange)
      text += "  with \(pairs(decision.runs)) and this noise a change of \(size) or more would "
      text += "have been seen\n"
    }
    return text + "\(ending(comparison))\n"
  }

  private static func ending(_ comparison: PairedComparison) -> String {
    switch comparison.ending {
    case .interrupted(let signal): return "interrupted by \(signal), after \(pairs(comparison))"
    case .broken(let reason, _): return "error: \(reason)"
    case .whole: break
    }
    let margin = Format.fixed(comparison.tolerance.margin * 100, 1)
    let sign = comparison.tolerance.direction == .lower ? "+" : "-"
    let answer = comparison.decision.answer.name.uppercased()
    let note = comparison.decision.isImproved ? ", improved" : ""
    return "\(answer)\(note)  (allowed \(sign)\(margin) %, decided by "
      + "\(pairs(comparison.decision.runs))\(reason(comparison.decision)))"
  }

  private static func reason(_ decision: MethodDecision) -> String {
    let excludedPairs =
      decision.excludedPairs == 0 ? "" : "; \(pairs(decision.excludedPairs)) said nothing"
    guard case .inconclusive(let reason) = decision.answer else { return excludedPairs }
    let words =
      switch reason {
      case .nothing: "; nothing that can be compared was measured"
      case .tooFew: "; fewer than six say nothing"
      case .noise: "; they scatter too much"
      case .nonPositive: "; parts of 0 or below say nothing"
      case .units: "; the units differ"
      }
    return words + excludedPairs
  }

  private static func pairs(_ comparison: PairedComparison) -> String {
    pairs(min(comparison.base.values.count, comparison.head.values.count))
  }

  private static func pairs(_ count: Int) -> String { Format.count(count, "pair") }

  private static func name(_ side: PairedComparison.Side) -> String {
    side.commit.map { "\(side.name) (\($0.prefix(12)))" } ?? side.name
  }

  private static func sample(_ side: PairedComparison.Side, _ unit: MeasureUnit) -> String {
    side.values.map { $0.map { Wording.text(.exact($0), unit) } ?? "–" }.joined(separator: "  ")
  }
}
