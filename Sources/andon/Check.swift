// `andon check`: reads a pipeline file and runs nothing.

internal import AndonConfig
internal import AndonModel
internal import AndonSystem

/// The steps of `andon check`.
enum Check {
  /// Shows all faults of a pipeline file, or "fine"; the exit code.
  static func run(_ config: String?) -> Int {
    do {
      let surroundings = try Surroundings()
      let source = try PipelineSource(config: config, surroundings)
      do throws(ConfigFaults) {
        _ = try source.pipeline(surroundings, Repository(around: surroundings.folder))
        StandardStream.output.write("fine\n")
        return 0
      } catch {
        StandardStream.output.write(error.rendered(file: source.path))
        return Exit.configuration.code
      }
    } catch {
      return Complaint.exit(for: error, config: config).code
    }
  }
}
