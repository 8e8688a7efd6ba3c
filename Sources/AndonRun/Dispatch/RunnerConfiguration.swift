// Where and how stages run, and the steps that a run asks: the judge for another attempt, the
// catalog for the meaning of printed lines.

package import AndonModel
package import AndonText

/// Where and how the stages of a run are run.
package struct RunnerConfiguration {
  /// The run.
  package var run: RunIdentity
  /// andon's environment as `NAME=VALUE` words.
  package var environment: [[UInt8]]
  /// The working directory, absolute.
  package var directory: String
  /// The report directory, absolute; its `logs` directory exists.
  package var reportDirectory: String
  /// Seconds between two ticks for the observer.
  package var pulse: Double
  /// Hides secrets.
  package var masker: Masker
  /// Decides whether a stage needs another attempt.
  package var retries: any RetryDecision
  /// What the machine can vary around a stage.
  package var variations = VariationSupport()
  /// Finds causes in printed lines.
  package var causes: CauseSearch

  /// A configuration without variations.
  package init(
    _ run: RunIdentity, environment: [[UInt8]], directory: String, reportDirectory: String,
    pulse: Double, masker: Masker, retries: any RetryDecision, causes: any LogPatternSource
  ) {
    self.run = run
    self.environment = environment
    self.directory = directory
    self.reportDirectory = reportDirectory
    self.pulse = pulse
    self.masker = masker
    self.retries = retries
    self.causes = CauseSearch(causes)
  }
}
