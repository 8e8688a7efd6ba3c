// A run that comes to nothing leaves no report of an earlier one behind that could be taken for its
// own, and tells its host so. Design, section 5.

internal import AndonConfig
internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// Reports of an earlier run.
enum EarlierReports {
  /// What is known of the run that came to nothing: little, when its arguments were not right.
  struct Wish {
    var config: String?
    var reportFolder: String?
    var profile = JUnitProfile.standard
    var host: Host?
    var category: String?
  }

  /// Replaces them, if there are any, by provisional ones.
  ///
  /// In the report folder that was wished for or that the pipeline file names, or in the default
  /// one when it cannot be read. What cannot be replaced is left: the exit code says enough.
  static func replace(_ exit: Exit, _ wish: Wish) {
    guard let context = try? Context() else { return }
    let (surroundings, repository) = (context.surroundings, context.repository)
    let source = try? PipelineSource(config: wish.config, surroundings)
    let pipeline =
      source.flatMap { Self.pipeline($0, surroundings, repository) }
      ?? Pipeline(name: Paths.name(of: surroundings.folder))
    var run = context.identity(
      pipeline, Plan(stages: [], jobs: 1), on: nil, host: wish.host, category: wish.category, nil)
    run.configFile = source?.name(surroundings, repository)
    let folder = ReportFolder(
      name: wish.reportFolder ?? pipeline.reportFolder, wish.profile, surroundings)
    let record = Provisional.record(run, exit)
    let claim = try? folder.replaceEarlier(record, in: repository)
    HostEnd(record: record, folder: folder, claim: claim, surroundings: surroundings).tell()
  }

  // As far as it can be read: its name and its class are those of the alerts of other runs.
  private static func pipeline(
    _ source: PipelineSource, _ surroundings: Surroundings, _ repository: Repository?
  ) -> Pipeline? {
    do throws(ConfigFaults) {
      return try source.pipeline(surroundings, repository)
    } catch {
      return error.pipeline
    }
  }
}

extension EarlierReports.Wish {
  /// What the caller of `andon run` wished for.
  init(_ request: RunRequest) {
    config = request.config
    reportFolder = request.reportFolder
    profile = request.profile
    host = request.host
    category = request.category
  }
}
