// What a report has to say about a run, one statement a row, before it is known who reads it.
// Kinds and levels are SARIF's, since it tells the most of them apart; ci-consumers.md, section 5.

internal import AndonModel

/// One statement about an objective, a stage, or the run.
struct ReportResult: Equatable {
  /// Whether it is a problem.
  enum ReportResultKind: String {
    case pass
    case fail
    /// Too little is known to decide, and what explains it is stated.
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

    // Problems first, the gravest of them at the top.
    fileprivate var rank: Int {
      switch self {
      case .error: 0
      case .warning: 1
      case .note: 2
      case .none: 3
      }
    }
  }

  /// What it is about.
  ///
  /// Indirect: statements are sorted and filtered, and a record is some hundred bytes.
  indirect enum Subject: Equatable {
    case run
    case stage(StageRecord)
    case objective(ObjectiveRecord)
  }

  /// One step on the way from a root to what it blocks.
  struct Step: Equatable {
    var message: String
    var place: FileLocation
  }

  var code: FindingCode
  var kind: ReportResultKind
  var level: Level
  var place: FileLocation
  var subject: Subject = .run
  /// What is said instead of what became of the subject.
  var words: String?
  /// Why it is so; nil where nothing speaks for a cause.
  @Boxed var cause: Cause?
  /// From the root to the row itself, where others keep it from being known.
  var way: [Step] = []

  /// One sentence, with its period, and its cause in another one.
  ///
  /// Made when it is asked for: who only counts has no use for it.
  var message: String {
    [fact, cause.map(Wording.sentence)].compactMap { $0 }.joined(separator: " ")
  }

  private var fact: String {
    if let words { return words }
    return switch subject {
    case .run: ""
    case .stage(let stage): Wording.sentence(stage) + "."
    case .objective(let row): Wording.sentence(row) + "."
    }
  }

  /// The objective that it is about.
  var row: ObjectiveRecord? { if case .objective(let row) = subject { row } else { nil } }

  /// The name of what it is about.
  var name: String {
    switch subject {
    case .run: "run"
    case .stage(let stage): stage.id.text
    case .objective(let row): row.id
    }
  }

  /// What it is about, in words that name no other row of the pipeline, and that no measured value
  /// changes.
  var identity: String {
    switch subject {
    case .run: "\(code.rawValue)/run"
    case .stage(let stage): "\(code.rawValue)/stage/\(stage.id)"
    case .objective(let row): "\(code.rawValue)/objective/\(row.id)"
    }
  }

  /// Why it was excused; nil when it was not.
  var suppression: String? {
    guard let row, row.isWaived, let waiver = row.waiver else { return nil }
    return "\(waiver.owner): \(waiver.reason), until \(waiver.until)."
  }

  /// How much it weighs for a reader who knows no kinds and no waivers; nil for what is no problem.
  ///
  /// What is excused is still a warning, what nothing explains too, and what is explained a note.
  var weight: Level? {
    switch kind {
    case .pass, .notApplicable: nil
    case .fail: suppression == nil ? level : .warning
    case .review: .warning
    case .open: .note
    }
  }

  // How much it matters: a broken stage comes before its objectives.
  fileprivate var severityRank: Int {
    switch row?.severity {
    case .none: 0
    case .critical: 1
    case .high: 2
    case .medium: 3
    case .low: 4
    }
  }
}

/// The statements about a run.
struct ReportResults {
  /// All of them, stages first, in the order of the file.
  let all: [ReportResult]

  /// States what is to be said about a run.
  ///
  /// When it is red or unknown something is a problem that nothing excuses, be it the run itself.
  init(of record: RunRecord) {
    let explanations = Explanations(record)
    let fallback = Self.fallback(record)
    let places = Dictionary(record.stages.map { ($0.id, $0) }) { first, _ in first }
    var all = record.stages.compactMap { stage in
      var statement = Self.statement(of: stage, explanations.explain(stage), fallback)
      statement?.cause = explanations.cause(of: stage)
      return statement
    }
    all += record.objectives.map { row in
      var statement = Self.statement(of: row, explanations.explain(row), row.place ?? fallback)
      statement.cause = explanations.cause(of: row)
      statement.way = Self.way(to: statement, row, places, fallback)
      return statement
    }
    let mustAlarm = record.verdict == .red || record.verdict == .unknown
    let isAlarm = { (statement: ReportResult) in
      (statement.kind == .fail || statement.kind == .review) && statement.suppression == nil
    }
    if mustAlarm, !all.contains(where: isAlarm) {
      all.append(
        ReportResult(
          code: .noVerdict, kind: .fail, level: .warning, place: fallback,
          words: "The run came to no verdict: \(record.headline)."))
    }
    self.all = all
  }

