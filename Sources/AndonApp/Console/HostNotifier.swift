// The CI system's own channels at the end of a run: lines on standard output, values for later
// steps, the page of the job. A variable that is missing, or a file that cannot be written, is a
// note: the verdict does not depend on it.

internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText

/// Notifies the host.
struct HostNotifier {
  /// The files of the host before the first stage, by their variables.
  struct Before {
    private static let variables = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"]
    fileprivate var files: [String: Files.Identity] = [:]

    /// Looks at the files; a stage that asks for host files may add to them.
    init(_ plan: Plan, _ surroundings: ProcessEnvironment) {
      if plan.stages.contains(where: { $0.isSelected && $0.stage.seesHostFiles }) { return }
      for name in Self.variables {
        guard let path = surroundings.variable(name), !path.isEmpty else { continue }
        files[name] = Files.identity(of: Paths.absolute(path, in: surroundings.folder))
      }
    }
  }

  let record: RunRecord
  let place: ReportDirectory
  /// Nil where nothing was run and the directory does not exist, or is in use by another andon.
  let reports: OpenReportDirectory?
  let surroundings: ProcessEnvironment
  /// Nil where no stage ran.
  var before: Before?

  /// Writes the lines, values and the page that the host reads.
  func notify() {
    StandardStream.output.send(HostLines.end(record))
    switch record.run.host {
    case .github:
      // A later step may run in another folder.
      let outputs = RunOutput.all(record, reportFolder: place.path)
      let delimiter = "andon-" + ProcessEnvironment.freshID()
      append(to: "GITHUB_OUTPUT") { _ in
        GitHubCommands.outputs(outputs, delimiter: delimiter)
      }
      append(to: "GITHUB_STEP_SUMMARY") { size in
        GitHubCommands.summary(record, after: size)
      }
    case .gitlab:
      // A later job has the artifacts where this one had them.
      let outputs = RunOutput.all(record, reportFolder: place.name)
      write(GitLabSections.variables(outputs), as: GitLabSections.file)
    case .plain, .jenkins, .buildkite, .azure, .teamcity, .circleci, .buildbot: break
    }
  }

  // Bytes of a stage that did not ask for host files are removed: they could give andon's lines
  // another meaning.
  private func append(to variable: String, _ text: (_ size: Int) -> String?) {
    guard let name = surroundings.variable(variable), !name.isEmpty else {
      return printNote("\(variable) is not set: nothing is written there")
    }
    let path = Paths.absolute(name, in: surroundings.folder)
    let begun = before?.files[variable]
    guard let text = text((begun ?? Files.identity(of: path))?.size ?? 0) else {
      return printNote("the file of \(variable) is full: nothing is written there")
    }
    do throws(SystemError) {
      try Files.append(Array(text.utf8), to: path, since: begun)
    } catch {
      printNote("\(variable): \(error.description)")
    }
  }

  private func write(_ text: String, as name: String) {
    guard let reports, !reports.isLinked else { return }
    do throws(SystemError) {
      try reports.directory.replace(name, with: Array(text.utf8))
    } catch {
      printNote(error.description)
    }
  }

  private func printNote(_ text: String) { StandardStream.error.show("andon: note: \(text)\n") }
}
