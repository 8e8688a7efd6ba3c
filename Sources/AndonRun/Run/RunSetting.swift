// Where and how stages run, and the questions that a run asks of other steps.

package import AndonModel
package import AndonText

/// The surroundings of a run.
package struct RunSetting {
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
  /// What must not be shown.
  package var masker: Masker
  /// Whether a stage with these attempts needs another, and what for; the judge's to say.
  package var next: (PlannedStage, [AttemptRecord]) -> AttemptRole?
  /// What there is to change surroundings with.
  package var variations = VariationFacts()
  /// The rules that say what printed lines mean, made ready when they are first asked for.
  package var search: () -> CauseSearch

  /// Joins the surroundings of a run.
  package init(
    environment: [[UInt8]], folder: String, reportFolder: String, startedAt: Timestamp,
    pulse: Double, masker: Masker, next: @escaping (PlannedStage, [AttemptRecord]) -> AttemptRole?,
    causes: @escaping () -> [CauseRule]
  ) {
    self.environment = environment
    self.folder = folder
    self.reportFolder = reportFolder
    self.startedAt = startedAt
    self.pulse = pulse
    self.masker = masker
    self.next = next
    var ready: CauseSearch?
    search = {
      let search = ready ?? CauseSearch(causes())
      ready = search
      return search
    }
  }
}