  /// The problems, the most important first, otherwise in the order of the file.
  var problems: [ReportResult] {
    Self.byImportance(all.filter { $0.weight != nil }) { $0.weight ?? .none }
  }

  /// The gravest level first, then the highest severity, otherwise as they were.
  static func byImportance(
    _ statements: [ReportResult], _ level: (ReportResult) -> ReportResult.Level
  ) -> [ReportResult] {
    statements.enumerated()
      .map { (level($1).rank, $1.severityRank, $0) }
      .sorted(by: <)
      .map { statements[$0.2] }
  }

  /// Where something is shown that stands nowhere.
  static func fallback(_ record: RunRecord) -> FileLocation {
    FileLocation(file: record.run.configFile ?? "andon.yaml", line: 1, column: 1)
  }

  /// The rule under which a stage is stated; nil for one of which nothing is to be said.
  static func code(of stage: StageRecord) -> FindingCode? {
    statement(of: stage, false, FileLocation(file: "", line: 1, column: 1))?.code
  }

  private static func statement(
    of stage: StageRecord, _ isExplained: Bool, _ fallback: FileLocation
  ) -> ReportResult? {
    func statement(
      _ code: FindingCode, _ kind: ReportResult.ReportResultKind, _ level: ReportResult.Level,
      _ words: String? = nil
    ) -> ReportResult {
      ReportResult(
        code: code, kind: kind, level: level, place: stage.place ?? fallback,
        subject: .stage(stage), words: words)
    }
    let broken: ReportResult.Level = stage.required ? .error : .warning
    switch stage.state {
    case .failed: return statement(.stageFailed, .fail, broken)
    case .stopped:
      return statement(stage.reason == .budget ? .budgetUsedUp : .hardDeadline, .fail, broken)
    case .couldNotStart: return statement(.couldNotStart, .fail, broken)
    case .lost: return statement(.stageLost, .fail, .warning)
    case .succeeded where stage.reason == .precondition:
      return stage.required
        ? statement(.unmetExpectation, .review, .none)
        : statement(.unmetExpectation, .fail, .warning)
    case .succeeded where stage.softCrossed:
      return statement(
        .softDeadline, .fail, .warning, "\(stage.id) went over its soft deadline.")
    case .succeeded where stage.flaky: return statement(.flakyStage, .fail, .note)
    case .skipped where stage.reason == .notSelected: return nil
    case .skipped where stage.required && !isExplained, .cancelled where stage.required:
      return statement(.noVerdict, .review, .none)
    case .succeeded, .cancelled, .skipped: return nil
    }
  }

  private static func statement(
    of row: ObjectiveRecord, _ isExplained: Bool, _ place: FileLocation
  ) -> ReportResult {
    let isLow = row.severity == .low
    let (kind, level): (ReportResult.ReportResultKind, ReportResult.Level) =
      switch row.judgment {
      case .pass: (.pass, .none)
      case .warn: (.fail, isLow ? .note : .warning)
      case .fail: (.fail, isLow ? .warning : .error)
      case .unknown(.notSelected): (.notApplicable, .none)
      case .unknown: (isExplained || !row.required ? .open : .review, .none)
      }
    return ReportResult(
      code: FindingCode(for: row.indicator.name), kind: kind, level: level, place: place,
      subject: .objective(row))
  }

  private static func way(
    to statement: ReportResult, _ row: ObjectiveRecord, _ stages: [StageID: StageRecord],
    _ fallback: FileLocation
  ) -> [ReportResult.Step] {
    guard let root = row.root else { return [] }
    let blockers = [root] + row.blockedBy.filter { $0 != root }
    let steps = blockers.compactMap { stages[$0] }.map {
      ReportResult.Step(message: Wording.sentence($0) + ".", place: $0.place ?? fallback)
    }
    return steps + [ReportResult.Step(message: statement.message, place: statement.place)]
  }
}
