// Where the outputs of two runs differ, and what that looks like.

/// What probably made outputs differ.
package enum DifferenceCategory: String, CaseIterable, Sendable {
  case timestamp
  case timeZone = "time-zone"
  case path
  /// Numbers, months or letters as another language writes them.
  case locale
  /// The same parts in another order.
  case order
  /// A number or a name that nobody can foresee.
  case random
  /// The name of a user or of a host.
  case identity
  /// Permissions that the umask decides.
  case umask
  /// The number of processors.
  case processors
  /// An earlier run left it.
  case leftOver = "left-over"
}

/// The first difference of one output.
package struct OutputDifference: Equatable, Sendable {
  /// What differs.
  package enum OutputDifferenceKind: String, CaseIterable, Sendable {
    /// Only the first run made it.
    case onlyFirst = "only-first"
    /// Only the other run made it.
    case onlyOther = "only-other"
    /// One is a file, say, and the other a link.
    case type
    case mode
    /// Links that lead to different places.
    case target
    case content
  }

  /// Its path below the stage's folder, made safe.
  package var path: String
  /// What differs.
  package var kind: OutputDifferenceKind
  /// Where in it, such as `line 3` or `member a.txt, line 1`; empty for the whole.
  package var place: String
  /// What stands there in the first run's, made safe.
  package var first: String
  /// What stands there in the other's.
  package var other: String
  /// What that looks like; nil where it looks like nothing that is known.
  package var suspicion: DifferenceCategory?

  /// Joins a path with what differs.
  package init(
    path: String, _ kind: OutputDifferenceKind, at place: String = "", first: String = "",
    other: String = "",
    suspicion: DifferenceCategory? = nil
  ) {
    self.path = path
    self.kind = kind
    self.place = place
    self.first = first
    self.other = other
    self.suspicion = suspicion
  }
}

/// What two runs have in common, and what not.
package struct OutputComparison: Equatable, Sendable {
  /// How many outputs the first run made.
  package var first: Int
  /// The outputs that differ, by path; those of `added` too.
  package var differing: [String]
  /// The outputs that only the other run made.
  package var added: [String]
  /// Outputs that could not be read, so that nobody knows whether they differ.
  package var unread: [String]
  /// The first difference of each output that differs; of many the first ones.
  package var differences: [OutputDifference]

  /// Runs that made so many outputs, all alike.
  package init(first: Int) {
    self.first = first
    differing = []
    added = []
    unread = []
    differences = []
  }
}

/// Two folders that are to be compared.
package struct ComparisonRequest: Equatable, Sendable {
  /// Something that differed between both runs, so that it may stand in their outputs.
  package struct Known: Equatable, Sendable {
    /// What it would be, where it does.
    package var suspicion: DifferenceCategory
    /// What it was in the first run.
    package var first: String
    /// What it was in the other run.
    package var other: String

    /// Joins both values of a thing.
    package init(_ suspicion: DifferenceCategory, first: String, other: String) {
      self.suspicion = suspicion
      self.first = first
      self.other = other
    }
  }

  /// The folder of the first run's outputs, absolute.
  package var first: String
  /// The folder of the other's.
  package var other: String
  /// Globs of what is compared.
  package var outputs: [String]
  /// Globs of what is not.
  package var ignore: [String]
  /// Values that may differ.
  package var normalise: [Normalization]
  /// Folders (absolute) that do not count as outputs.
  package var except: [String]
  /// Permissions that may differ, as bits of st_mode.
  package var freeModes: Int
  /// What differed, and may be found.
  package var known: [Known]
  /// When the first run began, in nanoseconds on the clock of files: what is older was there
  /// before.
  package var begun: Int

  /// Compares what globs name in two folders.
  package init(first: String, other: String, outputs: [String]) {
    self.first = first
    self.other = other
    self.outputs = outputs
    ignore = []
    normalise = []
    except = []
    freeModes = 0
    known = []
    begun = 0
  }
}
