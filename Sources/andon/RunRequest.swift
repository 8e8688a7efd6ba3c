// What the caller asked `andon run` for.

internal import AndonConfig
internal import AndonModel
internal import AndonReport

/// The options of a run.
struct RunRequest {
  /// The pipeline file; nil to search for one.
  var config: String?
  /// A command to run instead of a pipeline file; empty for none.
  var command: [String]
  /// Limits of the command, as texts.
  var soft: String?
  var hard: String?
  var grace: String?
  /// The stages that are wanted.
  var selection: Selection
  /// Whether warnings about the file are faults.
  var isStrict: Bool
  /// Whether stages are held in a PID namespace.
  var isIsolated: Bool
  /// Slots, over the pipeline's.
  var jobs: Int?
  /// Who reads the result; nil to find out.
  var host: Host?
  /// The job that the run is one of; nil to find out.
  var category: String?
  /// The report folder, over the pipeline's.
  var reportFolder: String?
  /// How much the JUnit report says.
  var profile: JUnitProfile
  /// The file that remembers runs, over the pipeline's.
  var history: String?
  /// The exit code of yellow, over the pipeline's.
  var yellowExit: Int?
}
