// What a run is judged by: everything that is settled before its first stage.
// The head of the journal; together with what happened it makes the run record.

/// What was settled about one stage.
package struct StageTerms: Equatable, Sendable {
  /// Its name.
  package var id: StageID
  /// Whether its failure is red.
  package var required: Bool
  /// Seconds from which on it is slow; nil when nothing was asked for.
  package var soft: Double?
  /// Where its name stands; nil for a command given as arguments.
  package var place: SourcePlace?
  /// What it runs, as it is written, safe to print.
  package var command: String?
  /// Rules of causes that its log matches when all is well: they say nothing.
  package var knownRules: [String] = []

  /// Joins what was settled.
  package init(id: StageID, required: Bool, soft: Double?, place: SourcePlace?) {
    self.id = id
    self.required = required
    self.soft = soft
    self.place = place
    command = nil
  }
}

/// What a run is judged by.
package struct RunTerms: Equatable, Sendable {
  /// The program that makes the run.
  package var tool: ToolIdentity
  /// Which run it is, at 0 seconds.
  package var run: RunIdentity
  /// The exit code of yellow.
  package var yellowExit: Int
  /// Seconds that the whole run may take.
  package var budget: Double?
  /// The stages, in the order of the file.
  package var stages: [StageTerms]
  /// The objectives: those of `slo` in the order of stages, then the others.
  package var objectives: [Objective]
  /// What the lint says of the pipeline.
  package var lint: [Finding]
  /// What earlier runs said that changes would lead to, and nobody has looked at yet.
  package var predictions: [Prediction] = []

  /// Terms without stages.
  package init(tool: ToolIdentity, run: RunIdentity, yellowExit: Int) {
    self.tool = tool
    self.run = run
    self.yellowExit = yellowExit
    budget = nil
    stages = []
    objectives = []
    lint = []
  }

  /// The same terms with the texts of people masked: what they wrote may quote a secret.
  package func masked(_ mask: (String) -> String) -> RunTerms {
    var terms = self
    for index in terms.objectives.indices {
      guard let waiver = terms.objectives[index].waiver else { continue }
      terms.objectives[index].waiver?.owner = mask(waiver.owner)
      terms.objectives[index].waiver?.reason = mask(waiver.reason)
    }
    for index in terms.stages.indices {
      terms.stages[index].command = terms.stages[index].command.map(mask)
    }
    return terms
  }

  /// The terms of a pipeline.
  ///
  /// The caller's exit code of yellow goes before the pipeline's, and that before the host's.
  package init(
    _ pipeline: Pipeline, tool: ToolIdentity, run: RunIdentity, yellowExit: Int?, lint: [Finding]
  ) {
    self.init(
      tool: tool, run: run, yellowExit: yellowExit ?? pipeline.yellowExit ?? run.host.yellowExit)
    budget = pipeline.budget
    objectives = pipeline.objectives
    self.lint = lint
    stages = pipeline.stages.map { stage in
      var terms = StageTerms(
        id: stage.id, required: stage.required, soft: stage.deadlines.soft, place: stage.place)
      switch stage.run {
      case .words(let words): terms.command = words.joined(separator: " ")
      case .text(let text): terms.command = text
      }
      return terms
    }
  }
}
