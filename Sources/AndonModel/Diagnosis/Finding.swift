// Stated problems of a run.

/// What a finding is in the chain from cause to symptom.
package enum FindingRole: String, Sendable {
  case cause
  case symptom
  case notice
}

/// How much a finding weighs.
package enum FindingLevel: String, Sendable {
  case note
  case warning
  case error
}

/// A stated problem with what it rests on.
package struct Finding: Equatable, Sendable {
  /// Stable within the run, such as `f1`.
  package var id: String
  /// Its kind.
  package var code: FindingCode
  /// Cause, symptom, or neither.
  package var role: FindingRole
  /// How much it weighs.
  package var level: FindingLevel
  /// One sentence, safe to print.
  package var message: String
  /// The stage that it is about.
  package var stage: StageID?
  /// The objective that it is about.
  package var objective: String?
  /// Lines that it rests on, made safe.
  package var evidence: [String]
  /// Where in the pipeline file it is to be mended; nil where that is not known.
  package var place: FileLocation?
  /// The finding that it follows from, of a symptom; nil for any other.
  package var cause: String?

  /// States a problem; its id is given when the run record is put together.
  package init(
    _ code: FindingCode, _ role: FindingRole, _ level: FindingLevel, _ message: String,
    stage: StageID? = nil, evidence: [String] = []
  ) {
    id = ""
    self.code = code
    self.role = role
    self.level = level
    self.message = message
    self.stage = stage
    objective = nil
    self.evidence = evidence
    place = nil
    cause = nil
  }
}

extension [Finding] {
  /// The findings with ids that are unique in their run: `f1`, `f2`.
  package var numbered: [Finding] {
    enumerated().map { index, finding in
      var finding = finding
      finding.id = "f\(index + 1)"
      return finding
    }
  }
}
