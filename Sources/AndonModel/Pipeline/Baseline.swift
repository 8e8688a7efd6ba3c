// The earlier values that an objective is relative to.

/// Earlier runs that a figure is held against.
package struct BaselineSelector: Equatable, Sendable {
  /// Runs of this branch; nil for all that the file holds.
  package var branch: String?
  /// Another file than the run's own history.
  package var history: String?

  /// Names a branch, a file, or both.
  package init(branch: String?, history: String?) {
    self.branch = branch
    self.history = history
  }

  /// In words, such as `main` or `main in base.sqlite`.
  package var text: String {
    switch (branch, history) {
    case (.some(let branch), nil): branch
    case (nil, .some(let history)): history
    case (.some(let branch), .some(let history)): "\(branch) in \(history)"
    case (nil, nil): "the history"
    }
  }
}

/// A run that a figure is held against.
package struct BaselineRun: Equatable, Sendable {
  /// The run's id.
  package var id: String
  /// Its commit.
  package var commit: String?
  /// What its attempts showed, in the unit's base.
  package var values: [Double]
  /// The unit of the values; nil where it is not known.
  package var unit: MeasureUnit?

  /// Joins a run and its values.
  package init(id: String, commit: String?, values: [Double], unit: MeasureUnit? = nil) {
    self.id = id
    self.commit = commit
    self.values = values
    self.unit = unit
  }
}

/// What a history says of one figure.
package enum Baseline: Equatable, Sendable {
  /// The runs that count, the oldest first; there may be too few of them.
  case runs([BaselineRun])
  /// There would be enough runs, but they were made on other machines, as many as this.
  case foreign(Int)
  /// The history cannot be read.
  case unavailable(reason: String)
}
