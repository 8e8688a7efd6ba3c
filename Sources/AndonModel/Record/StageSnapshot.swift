// Evidence of why a stage is slow, or does not end.

/// A stage at one moment; its texts are masked and safe to print.
package struct StageSnapshot: Equatable, Sendable {
  /// Why the snapshot was taken.
  package enum Moment: String, Sendable {
    /// Its soft deadline had passed.
    case soft
    /// It was about to be stopped.
    case stop
    /// The final signal was about to be sent.
    case final
  }

  /// The number of the attempt.
  package var attempt: Int
  /// Why the snapshot was taken.
  package var moment: Moment
  /// Seconds since the start of the attempt.
  package var at: Double
  /// Its processes.
  package var tree = TreeSnapshot<String>()
  /// The last lines of output until then.
  package var tail: [String] = []

  /// A snapshot without processes.
  package init(attempt: Int, moment: Moment, at: Double) {
    self.attempt = attempt
    self.moment = moment
    self.at = at
  }
}
