// Which surroundings the next run gets, and what follows from what the runs made: a pure state
// machine. Things are shared out among the runs that were asked for; where outputs differ, a run in
// unchanged surroundings tells what differs always, and single things tell which one it was.

internal import AndonModel

/// Decides about runs in changed surroundings.
struct VariationSchedule {
  /// What came of one run.
  enum Result {
    /// Its outputs that differ from the first run's, by path.
    case compared(Set<String>)
    /// It came to no good end.
    case failed
  }

  private struct Run {
    let varied: [Variation]
    let result: Result

    var differing: Set<String> {
      if case .compared(let paths) = result { paths } else { [] }
    }

    var hasFailed: Bool {
      if case .failed = result { true } else { false }
    }
  }

  // The runs that were asked for and have not begun.
  private var planned: [[Variation]]
  private var current: [Variation] = []
  private var runs: [Run] = []

  /// Shares things out among so many runs beside the first one.
  init(_ variations: [Variation], runs: Int) {
    planned = (0..<runs).map { run in
      // With more runs than things each is changed alone, again and again.
      if variations.count < runs {
        return variations.isEmpty ? [] : [variations[run % variations.count]]
      }
      return variations.enumerated().filter { $0.offset % runs == run }.map(\.element)
    }
  }

  /// What the next run changes; nil when there is nothing more to find out.
  mutating func next() -> [Variation]? {
    guard let varied = planned.isEmpty ? question : planned.removeFirst() else { return nil }
    current = varied
    return varied
  }

  /// The present run has come to its end.
  mutating func record(_ result: Result) { runs.append(Run(varied: current, result: result)) }

  // A run that tells more about what went wrong.
  private var question: [Variation]? {
    let troubled = runs.filter { $0.hasFailed || !$0.differing.isEmpty }
    if troubled.isEmpty { return nil }
    guard let plain = runs.first(where: { $0.varied.isEmpty }) else { return [] }
    // What fails with nothing changed tells nothing about what is.
    if plain.hasFailed { return nil }
    for run in troubled where run.varied.count > 1 {
      let open = run.differing.subtracting(plain.differing)
      if open.isEmpty, !run.hasFailed { continue }
      for variation in run.varied where !runs.contains(where: { $0.varied == [variation] }) {
        // Once all of it is explained, the others need not be tried.
        if !run.hasFailed, open.allSatisfy({ isExplained($0) }) { break }
        return [variation]
      }
    }
    return nil
  }

  private func isExplained(_ path: String) -> Bool {
    runs.contains { $0.varied.count == 1 && $0.differing.contains(path) }
  }

  /// When an output differs.
  func appearance(of path: String) -> VariationResult {
    let good = runs.filter { !$0.hasFailed }
    // All runs with the same surroundings have to agree.
    func differs(with varied: [Variation]) -> Bool? {
      let answers = Set(good.filter { $0.varied == varied }.map { $0.differing.contains(path) })
      return answers.count == 1 ? answers.first : nil
    }
    let differing = good.filter { $0.differing.contains(path) }
    if differing.contains(where: { $0.varied.isEmpty }) {
      return differs(with: []) == true ? .always : .sometimes
    }
    guard let first = differing.first(where: { $0.varied.count == 1 }) ?? differing.first,
      differs(with: first.varied) == true
    else { return .sometimes }
    return first.varied.count == 1 ? .under(first.varied[0]) : .together(first.varied)
  }
}
