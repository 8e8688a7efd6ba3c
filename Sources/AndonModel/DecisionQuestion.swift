// What a decision rule is asked, and what it answers. Values that are missing are nil.
// Knows nothing of stages and files: the same rules judge a pipeline's attempts, a history, and the
// lines of `andon judge --jsonl`.

/// Asked of one of the rules for noisy numbers.
package enum DecisionQuestion: Equatable, Sendable {
  case limit(LimitQuestion)
  case relative(RelativeQuestion)
  case paired(PairedQuestion)
  /// Where the level of a series changes, oldest value first.
  case changes([Double?])
  /// Which of several p values count when at most the share `q` of those may be wrong.
  case family([Double?], q: Double)
}

/// Whether a limit is kept, decided run by run.
package struct LimitQuestion: Equatable, Sendable {
  /// The runs, the first one first.
  package var series: [Double?]
  /// The limit; a value equal to it keeps it.
  package var limit: Double
  /// Which side of the limit is good.
  package var direction: Direction
  /// The most runs that may be made, at least 1.
  package var maxRuns: Int
  /// The robust standard deviation of ln of earlier values, where a history knows it.
  package var noise: Double?

  /// Asks with the defaults of the rule.
  package init(
    _ series: [Double?], limit: Double, _ direction: Direction = .lower, maxRuns: Int = 7,
    noise: Double? = nil
  ) {
    self.series = series
    self.limit = limit
    self.direction = direction
    self.maxRuns = maxRuns
    self.noise = noise
  }
}

/// How much worse than its base a figure may be, and how sure the answer has to be.
package struct Margin: Equatable, Sendable {
  /// The part of the base by which the head may be worse: 0.1 for 10 %.
  package var margin: Double
  /// Which way is better.
  package var direction: Direction
  /// The error allowed on each side.
  package var alpha: Double

  /// Allows the error of the rules as they were compared: 0.05 on each side.
  package init(margin: Double, _ direction: Direction = .lower, alpha: Double = 0.05) {
    self.margin = margin
    self.direction = direction
    self.alpha = alpha
  }
}

/// Whether a figure is worse than it was in earlier jobs.
package struct RelativeQuestion: Equatable, Sendable {
  /// The repeats of each earlier job, the oldest job first.
  package var baseline: [[Double?]]
  /// The repeats of the job that is judged.
  package var head: [Double?]
  /// How much worse it may be.
  package var tolerance: Margin
  /// The unit of the head's values; nil when it is not known.
  package var unit: String?
  /// The unit of the baseline's values; nil when it is not known.
  package var baselineUnit: String?

  /// Asks about values of the same unit.
  package init(baseline: [[Double?]], head: [Double?], _ tolerance: Margin) {
    self.baseline = baseline
    self.head = head
    self.tolerance = tolerance
  }
}

/// Whether the head of several pairs is worse than its base.
package struct PairedQuestion: Equatable, Sendable {
  /// The first of each pair.
  package var base: [Double?]
  /// The second of each pair.
  package var head: [Double?]
  /// How much worse the head may be.
  package var tolerance: Margin
  /// The most pairs that may be run.
  package var maxRuns: Int

  /// Asks with the most pairs that the rule looks at.
  package init(
    base: [Double?], head: [Double?], _ tolerance: Margin, maxRuns: Int = 30
  ) {
    self.base = base
    self.head = head
    self.tolerance = tolerance
    self.maxRuns = maxRuns
  }
}

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
