// What a stage has left on the disk, as it was when the stage ended.

package import AndonModel
package import AndonSystem

/// The outputs and logs of a stage.
package struct StageTraces: Sendable {
  /// The stage.
  package let id: StageID
  /// Its folder.
  package let place: StagePlace
  /// What it made; nil where it says nothing of that, or it could not be read.
  package let outputs: OutputDigests?
  /// Its logs below the report folder, and what tells whether they were changed.
  package let logs: [(name: String, content: LogTrace)]
}
