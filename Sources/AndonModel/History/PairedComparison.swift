// Head against base, run in pairs: what `andon compare` has found.

/// A paired comparison.
package struct PairedComparison: Equatable, Sendable {
  /// One side of it.
  package struct Side: Equatable, Sendable {
    /// As the caller named it.
    package var name: String
    /// The commit that it is; nil for a command.
    package var commit: String?
    /// What its attempts showed, in their order; nil for what was not measured.
    package var values: [Double?] = []

    /// A side without attempts.
    package init(name: String, commit: String?) {
      self.name = name
      self.commit = commit
    }
  }

  /// How it came to its end.
  package enum Ending: Equatable, Sendable {
    /// The rule knew, or the pairs were used up.
    case whole
    /// A signal ended it.
    case interrupted(UnixSignal)
    /// An attempt came to no good end, in words; whether it was the head's.
    case broken(String, isHead: Bool)
  }

  /// What was compared, such as `suite.cpu`.
  package var indicator: IndicatorReference
  /// The unit of the values.
  package var unit: MeasureUnit
  /// How much worse the head may be.
  package var tolerance: Margin
  /// What it is compared with.
  package var base: Side
  /// What is compared.
  package var head: Side
  /// What the pairs so far decide.
  package var decision: MethodDecision
  /// How it came to its end.
  package var ending = Ending.whole

  /// A comparison without pairs.
  package init(
    _ indicator: IndicatorReference, unit: MeasureUnit, _ tolerance: Margin, base: Side,
    head: Side
  ) {
    self.indicator = indicator
    self.unit = unit
    self.tolerance = tolerance
    self.base = base
    self.head = head
    decision = MethodDecision(.inconclusive(.nothing), runs: 0)
  }

  /// The exit code: 0 pass, 10 warn, 20 fail, 30 inconclusive, 128 and the signal's number.
  package var exitCode: Int {
    switch ending {
    case .interrupted(let signal): return Exit.stopped(by: signal).code
    case .broken(_, let isHead): return isHead ? 20 : 30
    case .whole: break
    }
    switch decision.answer {
    case .pass: return 0
    case .warn: return 10
    case .fail: return 20
    case .inconclusive: return 30
    }
  }
}
