// What is configured: the pipeline file as values.
// Stages and objectives have files of their own.

/// A pipeline file, read and found right.
package struct Pipeline: Equatable, Sendable {
  /// The name of the pipeline.
  package var name: String
  /// The file as it is named in reports; nil for a command given as arguments.
  package var file: String?
  /// Variables for every stage.
  package var environment: [Variable]
  /// Variables whose values must not be shown, beyond those whose names say so.
  package var mask: [String]
  /// Stages that may run at once; nil: as many as there are processors.
  package var jobs: Int?
  /// Bytes of memory for stages that ask for some; nil: what the machine has.
  package var memory: Int?
  /// The class of machine that figures may be compared with.
  package var machineClass: String?
  /// Seconds that the whole run may take.
  package var budget: Double?
  /// Bytes that a log may take.
  package var maxLogSize: Int
  /// Where reports go, relative to the working folder.
  package var reportFolder: String
  /// The file that remembers runs, relative to the working folder; nil where none is asked for.
  package var history: String?
  /// Catalogues of causes: `builtin`, and files relative to the working folder; a later rule takes
  /// the place of an earlier one of its name.
  package var causes: [String]
  /// The exit code of yellow; nil: as the host says.
  package var yellowExit: Int?
  /// The stages, in the order of the file.
  package var stages: [Stage]
  /// Those of `slo` in the order of stages, then those of `objectives`.
  package var objectives: [Objective]

  /// Bytes that a log may take when nothing else is said.
  package static let defaultLargestLog = 256_000_000
  /// The folder for reports when nothing else is said.
  package static let defaultReportFolder = "andon-out"

  /// The file that remembers runs when nothing else is said.
  package static let defaultHistory = ".andon/history.sqlite"

  /// The catalogue that andon brings along.
  package static let builtInCauses = "builtin"

  /// An empty pipeline of that name.
  package init(name: String) {
    self.name = name
    file = nil
    environment = []
    mask = []
    jobs = nil
    memory = nil
    machineClass = nil
    budget = nil
    maxLogSize = Self.defaultLargestLog
    reportFolder = Self.defaultReportFolder
    history = nil
    causes = [Self.builtInCauses]
    yellowExit = nil
    stages = []
    objectives = []
  }
}
