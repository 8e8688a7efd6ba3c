// Every rule for noisy numbers behind one question. Pure: no chance, no clock. statistics.md.

package import AndonModel

/// Answers questions.
package enum DecisionMethods {
  /// What the rule says that was asked.
  package static func answer(_ question: DecisionQuestion) -> DecisionAnswer {
    switch question {
    case .limit(let limit): .decided(LimitMethod.decide(limit))
    case .relative(let relative): .decided(RelativeMethod.decide(relative))
    case .paired(let paired): .decided(PairedMethod.decide(paired))
    case .changes(let series): .changes(ChangePoints.of(series))
    case .family(let values, let rate): .rejected(FalseDiscovery.rejected(values, rate: rate))
    }
  }
}
