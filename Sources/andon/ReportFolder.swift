// The report folder on disk: provisional files first, whole files in the end, each read back.
// Design, section 5.

internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText

/// The folder that a run leaves its reports in.
struct ReportFolder {
  /// The folder as the pipeline names it.
  let name: String
  /// Its absolute path.
  let path: String
  // The working folder, absolute.
  private let base: String
  /// How much the JUnit report says.
  let profile: JUnitProfile

  /// The folder of that name, seen from the working folder.
  init(name: String, _ profile: JUnitProfile, _ surroundings: Surroundings) {
    self.name = name
    self.profile = profile
    path = Paths.absolute(name, in: surroundings.folder)
    base = surroundings.folder
  }

  // Seconds for an answer of git.
  private static let patience = 10.0
  // Files beside the reports that tell how a run ended.
  private static let told = [JournalFile.name, GitLabSections.file, ReceiptFile.name]

  /// Takes the folder for this process alone, and creates it where it is not there.
  ///
  /// Refused: a folder that a link leads to, and one that is a part of the commit, since what lies
  /// there would be taken for andon's own.
  func claim(in repository: Repository?) throws(AndonError) -> FolderLock {
    do {
      let wasThere = Files.isFolder(path)
      let claim = try FolderLock(path, below: base)
      // The folder may lie in a submodule.
      let parent = Paths.parent(of: path)
      let inner = parent == base ? repository : Repository(around: parent)
      if wasThere, let inner, inner.knows(path) {
        throw AndonError(
          .resultsNotWritten, "\(name) is a part of the commit, so its files are not andon's own",
          hint: "remove it with `git rm -r --cached \(name)` and list it in .gitignore, or name "
            + "another folder with report.dir or --report-dir")
      }
      return claim
    } catch let taken as FolderLock.Taken {
      let command = SafeText.line(taken.command)
      let who = taken.process.map { "process \($0)" + (command.isEmpty ? "" : ", `\(command)`") }
      throw AndonError(
        .resultsNotWritten, "\(name) is in use by \(who ?? "another andon")",
        hint: "wait for its end, or name another folder with report.dir or --report-dir")
    } catch let error as SystemError where error.leadsOutside {
      throw AndonError(
        .resultsNotWritten, "\(name) cannot be used: a symbolic link leads there",
        hint: "remove the link, or name the folder that it leads to with --report-dir")
    } catch let error as SystemError {
      throw Self.error(error)
    } catch let error as AndonError {
      throw error
    } catch {
      preconditionFailure("a folder can only be taken or fail to open")
    }
  }

  /// Puts provisional files in the place of earlier reports, and removes what else andon wrote
  /// there before, and nothing else.
  ///
  /// There is no moment without reports, whenever andon is killed. What is no report goes first: it
  /// could still tell of a green run.
  func open(_ claim: FolderLock, _ provisional: RunRecord) throws(AndonError) {
    let folder = claim.directory
    // What a killed run has put aside goes back first.
    for line in OutputShelf.restore(from: folder, base: base) {
      StandardStream.error.show("andon: \(SafeText.line(line))\n")
    }
    let removed = TemporaryFolders(in: folder, base: base).clean()
    if !removed.isEmpty, let repository = Repository(around: base) {
      // git forgets the work tree that was in one of them.
      _ = try? repository.git(["worktree", "prune"], seconds: Self.patience)
    }
    do throws(SystemError) {
      for name in Self.told { try folder.remove(name) }
      try folder.makeDirectories(Array("logs".utf8))
    } catch {
      throw Self.error(error)
    }
    try writeProvisional(provisional, folder)
    do throws(SystemError) {
      for name in folder.names() where Self.isPart(name) { try folder.remove(name) }
      for name in folder.names(in: "logs") where Self.isLog(name) {
        try folder.remove("logs/\(name)")
      }
    } catch {
      throw Self.error(error)
    }
  }

