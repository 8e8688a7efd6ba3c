// The answer of a decision method.

/// What a rule answers.
package enum DecisionAnswer: Equatable, Sendable {
  case decided(MethodDecision)
  /// Positions of the first values of new levels.
  case changes([Int])
  /// Positions of the p values that count.
  case rejected([Int])
}

/// What a rule decided, and how sure it is.
package struct MethodDecision: Equatable, Sendable {
  /// The answer itself.
  package enum Answer: Equatable, Sendable {
    case pass
    case warn
    case fail
    case inconclusive(Reason)

    /// The answer's name in files.
    package var name: String {
      switch self {
      case .pass: "pass"
      case .warn: "warn"
      case .fail: "fail"
      case .inconclusive: "inconclusive"
      }
    }
  }

  /// Why nothing could be decided.
  package enum Reason: String, Sendable {
    /// Nothing was measured.
    case nothing
    /// There are too few values to say anything.
    case tooFew = "too-few"
    /// The values scatter too much for the difference that was asked for.
    case noise
    /// A ratio makes no sense of values that are 0 or below.
    case nonPositive = "non-positive"
    /// The units are unknown or of different kinds.
    case units
  }

  /// The answer.
  package var answer: Answer
  /// How probable values like these are when the limit is just kept; nil when nobody can say.
  package var p: Double?
  /// The median against a limit, in the series' unit; else head through base, less 1.
  package var estimate: Double?
  /// What the true value may be; nil on a side that is open.
  package var low: Double?
  /// What the true value may be; nil on a side that is open.
  package var high: Double?
  /// How many runs, repeats or pairs it rests on, the first ones.
  package var runs: Int
  /// Values, or pairs, that were missing.
  package var excludedPairs = 0
  /// The smallest change for the worse that data like these would have proven: head through base,
  /// less 1, as a size; nil when nobody can say.
  package var detectableChange: Double?

  /// An answer that nothing else is known of.
  package init(_ answer: Answer, runs: Int) {
    self.answer = answer
    self.runs = runs
  }

  /// Whether the change is proven to be one for the better.
  package var isImproved = false
}
