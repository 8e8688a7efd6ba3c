// The report directory of this run on disk: placeholders first, whole reports at the end, each read
// back. Design, section 5.

internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText

/// A report directory that this process alone may use.
struct OpenReportDirectory: Sendable {
  /// The directory as it was named.
  let place: ReportDirectory
  /// The right to use it, which ends with this process.
  private let lock: DirectoryLock

  // Seconds for an answer of git.
  private static let patience = 10.0
  // Files beside the reports from which the verdict of a run can be read.
  private static let beside = [JournalFile.name, GitLabSections.file, ReceiptFile.name]

  init(_ place: ReportDirectory, _ lock: DirectoryLock) {
    self.place = place
    self.lock = lock
  }

  /// The directory to write to.
  var directory: Directory { lock.directory }

  /// False when another directory, or nothing, has taken its place.
  var isUnchanged: Bool { lock.state == .unchanged }

  /// Whether a symbolic link has taken its place, so that its files are not andon's.
  var isLinked: Bool { lock.state == .linked }

  /// Replaces earlier reports by placeholders, and removes the other files that an andon wrote
  /// there, and nothing else.
  ///
  /// Reports exist at every moment, whenever andon is killed. The journal and the receipt go
  /// first, since they may be those of a green run.
  func open(_ placeholder: RunRecord) throws(AndonError) {
    let folder = lock.directory
    // Outputs that a killed run has stashed are restored first.
    for line in OutputStash.restore(from: folder, base: place.base) {
      StandardStream.error.show("andon: \(line)\n")
    }
    let removed = TemporaryDirectories(in: folder, base: place.base).clean()
    if !removed.isEmpty, let repository = Repository(around: place.base) {
      // git forgets the work tree that was in one of them.
      _ = try? repository.git(["worktree", "prune"], seconds: Self.patience)
    }
    do throws(SystemError) {
      for name in Self.beside { try folder.remove(name) }
      try folder.makeDirectories(Array("logs".utf8))
    } catch {
      throw ReportDirectory.error(error)
    }
    try write(placeholder: placeholder)
    do throws(SystemError) {
      for name in folder.names() where Self.isPart(name) { try folder.remove(name) }
      for name in folder.names(in: "logs") where ReportDirectory.isLog(name) {
        try folder.remove("logs/\(name)")
      }
    } catch {
      throw ReportDirectory.error(error)
    }
  }

  // Parts of reports that a killed run left: REPORT.RANDOM.part.
  private static func isPart(_ name: String) -> Bool {
    let written = ReportFile.allCases.map(\.rawValue) + [GitLabSections.file, ReceiptFile.name]
    return written.contains { name.hasPrefix($0 + ".") } && name.hasSuffix(".part")
  }

  /// Replaces the reports, if there are any, by placeholders.
  func replaceStale(_ placeholder: RunRecord) throws(AndonError) {
    guard ReportFile.allCases.contains(where: { lock.directory.hasFile($0.rawValue) }) else {
      return
    }
    // They belong to the earlier run as well; the exit code outweighs one that cannot be removed.
    for name in Self.beside { try? lock.directory.remove(name) }
    try write(placeholder: placeholder)
  }

  private func write(placeholder record: RunRecord) throws(AndonError) {
    // One that cannot be replaced leaves no other one of an earlier run.
    let errors = ReportFile.allCases.concurrentMap { file -> AndonError? in
      do {
        try lock.directory.replace(file.rawValue, with: try file.write(record, place.profile))
        return nil
      } catch let error as SystemError {
        return ReportDirectory.error(error)
      } catch {
        return AndonError(
          .internalFault, "\(file.rawValue): \(error)", hint: "report this as a fault of andon")
      }
    }
    if let first = errors.compactMap({ $0 }).first { throw first }
  }

  /// Writes all reports of a run and reads each back; the run with the problems of that.
  ///
  /// A file that contradicts the record is removed; one that could not be written stays a
  /// placeholder. Both change the exit, and the others are written again, so that they state it as
  /// well. A signal that arrives meanwhile ends it.
  func publish(_ finished: FinishedRun, _ interruption: Interruption = Interruption())
    -> FinishedRun
  {
    var finished = finished
    // A link that appeared during the run leads to files that are not andon's.
    if lock.state == .linked { return finished }
    // A stage may have removed the directory; a file that cannot be made is reported below.
    try? lock.remake()
    var failed: Set<ReportFile> = []
    while true {
      let record = finished.record
      let files = ReportFile.allCases.filter { !failed.contains($0) }
      let problems = files.concurrentMap {
        interruption.signal == nil ? problem(with: $0, record) : nil
      }.compactMap { $0 }
      if problems.isEmpty || interruption.signal != nil { return finished }
      failed.formUnion(problems.map(\.file))
      for problem in problems { finished.add(unwritten: problem.message, problem.exit) }
    }
  }

  /// Replaces the reports by placeholders if a signal arrived before all of them were written.
  func abandon(_ finished: FinishedRun, by signal: UnixSignal) -> FinishedRun {
    if case .stopped = finished.exit { return finished }
    let exit = Exit.stopped(by: signal)
    let record = PlaceholderReport.record(finished.record.run, exit)
    if lock.state != .linked {
      // The journal holds the events; a report that cannot be written stays a placeholder.
      try? lock.directory.remove(ReceiptFile.name)
      try? write(placeholder: record)
    }
    return FinishedRun(placeholder: record, exit)
  }

  /// A problem of the directory itself; nil for none.
  var problem: Finding? {
    switch lock.state {
    case .unchanged: nil
    case .replaced:
      .unwritten("\(place.name) was taken away while stages ran: what had been written is lost")
    case .linked:
      .unwritten(
        "\(place.name) was replaced by a link while stages ran: no report is written there")
    }
  }

  private func problem(
    with file: ReportFile, _ record: RunRecord
  ) -> (file: ReportFile, exit: Exit, message: String)? {
    let folder = lock.directory
    do {
      var written = RunningDigest()
      try folder.replace(file.rawValue) { write in
        try file.write(record, place.profile) { piece in
          written.add(piece, count: piece.count)
          write(piece)
        }
      }
      let bytes = try folder.read(file.rawValue, limit: .max).bytes
      guard SHA256(of: bytes) == written.value else {
        throw ReportFile.ReportFileError(message: "it is not what was written")
      }
      try file.recount(bytes, against: record)
      return nil
    } catch let error as SystemError {
      return (file, .resultsNotWritten, "\(file.rawValue): \(error)")
    } catch {
      // The problem itself states a file that cannot be removed.
      try? folder.remove(file.rawValue)
      let message = (error as? ReportFile.ReportFileError)?.message ?? "\(error)"
      return (file, .internalFault, "\(file.rawValue): \(message)")
    }
  }
}
