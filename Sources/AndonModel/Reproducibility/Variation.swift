// What is changed around a stage that is run again to see whether it makes the same outputs.
// How each is changed on a machine is AndonRun's.

/// One thing that is changed.
package enum Variation: String, CaseIterable, Sendable {
  case locale
  case timezone
  case umask
  /// The folder that it is built in.
  case path
  /// The names of user and host.
  case userName = "user-name"
  case home
  /// The number of processors.
  case cpus
  /// The order in which folders list their files.
  case order
  /// The wall clock.
  case time
}

/// A stage that is run again, so that its outputs can be compared.
package struct Reproducible: Equatable, Sendable {
  /// Runs in all, the measured one too: at least 2.
  package var runs: Int
  /// What is changed, in the order of the file.
  package var vary: [Variation]
  /// Globs of outputs that are not compared.
  package var ignore: [String]
  /// Values that are not compared.
  package var normalise: [Normalization]
  /// Whether diffoscope is asked for more.
  package var asksDiffoscope: Bool

  /// Runs a stage so often, with nothing changed.
  package init(runs: Int) {
    self.runs = runs
    vary = []
    ignore = []
    normalise = []
    asksDiffoscope = false
  }
}

/// A value that outputs may differ in.
package struct Normalization: Equatable, Sendable {
  /// A glob of the JSON files that it stands in.
  package var files: String
  /// Where it stands.
  package var pointer: JSONPointer

  /// Joins files and a place in them.
  package init(files: String, pointer: JSONPointer) {
    self.files = files
    self.pointer = pointer
  }
}
