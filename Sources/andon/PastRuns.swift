// The history of a run: asked for baselines before it, added to after it. What goes wrong with it
// is a finding and never ends the run; where a baseline was needed the objective is unknown, or
// still learning. A file that is damaged or somebody else's is moved aside, and a new one begun.

internal import AndonHistory
internal import AndonJudge
internal import AndonModel
internal import AndonSystem

/// The history that belongs to a run.
struct PastRuns {
  // Seconds. A run waits once and then does not ask again: a history that another holds costs it
  // less than 2 s.
  private static let patience = 1.7
  // Seconds that a history may take to answer; of 50,000 runs it takes a twentieth.
  private static let most = 2.0
  // What git lets through is no part of the repository.
  private static let ignore = Array(
    "# Written by andon: nothing here is to be committed.\n*\n".utf8)

  /// The file; nil where the run has no history.
  private let file: HistoryFile?
  private let surroundings: Surroundings
  private var store: Result<HistoryStore, HistoryFault>?
  // Those that objectives name, by their paths.
  private var others: [String: Result<HistoryStore, HistoryFault>] = [:]
  /// What went wrong.
  private(set) var findings: [Finding] = []

  /// The history that the caller names, or the pipeline, or the usual one where something is held
  /// against earlier runs.
  init(_ pipeline: Pipeline, named name: String?, _ surroundings: Surroundings) {
    let isNeeded = pipeline.objectives.contains {
      $0.relative.map { $0.against.history == nil } ?? false
    }
    let name = name ?? pipeline.history ?? (isNeeded ? Pipeline.defaultHistory : nil)
    file = name.map {
      HistoryFile(path: Paths.absolute($0, in: surroundings.folder), base: surroundings.folder)
    }
    self.surroundings = surroundings
  }

  // MARK: Before the run

  /// The terms of a run of a pipeline, with what earlier runs say.
  mutating func terms(
    _ pipeline: Pipeline, _ run: inout RunIdentity, yellowExit: Int?, lint: [Finding]
  ) -> RunTerms {
    var pipeline = pipeline
    pipeline.objectives = fill(pipeline.objectives, of: run)
    run.runsPerDay = runsPerDay(run)
    var terms = RunTerms(
      pipeline, tool: ToolIdentity(version: andonVersion), run: run, yellowExit: yellowExit,
      lint: lint)
    tell(&terms)
    return terms
  }

  // The objectives with their baselines.
  private mutating func fill(_ objectives: [Objective], of run: RunIdentity) -> [Objective] {
    if file != nil, run.branch == nil, objectives.contains(where: { $0.relative != nil }) {
      findings.append(
        Finding(
          .historyProblem, .notice, .note,
          "the branch of this run is not known: it is remembered for none, and no baseline of a "
            + "branch learns from it"))
    }
    return objectives.map { objective in
      guard var terms = objective.relative else { return withNoise(objective, run) }
      terms.baseline = baseline(objective, terms, run)
      var filled = objective
      filled.relative = terms
      return filled
    }
  }

  // What chance does to a series that is decided run by run; without a history nobody knows.
  private mutating func withNoise(_ objective: Objective, _ run: RunIdentity) -> Objective {
    guard file != nil, objective.sequence != nil, let unit = objective.unit else {
      return objective
    }
    var question = HistoryStore.Question(
      objective.indicator, pipeline: run.pipeline, unit: unit, most: BaselineChoice.figures)
    question.machineClass = run.machineClass
    var filled = objective
    do throws(HistoryFault) {
      let figures = try ask { store throws(HistoryFault) in try store.figures(question) }
      filled.noise = BaselineChoice.noise(figures, on: run.machine.fingerprint)
    } catch {
      // It has been told of; the rule knows what to do without.
    }
    return filled
  }

  private mutating func baseline(
    _ objective: Objective, _ terms: RelativeTerms, _ run: RunIdentity
  ) -> Baseline {
    var question = HistoryStore.Question(
      objective.indicator, pipeline: run.pipeline, unit: terms.unit, most: BaselineChoice.figures)
    question.branch = terms.against.branch
    question.machineClass = run.machineClass
    question.objective = objective.id
    question.fingerprint = run.machine.fingerprint
    do throws(HistoryFault) {
      let own = try figures(question, terms.against)
      if own.count >= BaselineChoice.least { return BaselineChoice.choose(own, runs: terms.runs) }
      // Perhaps there are enough, and only of other machines.
      question.fingerprint = nil
      let all = try figures(question, terms.against)
      return BaselineChoice.choose(own, runs: terms.runs, foreign: all.count - own.count)
    } catch {
      if let other = terms.against.history { note(error, other) }
      return .unavailable(reason: error.reason)
    }
  }

  private mutating func figures(
    _ question: HistoryStore.Question, _ against: Against
  ) throws(HistoryFault) -> [PastFigure] {
    if let other = against.history {
      return try self.other(Paths.absolute(other, in: surroundings.folder)).figures(question)
    }
    return try ask { store throws(HistoryFault) in try store.figures(question) }
  }

  // A history of others: read only, and opened once for all objectives.
  private mutating func other(_ path: String) throws(HistoryFault) -> HistoryStore {
    if let opened = others[path] { return try opened.get() }
    let other = HistoryFile(path: path, base: surroundings.folder)
    let opened = Result { () throws(HistoryFault) in
      try open(other, canWrite: false)
    }
    others[path] = opened
    return try opened.get()
  }

  // How many runs there are for a day; nil without a history that knows.
  private mutating func runsPerDay(_ run: RunIdentity) -> Double? {
    if file == nil { return nil }
    do throws(HistoryFault) {
      return try ask { store throws(HistoryFault) in try store.runsPerDay(run.pipeline) }
    } catch {
      // It has been told of.
      return nil
    }
  }

