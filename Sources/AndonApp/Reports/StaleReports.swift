// A run that cannot start replaces the reports of an earlier run, which could be taken for its own,
// and notifies its host. Design, section 5.

internal import AndonConfig
package import AndonModel
internal import AndonReport
internal import AndonSystem

/// Reports of an earlier run.
package enum StaleReports {
  /// The options of a run that could not start, as far as they are known.
  package struct Options {
    var config: String?
    var reportFolder: String?
    var profile = JUnitProfile.standard
    var host: Host?
    var category: String?

    /// Nothing is known: the arguments are not valid.
    package init() {}
  }

  /// Replaces them, if there are any, by placeholders.
  ///
  /// In the report directory that the options or the pipeline file name, or in the default one when
  /// the file cannot be read. Reports that cannot be replaced stay: the exit code outweighs them.
  package static func replace(_ exit: Exit, _ options: Options) {
    guard let context = try? Context() else { return }
    let (surroundings, repository) = (context.surroundings, context.repository)
    let source = try? PipelineSource(config: options.config, surroundings)
    let pipeline =
      source.flatMap { Self.pipeline($0, surroundings, repository) }
      ?? Pipeline(name: Paths.name(of: surroundings.folder))
    var run = context.identity(pipeline, host: options.host, category: options.category, nil)
    run.configFile = source?.name(surroundings, repository)
    let place = ReportDirectory(
      name: options.reportFolder ?? pipeline.reportFolder, options.profile, surroundings)
    let record = PlaceholderReport.record(run, exit)
    let reports = try? place.replaceStale(record, in: repository)
    HostNotifier(record: record, place: place, reports: reports, surroundings: surroundings)
      .notify()
  }

  // As far as it can be read: its name and its class are those of the alerts of other runs.
  private static func pipeline(
    _ source: PipelineSource, _ surroundings: ProcessEnvironment, _ repository: Repository?
  ) -> Pipeline? {
    do throws(ConfigProblems) {
      return try source.pipeline(surroundings, repository)
    } catch {
      return error.pipeline
    }
  }
}

extension StaleReports.Options {
  /// The options of `andon run`.
  init(_ request: RunRequest) {
    config = request.config
    reportFolder = request.reportFolder
    profile = request.profile
    host = request.host
    category = request.category
  }
}
