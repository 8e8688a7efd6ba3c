// The history of a run: gives baselines before the run, and keeps the run afterwards.
// A problem of the history is a finding and never ends the run; an objective whose baseline is not
// available is unknown, or still learning. A file that is damaged, or that belongs to another
// program, is renamed, and a new one begun.

internal import AndonHistory
internal import AndonJudge
internal import AndonModel
internal import AndonSystem

/// The history that belongs to a run.
struct RunHistory {
  // Seconds. A run waits once and then does not ask again: a history that another process has
  // locked costs it less than 2 s.
  private static let patience = 1.7
  // Seconds that a history may take to answer; of 50,000 runs it takes a twentieth.
  private static let most = 2.0
  private static let ignore = Array(
    "# Written by andon: nothing here is to be committed.\n*\n".utf8)

  /// The file; nil where the run has no history.
  let file: HistoryFile?
  let surroundings: ProcessEnvironment
  private var store: Result<HistoryStore, HistoryError>?
  // Those that objectives name, by their paths.
  private var others: [String: Result<HistoryStore, HistoryError>] = [:]
  /// Problems with the history.
  var findings: [Finding] = []

  /// The history that the caller names, or the pipeline, or the default one where an objective is
  /// relative to earlier runs.
  init(_ pipeline: Pipeline, named name: String?, _ surroundings: ProcessEnvironment) {
    let isNeeded = pipeline.objectives.contains {
      $0.relative.map { $0.against.history == nil } ?? false
    }
    let name = name ?? pipeline.history ?? (isNeeded ? Pipeline.defaultHistory : nil)
    file = name.map {
      HistoryFile(path: Paths.absolute($0, in: surroundings.folder), base: surroundings.folder)
    }
    self.surroundings = surroundings
  }

  // MARK: The file

  /// Asks the history of the run.
  ///
  /// A file that is damaged is renamed once, and the question asked again. A failure is a finding.
  mutating func ask<Answer>(
    _ question: (HistoryStore) throws(HistoryError) -> Answer
  ) throws(HistoryError) -> Answer {
    let store = try open()
    do throws(HistoryError) {
      return try question(store)
    } catch {
      guard error.kind == .damaged else {
        add(error, file?.path ?? "")
        if error.kind == .busy { self.store = .failure(error) }
        throw error
      }
      self.store = nil
      return try question(try rename(error))
    }
  }

  /// The answer of the history; nil without one, or where it fails, which is a finding already.
  @discardableResult
  mutating func answer<Answer>(
    _ question: (HistoryStore) throws(HistoryError) -> Answer
  ) -> Answer? {
    if file == nil { return nil }
    do throws(HistoryError) {
      return try ask(question)
    } catch {
      return nil
    }
  }

  private mutating func open() throws(HistoryError) -> HistoryStore {
    if let store { return try store.get() }
    let opened = Result { () throws(HistoryError) in try openOnce() }
    store = opened
    return try opened.get()
  }

  private mutating func openOnce() throws(HistoryError) -> HistoryStore {
    guard let file else { throw HistoryError(.unusable, "the run has no history") }
    do throws(HistoryError) {
      let store = try open(file, canWrite: true)
      addIgnore(beside: file)
      return store
    } catch {
      switch error.kind {
      case .damaged, .foreign: return try rename(error)
      case .newer, .busy:
        add(error, file.path)
        throw error
      case .unusable:
        // A file that cannot be written can often be read, such as on a fork.
        add(error, file.path)
        return try open(file, canWrite: false)
      }
    }
  }

  private func open(
    _ file: HistoryFile, canWrite: Bool
  ) throws(HistoryError) -> HistoryStore {
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

  private mutating func rename(_ fault: HistoryError) throws(HistoryError) -> HistoryStore {
    guard let file else { throw fault }
    let aside = "\(file.name).\(surroundings.startedAt).aside"
    do throws(SystemError) {
      try file.rename(to: aside)
    } catch {
      add(HistoryError(.unusable, error.description), file.path)
      throw HistoryError(.unusable, error.description)
    }
    add(HistoryError(fault.kind, "\(fault.reason); it was moved to \(aside)"), file.path)
    let opened = Result { () throws(HistoryError) in
      try open(file, canWrite: true)
    }
    store = opened
    return try opened.get()
  }

  mutating func add(_ fault: HistoryError, _ path: String) {
    let name = Paths.relative(path, to: surroundings.folder) ?? path
    let finding = Finding(
      .historyProblem, .notice, .warning, "the history \(name) could not be used: \(fault.reason)")
    if !findings.contains(finding) { findings.append(finding) }
  }

  /// Another history: read only, and opened once for all objectives.
  mutating func other(_ path: String) throws(HistoryError) -> HistoryStore {
    if let opened = others[path] { return try opened.get() }
    let other = HistoryFile(path: path, base: surroundings.folder)
    let opened = Result { () throws(HistoryError) in
      try open(other, canWrite: false)
    }
    others[path] = opened
    return try opened.get()
  }

  /// Closes the files until the run has ended: a stage that cuts what SQLite has mapped would end
  /// andon.
  mutating func close() {
    if case .success = store { store = nil }
    others = [:]
  }

  // MARK: After the run

  /// Adds a run that was whole.
  mutating func append(_ result: RunResult, _ judged: JudgedRun, _ diagnosed: DiagnosedRun) {
    guard result.ending.isComplete else { return }
    let entry = HistoryEntry(
      result.run, judged.verdict, result.stages, judged.objectives, diagnosed.causes,
      diagnosed.predictionResults)
    _ = answer { store throws(HistoryError) in try store.add([entry]) }
  }

  /// The receipt of the run before, other than that run.
  mutating func newestReceipt(_ pipeline: String) -> Receipt.Previous? {
    answer { store throws(HistoryError) in try store.newestReceipt(pipeline) } ?? nil
  }

  /// Adds the digest of the receipt of a run that was kept; nil if there is none.
  ///
  /// Where that fails, the next receipt names the one before this.
  mutating func keep(_ receipt: SHA256?, of run: String) {
    guard let receipt else { return }
    answer { store throws(HistoryError) in try store.add(receipt: receipt.text, of: run) }
  }
}