  /// Whether it is the name of a log of andon's: STAGE.ATTEMPT.log or STAGE.ATTEMPT.COMMAND.log,
  /// also in part.
  static func isLog(_ name: String) -> Bool {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)[...]
    if parts.last == "part" { parts.removeLast(min(2, parts.count)) }
    guard parts.count > 2, parts[1].allSatisfy(\.isNumber), parts.removeLast() == "log" else {
      return false
    }
    let commands: Set<Substring> = [
      "prepare", "copy", "compare", "diffoscope", "discard", "measure", "digest",
    ]
    return parts.count == 2 || parts.count == 3 && parts.last.map(commands.contains) == true
  }

  // Parts of reports that a killed run left: REPORT.RANDOM.part.
  private static func isPart(_ name: String) -> Bool {
    let written = ReportFile.allCases.map(\.rawValue) + [GitLabSections.file, ReceiptFile.name]
    return written.contains { name.hasPrefix($0 + ".") } && name.hasSuffix(".part")
  }

  /// Replaces the reports of an earlier run, if there are any, by provisional ones; nil where there
  /// is no folder.
  func replaceEarlier(
    _ provisional: RunRecord, in repository: Repository?
  ) throws(AndonError) -> FolderLock? {
    guard Files.isFolder(path) else { return nil }
    // Those of an andon that runs are no earlier ones.
    let claim = try claim(in: repository)
    if ReportFile.allCases.contains(where: { claim.directory.hasFile($0.rawValue) }) {
      // They tell of the earlier run as well; what cannot be removed, the exit code outweighs.
      for name in Self.told { try? claim.directory.remove(name) }
      try writeProvisional(provisional, claim.directory)
    }
    return claim
  }

  private func writeProvisional(
    _ record: RunRecord, _ folder: Directory
  ) throws(AndonError) {
    // One that cannot be replaced leaves no other one of an earlier run.
    var first: AndonError?
    for file in ReportFile.allCases {
      do {
        try folder.replace(file.rawValue, with: try file.write(record, profile))
      } catch let error as SystemError {
        first = first ?? Self.error(error)
      } catch {
        first =
          first
          ?? AndonError(
            .internalFault, "\(file.rawValue): \(error)", hint: "report this as a fault of andon")
      }
    }
    if let first { throw first }
  }

  /// Writes all files of a record and reads each back.
  ///
  /// A file that contradicts the record is removed; one that could not be written stays as it was,
  /// which is provisional. Both change the exit, and the others are written again, so that they
  /// state it as well. A signal that arrives meanwhile ends it.
  func publish(
    _ record: RunRecord, _ exit: Exit, into claim: FolderLock,
    _ interruption: Interruption = Interruption()
  ) -> ReportWriter.Written {
    var (record, exit) = (record, exit)
    // A link that appeared during the run leads to files that are not andon's.
    if claim.state == .linked { return .init(record: record, exit: exit) }
    // A stage may have removed the folder; a file that cannot be made is reported below.
    try? claim.remake()
    var failed: Set<ReportFile> = []
    while true {
      var problems: [(file: ReportFile, exit: Exit, message: String)] = []
      for file in ReportFile.allCases where !failed.contains(file) {
        if interruption.signal != nil { return .init(record: record, exit: exit) }
        if let problem = problem(with: file, record, claim.directory) { problems.append(problem) }
      }
      if problems.isEmpty { return .init(record: record, exit: exit) }
      failed.formUnion(problems.map(\.file))
      for problem in problems {
        record.note(problem.message)
        exit = Self.graver(exit, problem.exit)
      }
      record.exitCode = exit.code
    }
  }

  /// Replaces the reports by provisional ones if a signal arrived before all of them were written.
  func abandon(
    _ written: ReportWriter.Written, by signal: UnixSignal, _ claim: FolderLock
  ) -> ReportWriter.Written {
    if case .stopped = written.exit { return written }
    let exit = Exit.stopped(by: signal)
    let record = Provisional.record(written.record.run, exit)
    if claim.state != .linked {
      // The journal holds the events; a report that cannot be written stays provisional.
      try? claim.directory.remove(ReceiptFile.name)
      try? writeProvisional(record, claim.directory)
    }
    return .init(record: record, exit: exit)
  }

  /// What has gone wrong with a folder that this process holds; nil for nothing.
  func fault(_ claim: FolderLock) -> String? {
    switch claim.state {
    case .unchanged: nil
    case .replaced: "\(name) was taken away while stages ran: what had been written is lost"
    case .linked: "\(name) was replaced by a link while stages ran: no report is written there"
    }
  }

  /// Precedence of the design, section 7: 128+n, 70, 74, verdict.
  static func graver(_ exit: Exit, _ other: Exit) -> Exit {
    if case .stopped = exit { return exit }
    return exit == .internalFault ? exit : other
  }

  private func problem(
    with file: ReportFile, _ record: RunRecord, _ folder: Directory
  ) -> (file: ReportFile, exit: Exit, message: String)? {
    do {
      var written = RunningDigest()
      try folder.replace(file.rawValue) { write in
        try file.write(record, profile) { piece in
          written.add(piece, count: piece.count)
          write(piece)
        }
      }
      let bytes = try folder.read(file.rawValue, limit: .max).bytes
      guard SHA256(of: bytes) == written.value else {
        throw ReportFile.Fault(message: "it is not what was written")
      }
      try file.recount(bytes, against: record)
      return nil
    } catch let error as SystemError {
      return (file, .resultsNotWritten, "\(file.rawValue): \(error)")
    } catch {
      // What cannot be removed is told by the problem itself.
      try? folder.remove(file.rawValue)
      let message = (error as? ReportFile.Fault)?.message ?? "\(error)"
      return (file, .internalFault, "\(file.rawValue): \(message)")
    }
  }

  private static func error(_ error: SystemError) -> AndonError {
    AndonError(
      .resultsNotWritten, error.description,
      hint: "check the folder's permissions and space, or name another with --report-dir")
  }
}