  // Adds causes that the history knows: lines that green runs print as well, and open advice.
  private mutating func tell(_ terms: inout RunTerms) {
    if file == nil { return }
    let pipeline = terms.run.pipeline
    do throws(HistoryFault) {
      let known = try ask { store throws(HistoryFault) in try store.knownRules(pipeline) }
      for index in terms.stages.indices {
        terms.stages[index].knownRules = known[terms.stages[index].id] ?? []
      }
      terms.predictions = try ask { store throws(HistoryFault) in try store.openAdvice(pipeline) }
      for objective in terms.objectives where LooseLimit.applies(to: objective) {
        let figures = try used(by: objective, terms.run)
        if let told = LooseLimit.finding(objective, figures) { terms.lint.append(told) }
      }
    } catch {
      // It has been told of.
    }
  }

  // What the newest runs of the same branch used of a limit, one figure a run.
  private mutating func used(
    by objective: Objective, _ run: RunIdentity
  ) throws(HistoryFault) -> [Double] {
    var question = HistoryStore.Question(
      objective.indicator, pipeline: run.pipeline, unit: objective.unit, most: LooseLimit.runs)
    question.branch = run.branch
    question.machineClass = run.machineClass
    return try ask { store throws(HistoryFault) in try store.figures(question) }
      .compactMap { $0.run.values.max() }
  }

  /// Closes the files until the run has ended: a stage that cuts what SQLite has mapped would end
  /// andon.
  mutating func close() {
    if case .success = store { store = nil }
    others = [:]
  }

  // MARK: After the run

  /// Keeps a run that was whole.
  mutating func keep(_ record: RunRecord) {
    guard file != nil, record.complete else { return }
    let entry = HistoryEntry(of: record)
    do throws(HistoryFault) {
      _ = try ask { store throws(HistoryFault) in try store.add([entry]) }
    } catch {
      // It has been told of.
    }
  }

  /// The receipt of the run before, other than that run.
  mutating func newestReceipt(_ pipeline: String) -> Receipt.Previous? {
    if file == nil { return nil }
    do throws(HistoryFault) {
      return try ask { store throws(HistoryFault) in try store.newestReceipt(pipeline) }
    } catch {
      // It has been told of.
      return nil
    }
  }

  /// Adds the digest of the receipt of a run that was kept; nil if there is none.
  mutating func keep(_ receipt: SHA256?, of run: String) {
    guard file != nil, let receipt else { return }
    do throws(HistoryFault) {
      try ask { store throws(HistoryFault) in try store.add(receipt: receipt.text, of: run) }
    } catch {
      // The next receipt names the one before this.
    }
  }

  // MARK: The file

  // A file that turns out to be damaged is moved aside once, and the question asked again.
  private mutating func ask<Answer>(
    _ question: (HistoryStore) throws(HistoryFault) -> Answer
  ) throws(HistoryFault) -> Answer {
    let store = try open()
    do throws(HistoryFault) {
      return try question(store)
    } catch {
      guard error.kind == .damaged else {
        note(error, file?.path ?? "")
        if error.kind == .busy { self.store = .failure(error) }
        throw error
      }
      self.store = nil
      return try question(try moveAside(error))
    }
  }

  private mutating func open() throws(HistoryFault) -> HistoryStore {
    if let store { return try store.get() }
    let opened = Result { () throws(HistoryFault) in try openOnce() }
    store = opened
    return try opened.get()
  }

  private mutating func openOnce() throws(HistoryFault) -> HistoryStore {
    guard let file else { throw HistoryFault(.unusable, "the run has no history") }
    do throws(HistoryFault) {
      let store = try open(file, canWrite: true)
      addIgnore(beside: file)
      return store
    } catch {
      switch error.kind {
      case .damaged, .foreign: return try moveAside(error)
      case .newer, .busy:
        note(error, file.path)
        throw error
      case .unusable:
        // What cannot be written may still be read, on a fork for one.
        note(error, file.path)
        return try open(file, canWrite: false)
      }
    }
  }

  private func open(
    _ file: HistoryFile, canWrite: Bool
  ) throws(HistoryFault) -> HistoryStore {
    try file.open(canWrite: canWrite, patience: Self.patience, most: Self.most)
  }

  private func addIgnore(beside file: HistoryFile) {
    guard Paths.name(of: Paths.parent(of: file.path)) == ".andon",
      let directory = try? file.directory(isMade: true),
      !directory.has(Array(".gitignore".utf8))
    else { return }
    // Without it git shows the history as new; nothing else is wrong.
    try? directory.replace(".gitignore", with: Self.ignore)
  }

  private mutating func moveAside(_ fault: HistoryFault) throws(HistoryFault) -> HistoryStore {
    guard let file else { throw fault }
    let aside = "\(file.name).\(surroundings.startedAt).aside"
    do throws(SystemError) {
      try file.rename(to: aside)
    } catch {
      note(HistoryFault(.unusable, error.description), file.path)
      throw HistoryFault(.unusable, error.description)
    }
    note(HistoryFault(fault.kind, "\(fault.reason); it was moved to \(aside)"), file.path)
    let opened = Result { () throws(HistoryFault) in
      try open(file, canWrite: true)
    }
    store = opened
    return try opened.get()
  }

  private mutating func note(_ fault: HistoryFault, _ path: String) {
    let name = Paths.relative(path, to: surroundings.folder) ?? path
    let finding = Finding(
      .historyProblem, .notice, .warning, "the history \(name) could not be used: \(fault.reason)")
    if !findings.contains(finding) { findings.append(finding) }
  }
}
