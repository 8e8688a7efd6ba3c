// What came of running a stage again and comparing its outputs.

/// When an output differs.
package enum VariationResult: Equatable, Sendable {
  /// With nothing changed as well.
  case always
  /// When this was varied.
  case under(Variation)
  /// When these were varied together; which of them it is, is not known.
  case together([Variation])
  /// In some runs, with nothing that they have in common.
  case sometimes
}

/// An output that differs, when, and how.
package struct DifferingOutput: Equatable, Sendable {
  /// The first difference that was found.
  package var difference: OutputDifference
  /// When it differs.
  package var differs: VariationResult

  /// Joins a difference with when it appears.
  package init(_ difference: OutputDifference, differs: VariationResult) {
    self.difference = difference
    self.differs = differs
  }
}

/// What became of one variation.
package struct VariedThing: Equatable, Sendable {
  /// What was to be varied.
  package var variation: Variation
  /// How it was, such as `TZ is Etc/GMT-14`; empty where it was not.
  package var how: String
  /// Why it could not be, or what of it; nil where all of it was.
  package var reasonNotVaried: String?

  /// Joins a variation with what became of it.
  package init(_ variation: Variation, how: String, reasonNotVaried: String? = nil) {
    self.variation = variation
    self.how = how
    self.reasonNotVaried = reasonNotVaried
  }

  /// Whether it was varied at all.
  package var isVaried: Bool { !how.isEmpty }
}

/// What came of all runs of a reproducible stage.
package struct ReproducibilityResult: Equatable, Sendable {
  /// Runs that came to a good end and were compared, the first one too.
  package var runs: Int
  /// Outputs of all runs together.
  package var files: Int
  /// Those that are the same in all of them.
  package var identical: Int
  /// Those that could not be read, and do not differ as far as that is known.
  package var unread: Int
  /// What became of each variation.
  package var variations: [VariedThing]
  /// Why outputs of a run could not be compared; nil where all were.
  package var failure: String?
  /// Outputs that differ; of many the first ones.
  package var differing: [DifferingOutput]
  /// The log in which diffoscope tells more, or why it does not; nil where it was not asked.
  package var details: String?

  /// Nothing compared yet.
  package init() {
    runs = 0
    files = 0
    identical = 0
    unread = 0
    variations = []
    failure = nil
    differing = []
    details = nil
  }

  /// Identical outputs as a part of all.
  ///
  /// Missing where nothing was compared. A run that came to no good end could have made others
  /// differ, and what could not be read may: then what is known is the most.
  package var share: BoundedValue {
    if let failure, runs < 2 { return .missing(reason: failure) }
    if runs < 2 || files == 0 { return .missing(reason: "no file is named by `outputs`") }
    let most = Double(identical + unread) / Double(files)
    if let failure {
      return identical + unread == files ? .missing(reason: failure) : .atMost(most)
    }
    return unread == 0 ? .exact(most) : .atMost(most)
  }
}
