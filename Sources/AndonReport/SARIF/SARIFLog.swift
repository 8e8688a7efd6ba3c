// A run as SARIF results, before they are written. SARIF 2.1.0; ci-consumers.md, section 2.
// Two selections of one list: everything for people, and only fails for consumers that ignore
// `kind` and would open an alert for a pass.

internal import AndonModel

/// One result.
struct SARIFResult: Equatable {
  /// Whether it is a problem.
  enum Kind: String {
    case pass
    case fail
    /// Too little is known to decide, and what explains it is reported.
    case open
    /// Too little is known to decide, and a person has to look.
    case review
    case notApplicable
  }

  /// How much it weighs; `none` for every kind but `fail`.
  enum Level: String {
    case none
    case note
    case warning
    case error
  }

  var rule: Rule
  var kind: Kind
  var level: Level
  var message: String
  var place: SourcePlace
  var row: ObjectiveRecord?

  /// Why it was excused; nil when it was not.
  var suppression: String? {
    guard let row, row.isWaived, let waiver = row.waiver else { return nil }
    return "\(waiver.owner): \(waiver.reason), until \(waiver.until)."
  }
}

/// The results of a run.
struct SARIFLog: Equatable {
  /// Which results are wanted.
  enum Selection {
    case all
    /// What GitHub and Jenkins may ingest.
    case upload
  }

  let results: [SARIFResult]

  /// The results of a run.
  ///
  /// An upload is never empty when the run is red or unknown: that would close every alert.
  init(of record: RunRecord, _ selection: Selection) {
    let explanations = Explanations(record)
    let fallback = SourcePlace(file: record.run.configFile ?? "andon.yaml", line: 1, column: 1)
    var results = record.stages.compactMap { stage in
      Self.result(of: stage, explanations.explain(stage), fallback)
    }
    results += record.objectives.map { row in
      Self.result(of: row, explanations.explain(row), row.place ?? fallback)
    }
    if selection == .upload {
      results = results.compactMap { $0.forUpload }
    }
    let mustAlarm = record.verdict == .red || record.verdict == .unknown
    let isAlarm = { (result: SARIFResult) in
      (result.kind == .fail || result.kind == .review) && result.suppression == nil
    }
    if mustAlarm, !results.contains(where: isAlarm) {
      results.append(
        SARIFResult(
          rule: .noVerdict, kind: .fail, level: .warning,
          message: "The run came to no verdict: \(record.headline).", place: fallback))
    }
    self.results = results
  }

  private static func result(
    of stage: StageRecord, _ isExplained: Bool, _ fallback: SourcePlace
  ) -> SARIFResult? {
    let place = stage.place ?? fallback
    let message = Wording.sentence(stage) + "."
    let rule: Rule
    switch stage.state {
    case .failed: rule = .stageFailed
    case .stopped: rule = stage.reason == .budget ? .budgetUsedUp : .hardDeadline
    case .couldNotStart: rule = .couldNotStart
    case .lost: rule = .stageLost
    case .succeeded where stage.reason == .precondition:
      return SARIFResult(
        rule: .unmetExpectation, kind: stage.required ? .review : .fail,
        level: stage.required ? .none : .warning, message: message, place: place)
    case .succeeded where stage.softCrossed:
      return SARIFResult(
        rule: .softDeadline, kind: .fail, level: .warning,
        message: "\(stage.id) went over its soft deadline.", place: place)
    case .succeeded where stage.flaky:
      return SARIFResult(
        rule: .flakyStage, kind: .fail, level: .warning, message: message, place: place)
    case .skipped where stage.reason == .notSelected: return nil
    case .skipped where stage.required && !isExplained, .cancelled where stage.required:
      return SARIFResult(
        rule: .noVerdict, kind: .review, level: .none, message: message, place: place)
    case .succeeded, .cancelled, .skipped: return nil
    }
    let level: SARIFResult.Level = stage.required && stage.state.isBroken ? .error : .warning
    return SARIFResult(rule: rule, kind: .fail, level: level, message: message, place: place)
  }

  private static func result(
    of row: ObjectiveRecord, _ isExplained: Bool, _ place: SourcePlace
  ) -> SARIFResult {
    let isLow = row.severity == .low
    let (kind, level): (SARIFResult.Kind, SARIFResult.Level) =
      switch row.judgment {
      case .pass: (.pass, .none)
      case .warn: (.fail, isLow ? .note : .warning)
      case .fail: (.fail, isLow ? .warning : .error)
      case .unknown(.notSelected): (.notApplicable, .none)
      case .unknown: (isExplained || !row.required ? .open : .review, .none)
      }
    return SARIFResult(
      rule: Rule(for: row.indicator.name), kind: kind, level: level,
      message: Wording.sentence(row) + ".", place: place, row: row)
  }
}

extension SARIFResult {
  // An unknown that nothing explains is one warning; what is explained or passed is left out.
  fileprivate var forUpload: SARIFResult? {
    switch kind {
    case .fail: return self
    case .pass, .open, .notApplicable: return nil
    case .review:
      var result = self
      result.kind = .fail
      result.level = .warning
      return result
    }
  }
}
