// Why outputs differ from run to run: what they look like, when they do, what to do about it.
// Pure; the runs that tell it are made by AndonRun.

internal import AndonModel

/// States what is not reproducible.
enum DifferingOutputs {
  private static let mostNamed = 3
  private static let maxEvidence = 20

  // MARK: Causes

  /// The causes of a stage's differences, one for all outputs that look alike and differ under the
  /// same circumstances, that of most outputs first.
  ///
  /// `rows` are the objectives that are in trouble for it, with their limits; `trouble` says so.
  static func causes(
    of stage: StageRecord, _ rows: [ObjectiveRecord], _ limits: [String: Objective],
    _ trouble: Fact
  ) -> [Cause] {
    guard let reproduction = stage.reproduction else { return [] }
    var groups: [[DifferingOutput]] = []
    for output in reproduction.differing {
      if let index = groups.firstIndex(where: { $0[0].isLike(output) }) {
        groups[index].append(output)
      } else {
        groups.append([output])
      }
    }
    // Equal groups stay in the order in which they were found.
    let ordered = groups.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }
    // Of very many outputs that differ only the first ones are listed.
    let isWhole =
      reproduction.differing.count
      >= reproduction.files - reproduction.identical - reproduction.unread
    return ordered.map { group in
      var cause = cause(group.element, stage, trouble, isWhole: isWhole)
      cause.objectives = rows.map(\.id)
      cause.advice = rows.map { row in
        advice(cause.remedy, group.element.count, reproduction, row, limits[row.id])
      }
      if rows.isEmpty { cause.advice = [Advice(cause.remedy, assumption: Self.assumption)] }
      return cause
    }
  }

  private static let assumption = "nothing else makes the same outputs differ"

  // Without this difference these outputs would be the same as well.
  private static func advice(
    _ change: String, _ count: Int, _ reproduction: ReproducibilityResult, _ row: ObjectiveRecord,
    _ limit: Objective?
  ) -> Advice {
    var advice = Advice(change, unit: .ratio, assumption: assumption)
    let all = Double(reproduction.files)
    let least = Double(reproduction.identical + count) / all
    // What is not listed may differ for the same reason.
    let listed = reproduction.identical + reproduction.differing.count
    let most = least + Double(reproduction.files - listed) / all
    advice.objective = row.id
    advice.measured = row.measured.value
    advice.low = least
    advice.high = most
    advice.judgment = GainEstimate.judgment(least, most, limit)
    return advice
  }

  private static func cause(
    _ outputs: [DifferingOutput], _ stage: StageRecord, _ trouble: Fact, isWhole: Bool
  ) -> Cause {
    let suspicion = outputs[0].difference.suspicion
    let (why, remedy) = DifferenceTexts.of(suspicion)
    let isSure = suspicion != nil && outputs[0].differs != .sometimes
    var cause = Cause(
      kind: .nonDeterminism, isSure ? .likely : .possible, rule: suspicion?.rawValue ?? "unlike",
      why: why, remedy: remedy)
    cause.stage = stage.id
    cause.ruledOutIf = Falsification.of(.nonDeterminism)
    let first = outputs[0]
    let path = first.difference.path
    let seen = Fact(
      "\(path): \(first.difference.text)", at: "outputs of the attempts of \(stage.id)")
    cause.evidence = [seen]
    cause.causalChain = [
      trouble, seen,
      Fact("\(path) differs \(first.differs.text)", at: "\(stage.id), its attempts"),
    ]
    if outputs.count > 1 {
      let names = outputs.dropFirst().prefix(mostNamed).map(\.difference.path)
      let rest = outputs.count - 1 - names.count
      let more = rest > 0 ? " and \(isWhole ? "" : "at least ")\(rest) more" : ""
      cause.causalChain.append(
        Fact(
          "so \(outputs.count == 2 ? "does" : "do") \(names.joined(separator: ", "))\(more)",
          at: "reproduction of verdict.json"))
    }
    if suspicion == nil { cause.unknown = "what makes it differ does not show in its bytes" }
    return cause
  }

  // MARK: Findings

  /// What is to be said of a stage's outputs, besides its objectives.
  static func findings(of stage: StageRecord, _ rows: [ObjectiveRecord]) -> [Finding] {
    guard let reproduction = stage.reproduction else { return [] }
    let isPromised = rows.contains {
      $0.indicator.stage == stage.id && $0.indicator.name == .builtIn(.identicalOutputs)
        && $0.judgment == .fail
    }
    var all: [Finding] = []
    if let difference = summary(reproduction) {
      all.append(
        Finding(
          .outputsDiffer, isPromised ? .cause : .notice, .warning, "\(stage.id): \(difference)",
          stage: stage.id, evidence: reproduction.differing.prefix(maxEvidence).map(line)))
    }
    if let failure = reproduction.failure {
      all.append(
        Finding(
          .variationFailed, .notice, .warning, "\(stage.id): \(failure)", stage: stage.id))
    }
    for thing in reproduction.variations {
      guard let reasonNotVaried = thing.reasonNotVaried else { continue }
      let what = thing.isVaried ? "was varied in part" : "was not varied"
      all.append(
        Finding(
          .notVaried, .notice, .note,
          "\(stage.id): \(thing.variation.rawValue) \(what): \(reasonNotVaried)",
          stage: stage.id))
    }
    return all
  }

  /// How many outputs differ; nil for none.
  static func summary(_ reproduction: ReproducibilityResult) -> String? {
    let count = reproduction.files - reproduction.identical - reproduction.unread
    if count == 0 { return nil }
    let outputs = Format.count(reproduction.files, "output")
    return "\(count) of \(outputs) differ\(count == 1 ? "s" : "") between \(reproduction.runs) runs"
  }

  private static func line(_ output: DifferingOutput) -> String {
    let looks = output.difference.suspicion.map { ", looks like: \($0.rawValue)" } ?? ""
    return "\(output.difference.path): \(output.difference.text); \(output.differs.text)\(looks)"
  }
}

extension DifferingOutput {
  // Whether both go back to the same thing, as far as it shows.
  fileprivate func isLike(_ other: DifferingOutput) -> Bool {
    difference.suspicion == other.difference.suspicion && differs == other.differs
  }
}
