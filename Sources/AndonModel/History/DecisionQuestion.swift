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
