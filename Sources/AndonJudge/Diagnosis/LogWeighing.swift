// Which of the lines that rules matched is the cause. Pure; the method is the page CausesAreWeighed
// in AndonModel's catalogue.

package import AndonModel

/// Weighs what a log says.
package enum LogWeighing {
  /// What speaks for one cause.
  struct Candidate {
    let hit: LogMatch
    /// How much it speaks for it.
    var weight: Double

    var rule: LogPattern { hit.rule }
  }

  // Among rules that are equally specific the earlier line counts as the cause of the later one:
  // from the first line of a log to its last, so many points.
  private static let lateness = 6.0
  // An exit code that a rule's tool ends with.
  private static let agreement = 15.0
  // Such a rule means one thing only.
  private static let specific = 75.0
  // As near to each other nobody can tell which.
  private static let near = 8.0

  /// The causes that a log speaks for, the best first, one for each kind.
  ///
  /// `known` are the rules that runs without a failure match as well: they count for nothing. A log
  /// alone proves nothing.
  package static func causes(
    in reading: LogDiagnosis, exitCode: Int?, known: Set<String> = []
  ) -> [Cause] {
    let candidates = candidates(in: reading, exitCode: exitCode, known: known)
    let shown = candidates.filter { !$0.rule.kind.isSymptom }
    let causes = shown.isEmpty ? candidates : shown
    if reading.logMatches.isEmpty, let exitCode, let kind = kind(of: exitCode) {
      return [cause(kind, exitCode)]
    }
    return causes.enumerated().map { index, candidate in
      let alternatives = causes.enumerated().filter { $0.offset != index }.map(\.element)
      return cause(candidate, alternatives: alternatives, isBest: index == 0)
    }
  }

  /// What speaks for each kind, the strongest first.
  static func candidates(
    in reading: LogDiagnosis, exitCode: Int?, known: Set<String>
  ) -> [Candidate] {
    let told = reading.logMatches.filter { hit in
      !known.contains(hit.rule.id) && (exitCode != 0 || hit.rule.kind.harmsSuccess)
    }
    let logMatches = told.filter { !isOver($0, told) }
    var all = logMatches.map { hit in
      let position = Double(hit.line) / Double(max(reading.lines, 1))
      var weight = Double(hit.rule.weight) - lateness * min(position, 1)
      if let exitCode, agrees(hit.rule.kind, exitCode) { weight += agreement }
      return Candidate(hit: hit, weight: weight)
    }
    // An echo comes behind what it echoes.
    let plain = all
    for index in all.indices where !all[index].rule.follows.isEmpty {
      let source = plain.filter { candidate in
        all[index].rule.follows.contains(candidate.rule.kind)
          && candidate.hit.line <= all[index].hit.line
      }.map(\.weight).max()
      if let source { all[index].weight = min(all[index].weight, source - near - 1) }
    }
    var best: [CauseClass: Candidate] = [:]
    for candidate in all where candidate.weight > best[candidate.rule.kind]?.weight ?? -.infinity {
      best[candidate.rule.kind] = candidate
    }
    return best.values.sorted {
      ($0.weight, -$0.hit.line, $1.rule.id) > ($1.weight, -$1.hit.line, $0.rule.id)
    }
  }

  // Another trouble came later, and is not an echo of it.
  private static func isOver(_ hit: LogMatch, _ all: [LogMatch]) -> Bool {
    guard hit.isOvercome else { return false }
    let later = all.filter { $0.line > hit.line && !$0.isOvercome }
    return !later.isEmpty && !later.contains { $0.rule.follows.contains(hit.rule.kind) }
  }

  // The cause that an exit code alone suggests.
  private static func kind(of exitCode: Int) -> CauseClass? {
    [.timeout, .missingDependency, .crash, .outOfMemory, .brokenPipe].first {
      agrees($0, exitCode)
    }
  }

  private static func cause(_ kind: CauseClass, _ exitCode: Int) -> Cause {
    let texts = CauseTexts.of(kind)
    var cause = Cause(
      kind: kind, .possible, rule: "exit-code", why: texts.why, remedy: texts.remedy)
    cause.ruledOutIf = Falsification.of(kind)
    cause.unknown = "the log holds no line that tells why it ended with \(exitCode)"
    return cause
  }

  // 128 and the number of a signal where a shell says how its command ended.
  private static func agrees(_ kind: CauseClass, _ exitCode: Int) -> Bool {
    switch exitCode {
    case 124: kind == .timeout
    case 126: kind == .permission || kind == .misconfiguration
    case 127: kind == .missingDependency
    case 132...136, 139: kind == .crash
    case 137: kind == .outOfMemory
    case 141: kind == .brokenPipe
    default: false
    }
  }

  private static func cause(_ candidate: Candidate, alternatives: [Candidate], isBest: Bool)
    -> Cause
  {
    let rule = candidate.rule
    let isAlone = alternatives.allSatisfy { $0.weight < candidate.weight - near }
    let isLikely = isBest && isAlone && Double(rule.weight) >= specific
    var cause = Cause(
      kind: rule.kind, isLikely ? .likely : .possible, rule: rule.id, why: rule.why,
      remedy: rule.remedy)
    cause.line = candidate.hit.line
    cause.text = candidate.hit.text
    cause.ruledOutIf = Falsification.of(rule.kind)
    cause.alternatives = alternatives.map {
      AlternativeCause(
        kind: $0.rule.kind, rule: $0.rule.id, line: $0.hit.line,
        ruledOutIf: Falsification.of($0.rule.kind))
    }
    return cause
  }
}
