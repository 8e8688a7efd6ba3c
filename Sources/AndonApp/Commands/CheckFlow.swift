// `andon check`: reads a pipeline file and runs nothing.

internal import AndonConfig
internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText

/// The steps of `andon check`.
package enum CheckFlow {
  /// Shows all faults and warnings of a pipeline file, or "fine"; the exit code.
  package static func run(config: String?, asJSON: Bool, isStrict: Bool) -> Int {
    do {
      let surroundings = try ProcessEnvironment()
      let source = try PipelineSource(config: config, surroundings)
      var faults: ConfigProblems?
      var causes: [String] = []
      var warnings: [Finding] = []
      var masker = Masker([])
      do throws(ConfigProblems) {
        let pipeline = try source.pipeline(surroundings, Repository(around: surroundings.folder))
        causes = pipeline.causes
        let today = CalendarDay(of: Timestamp(milliseconds: surroundings.startedAt))
        warnings = Lint.findings(pipeline, today: today)
        masker = Masker(hiding: Secrets.values(of: pipeline, surroundings.environment))
      } catch {
        faults = error
      }
      _ = try CauseSources(causes, in: surroundings.folder)
      show(faults, warnings, source, masker, asJSON: asJSON)
      let isRefused = faults != nil || (isStrict && !warnings.isEmpty)
      return isRefused ? Exit.configuration.code : 0
    } catch {
      return ErrorReporter.exit(for: error, config: config).code
    }
  }

  private static func show(
    _ faults: ConfigProblems?, _ warnings: [Finding], _ source: PipelineSource, _ masker: Masker,
    asJSON: Bool
  ) {
    let output = StandardStream.output
    if asJSON {
      let masker = faults.map(ErrorReporter.masker)
      let list = (faults?.list ?? []).map { fault in
        CheckFile.FileProblem(
          line: fault.line, column: fault.column,
          message: masker?.masked(fault.message) ?? fault.message,
          hint: masker?.masked(fault.hint) ?? fault.hint)
      }
      output.write(bytes: CheckFile.write(source.path, list, warnings))
    } else if let faults {
      output.show(faults.rendered(file: source.path).masked(by: ErrorReporter.masker(of: faults)))
    } else {
      let notes = SourceNotes(source.path, source.bytes)
      output.show(warnings.isEmpty ? "ok\n" : notes.text(warnings).masked(by: masker))
    }
  }
}
