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

  /// The journal's path.
  var journal: String { "\(path)/\(JournalFile.name)" }

  // Files beside the reports that tell how a run ended.
  private var told: [String] {
    [journal, "\(path)/\(GitLabSections.file)", "\(path)/\(ReceiptFile.name)"]
  }

  /// Takes the folder for this process alone, and creates it where it is not there.
  func claim() throws(AndonError) -> FolderLock {
    do {
      try Files.createFolder(path)
      return try FolderLock(path)
    } catch let taken as FolderLock.Taken {
      let command = SafeText.line(taken.command)
      let who = taken.process.map { "process \($0)" + (command.isEmpty ? "" : ", `\(command)`") }
      throw AndonError(
        .resultsNotWritten, "\(name) is in use by \(who ?? "another andon")",
        hint: "wait for its end, or name another folder with report.dir or --report-dir")
    } catch let error as SystemError {
      throw Self.error(error)
    } catch {
      preconditionFailure("a folder can only be taken or fail to open")
    }
  }

  /// Puts provisional files in the place of earlier reports, and removes what else andon wrote
  /// there before, and nothing else.
  ///
  /// There is no moment without reports, whenever andon is killed. What is no report goes first: it
  /// could still tell of a green run.
  func open(_ provisional: RunRecord) throws(AndonError) {
    // What a killed run has put aside goes back first.
    for line in OutputShelf.restore(path + "/aside", base: base) {
      StandardStream.error.write("andon: \(SafeText.line(line))\n")
    }
    do throws(SystemError) {
      for path in told { try Files.remove(path) }
      try Files.createFolder(path + "/logs")
    } catch {
      throw Self.error(error)
    }
    try writeProvisional(provisional)
    do throws(SystemError) {
      for name in Files.names(in: path) where Self.isPart(name) {
        try Files.remove("\(path)/\(name)")
      }
      for name in Files.names(in: path + "/logs") where Self.isLog(name) {
        try Files.remove("\(path)/logs/\(name)")
      }
    } catch {
      throw Self.error(error)
    }
  }

  /// Whether it is the name of a log of andon's: STAGE.ATTEMPT.log or STAGE.ATTEMPT.COMMAND.log,
  /// also in part.
  static func isLog(_ name: String) -> Bool {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)[...]
    if parts.last == "part" { parts.removeLast() }
    guard parts.count > 2, parts[1].allSatisfy(\.isNumber), parts.removeLast() == "log" else {
      return false
    }
    let commands: Set<Substring> = ["prepare", "copy", "compare", "diffoscope", "discard"]
    return parts.count == 2 || parts.count == 3 && parts.last.map(commands.contains) == true
  }

  // What a run that was killed in the middle of a report left: REPORT.PID.part.
  private static func isPart(_ name: String) -> Bool {
    let written = ReportFile.allCases.map(\.rawValue) + [GitLabSections.file, ReceiptFile.name]
    return written.contains { name.hasPrefix($0 + ".") } && name.hasSuffix(".part")
  }

  /// Replaces the reports of an earlier run, if there are any, by provisional ones; nil where there
  /// is no folder.
  func replaceEarlier(_ provisional: RunRecord) throws(AndonError) -> FolderLock? {
    guard Files.isFolder(path) else { return nil }
    // Those of an andon that runs are no earlier ones.
    let claim = try claim()
    if ReportFile.allCases.contains(where: { Files.isFile("\(path)/\($0.rawValue)") }) {
      // They tell of the earlier run as well; what cannot be removed, the exit code outweighs.
      for path in told { try? Files.remove(path) }
      try writeProvisional(provisional)
    }
    return claim
  }

  private func writeProvisional(_ record: RunRecord) throws(AndonError) {
    for file in ReportFile.allCases {
      do {
        try Files.replace("\(path)/\(file.rawValue)", with: try file.write(record, profile))
      } catch let error as SystemError {
        throw Self.error(error)
      } catch {
        throw AndonError(
          .internalFault, "\(file.rawValue): \(error)", hint: "report this as a fault of andon")
      }
    }
  }

  /// Writes all files of a record and reads each back; the exit that is left then.
  ///
  /// A file that could not be written, or contradicts the record, is removed and changes the exit;
  /// the others are written again, so that they say so too.
  func publish(_ record: inout RunRecord, _ exit: Exit, into claim: FolderLock) -> Exit {
    // Nobody has asked for files where a link leads that was not there before.
    if claim.state == .linked { return exit }
    // A stage may have taken the folder away; what cannot be made is told file by file.
    try? Files.createFolder(path)
    var final = exit
    var failed: Set<ReportFile> = []
    while true {
      let problems = ReportFile.allCases.filter { !failed.contains($0) }
        .compactMap { problem(with: $0, record) }
      if problems.isEmpty { return final }
      failed.formUnion(problems.map(\.file))
      for problem in problems {
        var finding = Finding(.reportFault, .notice, .error, problem.message)
        finding.id = "f\(record.findings.count + 1)"
        record.findings.append(finding)
        final = Self.graver(final, problem.exit)
      }
      record.exitCode = final.code
    }
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
    with file: ReportFile, _ record: RunRecord
  ) -> (file: ReportFile, exit: Exit, message: String)? {
    let path = "\(path)/\(file.rawValue)"
    do {
      var written = RunningDigest()
      try Files.replace(path) { write in
        try file.write(record, profile) { piece in
          written.add(piece, count: piece.count)
          write(piece)
        }
      }
      let bytes = try Files.read(path)
      guard SHA256(of: bytes) == written.value else {
        throw ReportFile.Fault(message: "it is not what was written")
      }
      try file.recount(bytes, against: record)
      return nil
    } catch {
      // What cannot be removed is told by the problem itself.
      try? Files.remove(path)
      switch error {
      case let error as SystemError: return (file, .resultsNotWritten, "\(file.rawValue): \(error)")
      case let fault as ReportFile.Fault:
        return (file, .internalFault, "\(file.rawValue): \(fault.message)")
      default: return (file, .internalFault, "\(file.rawValue): \(error)")
      }
    }
  }

  private static func error(_ error: SystemError) -> AndonError {
    AndonError(
      .resultsNotWritten, error.description,
      hint: "check the folder's permissions and space, or name another with --report-dir")
  }
}
