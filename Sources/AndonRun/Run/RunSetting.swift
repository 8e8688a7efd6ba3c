// Where and how stages run.

package import AndonModel

/// The surroundings of a run.
package struct RunSetting: Sendable {
  /// andon's environment as `NAME=VALUE` words.
  package var environment: [[UInt8]]
  /// The working folder, absolute.
  package var folder: String
  /// The report folder, absolute; its `logs` folder is there.
  package var reportFolder: String
  /// The calendar's time at the start.
  package var startedAt: Timestamp
  /// Seconds between two ticks for whoever watches.
  package var pulse: Double

  /// Joins the surroundings of a run.
  package init(
    environment: [[UInt8]], folder: String, reportFolder: String, startedAt: Timestamp,
    pulse: Double
  ) {
    self.environment = environment
    self.folder = folder
    self.reportFolder = reportFolder
    self.startedAt = startedAt
    self.pulse = pulse
  }
}
