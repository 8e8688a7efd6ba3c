// A run that comes to nothing leaves no report of an earlier one behind that could be taken for its
// own. Design, section 5.

internal import AndonConfig
internal import AndonModel
internal import AndonSystem

/// Reports of an earlier run.
enum EarlierReports {
  /// Replaces them, if there are any, by provisional ones.
  ///
  /// In the report folder of the pipeline file, or in the default one when it cannot be read. What
  /// cannot be replaced is left: the exit code says enough.
  static func replace(_ exit: Exit, config: String?) {
    guard let surroundings = try? Surroundings() else { return }
    let repository = Repository(around: surroundings.folder)
    let source = try? PipelineSource(config: config, surroundings)
    let pipeline =
      (try? source?.pipeline(surroundings, repository))
      ?? Pipeline(name: Paths.name(of: surroundings.folder))
    let run = RunFacts(
      surroundings: surroundings, repository: repository, facts: MachineFacts()
    ).identity(pipeline, Plan(stages: [], jobs: 1), on: nil, host: nil, configSha256: nil)
    try? ReportFolder(of: pipeline, surroundings).replaceEarlier(Provisional.record(run, exit))
  }
}
