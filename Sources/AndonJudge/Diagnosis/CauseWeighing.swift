// Witnesses and lines of logs into causes: which is the cause, how sure it is, what else it could
// be. Pure; the method is the page CausesAreWeighed in AndonModel's catalogue.

internal import AndonModel

/// Weighs everything that speaks for causes of one trouble.
struct CauseWeighing {
  private struct Candidate {
    let kind: CauseClass
    var witness: CauseEvidence?
    var line: LogWeighing.Candidate?

    /// Two that agree weigh more than the stronger of them.
    var weight: Double {
      let seen = witness?.strength.rawValue ?? 0
      let said = line?.weight ?? 0
      return max(seen, said) + (witness != nil && line != nil ? 15 : 0)
    }

    var rule: String { witness?.rule ?? line?.rule.id ?? "" }
  }

  // Less than this part of the best speaks for no rival.
  private static let rivalPart = 0.5
  // As near to each other nobody can tell which.
  private static let near = 8.0
  private static let specific = 75.0

  private var candidates: [Candidate] = []

  /// Collects witnesses, and what a log says of the causes that may have done this.
  ///
  /// `known` are rules that match when all is well.
  init(
    _ evidence: [CauseEvidence], _ reading: LogDiagnosis?, exitCode: Int?,
    among kinds: Set<CauseClass>?,
    known: Set<String>
  ) {
    for witness in evidence where !candidates.contains(where: { $0.kind == witness.kind }) {
      candidates.append(Candidate(kind: witness.kind, witness: witness))
    }
    let lines =
      reading.map { LogWeighing.candidates(in: $0, exitCode: exitCode, known: known) } ?? []
    for line in lines where kinds?.contains(line.rule.kind) ?? true {
      let kind = line.rule.kind
      if let place = candidates.firstIndex(where: { $0.kind == kind || $0.witness?.effect == kind })
      {
        candidates[place].line = line
      } else {
        candidates.append(Candidate(kind: line.rule.kind, line: line))
      }
    }
    candidates.removeAll { $0.witness?.needsLine == true && $0.line == nil }
    // Whatever explains a failure comes before what only says that there is one.
    if candidates.contains(where: { !$0.kind.isSymptom }) {
      candidates.removeAll { $0.kind.isSymptom }
    }
    candidates.sort { ($0.weight, $1.rule) > ($1.weight, $0.rule) }
  }

  /// The best cause; nil where nothing speaks for any.
  func best(of seen: TroubledStage, log: String) -> Cause? {
    guard let first = candidates.first else { return nil }
    let alternatives = candidates.dropFirst().filter { $0.weight >= Self.rivalPart * first.weight }
    let texts = CauseTexts.of(first.kind)
    // A line that tells only the effect does not explain it.
    let rule = first.witness?.effect == nil ? first.line?.rule : nil
    var cause = Cause(
      kind: first.kind, confidence(first, alternatives.first), rule: first.rule,
      why: rule?.why ?? texts.why, remedy: rule?.remedy ?? texts.remedy)
    cause.stage = seen.stage.id
    cause.ruledOutIf = Falsification.of(first.kind)
    if let witness = first.witness { cause.evidence.append(witness.fact) }
    if let line = first.line {
      cause.line = line.hit.line
      cause.text = line.hit.text
      let more = line.hit.count > 1 ? " (and \(line.hit.count - 1) more)" : ""
      cause.evidence.append(Fact(line.hit.text + more, at: "\(log):\(line.hit.line)"))
    }
    cause.alternatives = alternatives.map {
      AlternativeCause(
        kind: $0.kind, rule: $0.rule, line: $0.line?.hit.line, ruledOutIf: Falsification.of($0.kind)
      )
    }
    cause.causalChain = cause.evidence.prefix(1) + (first.witness?.causalChain ?? [])
    if first.witness == nil { cause.causalChain.append(Fact(cause.why, at: "rule \(first.rule)")) }
    cause.unknown =
      first.witness == nil ? "what led to that line is not in the log" : first.witness?.unknown
    return cause
  }

  private func confidence(_ first: Candidate, _ second: Candidate?) -> Confidence {
    if first.witness?.strength == .kernel, first.line != nil { return .proven }
    let isAlone = second.map { $0.weight < first.weight - Self.near } ?? true
    if let witness = first.witness, witness.strength != .weak {
      return isAlone ? .likely : .possible
    }
    let weight = Double(first.line?.rule.weight ?? 0)
    return isAlone && weight >= Self.specific ? .likely : .possible
  }
}
