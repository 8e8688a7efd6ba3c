// A limit, decided run by run: a truncated sequential probability ratio test on the sign (Wald,
// 1945), with one way out after the first run. Pure. statistics.md, section 1.

internal import AndonModel
internal import RealModule

/// Decides whether a limit is kept.
enum LimitMethod {
  private static let lead = 3
  // Slow outliers are common, fast ones are not: half the limit is out of reach by chance.
  private static let guardWithoutHistory = Double.log(2)
  private static let minGuard = 0.1

  /// The decision after as many runs as it takes.
  static func decide(_ question: LimitQuestion) -> MethodDecision {
    let values = SampleStatistics.measured(question.series)
    let walk = walk(values, most: question.maxRuns) { value in
      isOver(value, question)
    } isFar: { value in
      isFar(value, from: question.limit, question.direction, noise: question.noise)
    }
    var decision = MethodDecision(walk.answer, runs: walk.runs)
    decision.excludedPairs = question.series.count - values.count
    guard walk.runs > 0 else { return decision }
    let sorted = values.prefix(walk.runs).sorted()
    decision.estimate = Statistic.median(ofSorted: sorted)
    (decision.low, decision.high) = MedianInterval.of(sorted)
    decision.p = MedianInterval.half(walk.runs).atLeast(walk.overs)
    return decision
  }

  /// The walk over runs, until it ends.
  ///
  /// `isFar` is asked of the first run alone: whether it is so good that none has to follow.
  static func walk<Run>(
    _ runs: [Run], most: Int, isOver: (Run) -> Bool, isFar: (Run) -> Bool
  ) -> Walk {
    var walk = Walk(lead: min(lead, max(1, most)), most: max(1, most))
    for run in runs {
      let over = isOver(run)
      if walk.runs == 0, !over, isFar(run) { walk.end() } else { walk.step(isOver: over) }
      if walk.isOver { break }
    }
    return walk
  }

  private static func isOver(_ value: Double, _ question: LimitQuestion) -> Bool {
    switch question.direction {
    case .lower: value > question.limit
    case .higher: value < question.limit
    }
  }

  /// Whether a value keeps a limit by so much that chance cannot explain it; `noise` is what a
  /// history knows of chance.
  static func isFar(
    _ value: Double, from limit: Double, _ direction: Direction, noise: Double?
  ) -> Bool {
    guard value > 0, limit > 0 else { return false }
    let ratio = Double.log(value / limit)
    let distance = direction == .lower ? ratio : -ratio
    return distance < -(noise.map { max(3 * $0, minGuard) } ?? guardWithoutHistory)
  }

  /// The walk of a test that ends at a lead, or when the runs are used up.
  struct Walk {
    /// The lead that decides.
    let lead: Int
    /// The most runs.
    let most: Int
    /// Runs so far.
    private(set) var runs = 0
    /// Runs beyond the limit.
    private(set) var overs = 0
    private var isEnded = false

    /// Before the first run.
    init(lead: Int, most: Int) {
      self.lead = lead
      self.most = most
    }

    /// One more run.
    mutating func step(isOver: Bool) {
      runs += 1
      if isOver { overs += 1 }
    }

    /// One more run, which is so good that none has to follow.
    mutating func end() {
      runs += 1
      isEnded = true
    }

    // Runs beyond the limit, less the others.
    private var position: Int { 2 * overs - runs }

    /// Whether another run could change nothing.
    var isOver: Bool { isEnded || abs(position) >= lead || runs >= most }

    /// What is known now.
    var answer: MethodDecision.Answer {
      if isEnded || position <= -lead { return .pass }
      if position >= lead { return .fail }
      return .inconclusive(runs == 0 ? .nothing : runs < most ? .tooFew : .noise)
    }
  }
}

/// What a median may be, by the order of values alone: the sign test turned round.
enum MedianInterval {
  private static let alpha = 0.05

  /// Heads in so many throws of a coin.
  static func half(_ throwsOfCoin: Int) -> Binomial {
    Binomial(trials: throwsOfCoin, probability: 0.5)
  }

  /// The ends, each wrong with a probability of at most 0.05; nil for fewer than five values.
  static func of(_ sorted: [Double]) -> (low: Double?, high: Double?) {
    let distribution = half(sorted.count)
    var outside = 0
    while distribution.atMost(outside) <= alpha { outside += 1 }
    if outside == 0 { return (nil, nil) }
    return (sorted[outside - 1], sorted[sorted.count - outside])
  }
}
