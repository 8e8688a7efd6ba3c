// The options of `andon run` as values.

package import AndonConfig
package import AndonModel
package import AndonReport

/// The options of a run.
package struct RunRequest {
  /// The pipeline file; nil to search for one.
  package var config: String?
  /// A command to run instead of a pipeline file; empty for none.
  package var command: [String] = []
  /// The soft deadline of the command, as text.
  package var soft: String?
  /// The hard deadline of the command, as text.
  package var hard: String?
  /// The grace period of the command, as text.
  package var grace: String?
  /// The stages to run.
  package var selection = Selection.everything
  /// Whether warnings about the file are errors.
  package var isStrict = false
  /// Whether stages run in a PID namespace.
  package var isIsolated = false
  /// Slots, over the pipeline's.
  package var jobs: Int?
  /// The CI system; nil to detect it.
  package var host: Host?
  /// The job that the run is a part of; nil to detect it.
  package var category: String?
  /// The report directory, over the pipeline's.
  package var reportFolder: String?
  /// How much the JUnit report says.
  package var profile = JUnitProfile.standard
  /// The history file, over the pipeline's.
  package var history: String?
  /// The exit code of yellow, over the pipeline's.
  package var yellowExit: Int?

  /// A run of the pipeline file that is found, with its own options.
  package init() {}
}
