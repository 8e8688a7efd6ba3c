// What a CI system is told at the end of a run beside the reports: lines on standard output, values
// for later steps, the page of the job. A variable that is missing, or a file that cannot be
// written, is a note: the verdict stands without it.

internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// Tells the host.
struct HostEnd {
  let record: RunRecord
  let folder: ReportFolder
  /// Nil where nothing was run and the folder is not there, or another andon's.
  let claim: FolderLock?
  let surroundings: Surroundings

  /// Tells it everything.
  func tell() {
    StandardStream.output.write(HostLines.end(record))
    switch record.run.host {
    case .github:
      // A later step may run in another folder.
      let outputs = RunOutput.all(record, reportFolder: folder.path)
      let delimiter = "andon-" + Surroundings.freshID()
      append(to: "GITHUB_OUTPUT") { _ in
        GitHubCommands.outputs(outputs, delimiter: delimiter)
      }
      append(to: "GITHUB_STEP_SUMMARY") { size in
        GitHubCommands.summary(record, after: size)
      }
    case .gitlab:
      // A later job has the artifacts where this one had them.
      let outputs = RunOutput.all(record, reportFolder: folder.name)
      write(GitLabSections.variables(outputs), as: GitLabSections.file)
    case .plain, .jenkins, .buildkite, .azure, .teamcity, .circleci, .buildbot: break
    }
  }

  private func append(to variable: String, _ text: (_ size: Int) -> String?) {
    guard let path = surroundings.variable(variable), !path.isEmpty else {
      return note("\(variable) is not set: nothing is written there")
    }
    guard let text = text(Files.size(of: path)) else {
      return note("the file of \(variable) is full: nothing is written there")
    }
    do throws(SystemError) {
      try Files.append(
        Array(text.utf8), to: Paths.absolute(path, in: surroundings.folder))
    } catch {
      note("\(variable): \(error.description)")
    }
  }

  private func write(_ text: String, as name: String) {
    guard let claim, claim.state != .linked else { return }
    do throws(SystemError) {
      try Files.replace("\(folder.path)/\(name)", with: Array(text.utf8))
    } catch {
      note(error.description)
    }
  }

  private func note(_ text: String) { StandardStream.error.write("andon: note: \(text)\n") }
}
