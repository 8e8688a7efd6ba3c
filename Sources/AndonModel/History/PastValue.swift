// A value of an earlier run.

/// A figure of an earlier run, as a history finds it.
package struct PastValue: Equatable, Sendable {
  /// The run and its values.
  package var run: BaselineRun
  /// When the run started.
  package var startedAt: Timestamp
  /// The machine that it was made on.
  package var fingerprint: String

  /// Joins a run and where it was made.
  package init(run: BaselineRun, startedAt: Timestamp, fingerprint: String) {
    self.run = run
    self.startedAt = startedAt
    self.fingerprint = fingerprint
  }
}
