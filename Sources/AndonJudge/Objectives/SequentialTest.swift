// One limit over the runs of a sequential series, as far as they have come. Pure: a prefix of the
// runs that is decided is decided the same with more of them. statistics.md, section 1.

internal import AndonModel

/// Decides limits run by run.
enum SequentialTest {
  /// The answer so far; nil as long as another run is wanted.
  ///
  /// A run whose reading does not decide the limit is not counted; with such a run the answer is
  /// never a pass.
  /// `noise` is what a history knows of chance.
  static func answer(
    _ readings: [BoundedValue], bad: Comparison, _ series: Repetition, noise: Double? = nil
  ) -> MethodDecision.Answer? {
    for count in 0..<readings.count {
      if let earlier = last(Array(readings.prefix(count)), bad, series, noise) { return earlier }
    }
    return last(readings, bad, series, noise)
  }

  // The answer of the last run.
  private static func last(
    _ readings: [BoundedValue], _ bad: Comparison, _ series: Repetition, _ noise: Double?
  ) -> MethodDecision.Answer? {
    guard let answer = voted(readings, bad, series, noise) else { return nil }
    let isWhole = readings.allSatisfy { bad.answer(for: $0) != .undecided }
    switch answer {
    case .pass, .warn: if isWhole { return answer }
    case .fail, .inconclusive: return answer
    }
    return readings.count >= series.runs ? .inconclusive(.tooFew) : nil
  }

  private static func voted(
    _ readings: [BoundedValue], _ bad: Comparison, _ series: Repetition, _ noise: Double?
  ) -> MethodDecision.Answer? {
    let isLast = readings.count >= series.runs
    let runs = readings.compactMap { reading -> Run? in
      switch bad.answer(for: reading) {
      case .holds: Run(reading, isOver: true)
      case .doesNotHold: Run(reading, isOver: false)
      case .undecided: nil
      }
    }
    if series.use == .p95 {
      let overs = runs.count(where: \.isOver)
      let lost = readings.count - runs.count
      return QuantileMethod.settled(
        0.95, runs: runs.count, overs: overs, of: max(runs.count, series.runs - lost))
    }
    let walk = LimitMethod.walk(runs, most: series.runs, isOver: \.isOver) { run in
      guard let direction = bad.relation.direction else { return false }
      return LimitMethod.isFar(run.value, from: bad.threshold, direction, noise: noise)
    }
    return walk.isOver || isLast ? walk.answer : nil
  }

  /// Whether no further run could change an objective's judgment.
  static func isSettled(
    _ objective: Objective, _ attempts: [AttemptRecord], _ series: Repetition
  ) -> Bool {
    let readings = readings(of: objective, attempts)
    if let fail = objective.fail {
      switch answer(readings, bad: fail, series, noise: objective.noise) {
      case nil: return false
      case .fail, .inconclusive: return true
      case .pass, .warn: break
      }
    }
    return objective.warn.map {
      answer(readings, bad: $0, series, noise: objective.noise) != nil
    } ?? true
  }

  /// The readings of the attempts that decided an objective: those up to the one that settled it.
  static func decisive(
    _ objective: Objective, _ attempts: [AttemptRecord], _ series: Repetition
  ) -> [BoundedValue] {
    let measured = attempts.filter { $0.role == .measured }
    let count = (1...max(measured.count, 1)).first { count in
      isSettled(objective, Array(measured.prefix(count)), series)
    }
    return readings(of: objective, Array(measured.prefix(count ?? measured.count)))
  }

  /// What each judged attempt says of an objective's indicator.
  static func readings(of objective: Objective, _ attempts: [AttemptRecord]) -> [BoundedValue] {
    attempts.filter { $0.role == .measured }.map { attempt in
      attempt.indicators[objective.indicator.name]?.reading ?? .missing(reason: "not measured")
    }
  }

  // A run that says on which side of the limit it lies.
  private struct Run {
    let value: Double
    let isOver: Bool

    init(_ reading: BoundedValue, isOver: Bool) {
      value = reading.value ?? .nan
      self.isOver = isOver
    }
  }
}
