// Why something is red: a cause with what it rests on. How causes are weighed is in AndonJudge.

/// How sure a cause is; never a number that nobody measured.
package enum Confidence: String, CaseIterable, Sendable {
  /// The kernel and the log say the same.
  case proven
  /// One strong witness, and nothing of its kind against it.
  case likely
  /// A witness that other causes explain as well.
  case possible
}

/// A statement with the place that it rests on.
package struct Fact: Equatable, Sendable {
  /// What is so, in one sentence without a period.
  package var text: String
  /// Where that can be looked up, such as `logs/suite.1.log:7` or `lock-wait, sampled`.
  package var place: String

  /// Joins a statement and its place.
  package init(_ text: String, at place: String) {
    self.text = text
    self.place = place
  }
}

/// Another cause that the same evidence allows.
package struct AlternativeCause: Equatable, Sendable {
  /// Its kind.
  package var kind: CauseClass
  /// The rule or witness that speaks for it.
  package var rule: String
  /// The line of the log; nil where no line speaks for it.
  package var line: Int?
  /// What would show that it is not the cause.
  package var ruledOutIf: String

  /// Joins a rival with what would refute it.
  package init(kind: CauseClass, rule: String, line: Int?, ruledOutIf: String) {
    self.kind = kind
    self.rule = rule
    self.line = line
    self.ruledOutIf = ruledOutIf
  }
}

/// One cause.
package struct Cause: Equatable, Sendable {
  /// Unique in its run, such as `c1`.
  package var id: String
  /// Its kind.
  package var kind: CauseClass
  /// How sure it is.
  package var confidence: Confidence
  /// The rule or witness that speaks for it first.
  package var rule: String
  /// The stage in which it was seen; nil for a log from elsewhere.
  package var stage: StageID?
  /// The objectives that it explains.
  package var objectives: [String]
  /// The line of the log that speaks for it; nil where none does.
  package var line: Int?
  /// That line, made safe.
  package var text: String?
  /// What it means, in one sentence.
  package var why: String
  /// What to do about it.
  package var remedy: String
  /// What would show that it is not the cause.
  package var ruledOutIf: String
  /// What speaks for it.
  package var evidence: [Fact]
  /// What else the evidence allows.
  package var alternatives: [AlternativeCause]
  /// From the broken promise to what lies behind it, one why after the other; at most five.
  package var causalChain: [Fact]
  /// What is not known where the chain ends; nil where it ends at something that can be changed.
  package var unknown: String?
  /// What would have been without it.
  package var advice: [Advice]

  /// A cause of which only the first witness is known yet.
  package init(
    kind: CauseClass, _ confidence: Confidence, rule: String, why: String, remedy: String
  ) {
    id = ""
    self.kind = kind
    self.confidence = confidence
    self.rule = rule
    stage = nil
    objectives = []
    line = nil
    text = nil
    self.why = why
    self.remedy = remedy
    ruledOutIf = ""
    evidence = []
    alternatives = []
    causalChain = []
    unknown = nil
    advice = []
  }
}

/// What a change would have led to, computed from what was measured.
package struct Advice: Equatable, Sendable {
  /// The one thing to change.
  package var change: String
  /// The objective whose figure it would change; nil where no figure can be given.
  package var objective: String?
  /// The figure that was measured.
  package var measured: Double?
  /// The least that the figure would have been.
  package var low: Double?
  /// The most that it would have been.
  package var high: Double?
  /// The unit of the figures.
  package var unit: MeasureUnit
  /// What has to be so for the figures to hold.
  package var assumption: String
  /// What the objective would then be; nil where the range leaves it open.
  package var judgment: String?

  /// Something to change, of which no figure is known.
  package init(_ change: String, unit: MeasureUnit = .seconds, assumption: String) {
    self.change = change
    objective = nil
    measured = nil
    low = nil
    high = nil
    self.unit = unit
    self.assumption = assumption
    judgment = nil
  }
}
