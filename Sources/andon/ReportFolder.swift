// The report folder on disk: provisional files first, whole files in the end, each read back.
// Design, section 5.

internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// The folder that a run leaves its reports in.
struct ReportFolder {
  /// Its absolute path.
  let path: String

  /// Creates the folder, removes what andon wrote there before (and nothing else), and writes
  /// provisional files.
  func open(_ provisional: RunRecord) throws(AndonError) {
    do throws(SystemError) {
      try Files.createFolder(path + "/logs")
      for file in ReportFile.allCases { try Files.remove("\(path)/\(file.rawValue)") }
      for name in Files.names(in: path + "/logs") where name.hasSuffix(".log") {
        try Files.remove("\(path)/logs/\(name)")
      }
    } catch {
      throw Self.error(error)
    }
    try writeProvisional(provisional)
  }

  /// Replaces the reports of an earlier run, if there are any, by provisional ones.
  func replaceEarlier(_ provisional: RunRecord) throws(AndonError) {
    if ReportFile.allCases.contains(where: { Files.isFile("\(path)/\($0.rawValue)") }) {
      try writeProvisional(provisional)
    }
  }

  private func writeProvisional(_ record: RunRecord) throws(AndonError) {
    for file in ReportFile.allCases {
      do {
        try Files.replace("\(path)/\(file.rawValue)", with: try file.write(record))
      } catch let error as SystemError {
        throw Self.error(error)
      } catch {
        throw AndonError(
          .internalFault, "\(file.rawValue): \(error)", hint: "report this as a fault of andon")
      }
    }
  }

  /// What became of publishing a record.
  struct Publication {
    /// Files that could not be written.
    var unwritten: [String] = []
    /// Files that did not say what the record says, and were removed.
    var contradicting: [String] = []
  }

  /// Writes all files, reads each back, and removes what contradicts the record.
  func publish(_ record: RunRecord) -> Publication {
    var publication = Publication()
    for file in ReportFile.allCases {
      let path = "\(path)/\(file.rawValue)"
      do {
        let bytes = try file.write(record)
        try Files.replace(path, with: bytes)
        try file.check(try Files.read(path), against: record)
      } catch let error as SystemError {
        publication.unwritten.append("\(file.rawValue): \(error)")
        discard(path)
      } catch let error as ReportFile.Fault {
        publication.contradicting.append("\(file.rawValue): \(error.message)")
        discard(path)
      } catch {
        publication.contradicting.append("\(file.rawValue): \(error)")
        discard(path)
      }
    }
    return publication
  }

  private func discard(_ path: String) {
    // What cannot be removed is reported by the fault that led here.
    try? Files.remove(path)
  }

  private static func error(_ error: SystemError) -> AndonError {
    AndonError(
      .resultsNotWritten, error.description,
      hint: "check the folder's permissions and space, or name another with report.dir")
  }
}
