// The files of a stage, as they were when the stage ended.

package import AndonModel
package import AndonSystem

/// The outputs and logs of a stage.
package struct StageTraces: Sendable {
  /// The stage.
  package let id: StageID
  /// Its folder.
  package let place: StageDirectory
  /// The digests of its outputs; nil where the stage names none, or never ran.
  package let outputs: OutputDigests?
  /// Its logs below the report folder, and what tells whether they were changed.
  package let logs: [(name: String, content: LogTrace)]
}
