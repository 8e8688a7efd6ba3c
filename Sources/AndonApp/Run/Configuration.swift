// A pipeline file, or a command given as arguments, into a pipeline and what belongs to it.

internal import AndonConfig
internal import AndonModel
internal import AndonSystem
internal import AndonText

/// The configuration of a run.
struct Configuration {
  let pipeline: Pipeline
  /// Nil for a command given as arguments.
  let source: PipelineSource?
  let causes: CauseSources
  let masker: Masker
  /// Warnings about the pipeline, and about the places of andon's files.
  let findings: [Finding]

  /// Reads the pipeline and prints the warnings about it.
  init(_ request: RunRequest, _ context: Context) throws {
    let surroundings = context.surroundings
    let repository = context.repository
    if request.command.isEmpty {
      let source = try PipelineSource(config: request.config, surroundings)
      self.source = source
      pipeline = try source.pipeline(surroundings, repository)
    } else {
      source = nil
      pipeline = try CommandPipeline.make(
        request.command, soft: request.soft, hard: request.hard, grace: request.grace,
        folderName: Paths.name(of: surroundings.folder))
    }
    causes = try CauseSources(pipeline.causes, in: surroundings.folder)
    masker = Masker(hiding: Secrets.values(of: pipeline, surroundings.environment))
    let today = CalendarDay(of: Timestamp(milliseconds: surroundings.startedAt))
    let lint = Lint.findings(pipeline, today: today)
    try LintPrinter.show(lint, source, masker, isStrict: request.isStrict)
    let installation = Installation(surroundings: surroundings, repository: repository)
    findings =
      lint
      + [source?.outside(surroundings, repository), installation.finding].compactMap { $0 }
  }
}
