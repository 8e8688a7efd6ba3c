// The report directory of a run: its name, and the right to be its only user.

internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText

/// The directory that a run leaves its reports in.
struct ReportDirectory: Sendable {
  /// The directory as the pipeline names it.
  let name: String
  /// Its absolute path.
  let path: String
  /// The working directory, absolute.
  let base: String
  /// How much the JUnit report says.
  let profile: JUnitProfile

  /// The directory of that name, relative to the working directory.
  init(name: String, _ profile: JUnitProfile, _ surroundings: ProcessEnvironment) {
    self.name = name
    self.profile = profile
    path = Paths.absolute(name, in: surroundings.folder)
    base = surroundings.folder
  }

  /// Takes the directory for this process alone, and creates it where it does not exist.
  ///
  /// Refused: a directory that a link leads to, and one that is a part of the commit, since its
  /// files would be taken for andon's own.
  func claim(in repository: Repository?) throws(AndonError) -> OpenReportDirectory {
    do {
      let wasThere = Files.isFolder(path)
      let lock = try DirectoryLock(path, below: base)
      // The folder may lie in a submodule.
      let parent = Paths.parent(of: path)
      let inner = parent == base ? repository : Repository(around: parent)
      if wasThere, let inner, inner.knows(path) {
        throw AndonError(
          .resultsNotWritten, "\(name) is a part of the commit, so its files are not andon's own",
          hint: "remove it with `git rm -r --cached \(name)` and list it in .gitignore, or name "
            + "another folder with report.dir or --report-dir")
      }
      return OpenReportDirectory(self, lock)
    } catch let taken as DirectoryLock.Taken {
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

  /// Replaces the reports of an earlier run, if there are any, by placeholders; nil where the
  /// directory does not exist.
  func replaceStale(
    _ placeholder: RunRecord, in repository: Repository?
  ) throws(AndonError) -> OpenReportDirectory? {
    guard Files.isFolder(path) else { return nil }
    // The reports of an andon that is running are not stale.
    let reports = try claim(in: repository)
    try reports.replaceStale(placeholder)
    return reports
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

  static func error(_ error: SystemError) -> AndonError {
    AndonError(
      .resultsNotWritten, error.description,
      hint: "check the folder's permissions and space, or name another with --report-dir")
  }
}
