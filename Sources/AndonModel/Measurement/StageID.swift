// The names by which stages, objectives and indicators are known.
// Whether a name is allowed is decided where it is read, in AndonConfig.

/// The name of a stage, unique in its pipeline; it also names files.
package struct StageID: Hashable, Sendable, CustomStringConvertible {
  /// The name as it is written in the pipeline file.
  package let text: String

  /// Takes a name that has been checked.
  package init(_ text: String) { self.text = text }

  /// The name itself.
  package var description: String { text }
}

/// What an objective looks at: one indicator of one stage, written `STAGE.INDICATOR`.
package struct IndicatorReference: Hashable, Sendable, CustomStringConvertible {
  /// The stage that produces the indicator.
  package let stage: StageID
  /// The indicator's name, without the stage.
  package let name: IndicatorName

  /// Joins a stage and one of its indicators.
  package init(stage: StageID, name: IndicatorName) {
    self.stage = stage
    self.name = name
  }

  /// Reads `STAGE.INDICATOR`, a stage's name having no dot; nil for anything else.
  package init?(_ text: String) {
    guard let dot = text.firstIndex(of: ".") else { return nil }
    stage = StageID(String(text[..<dot]))
    name = IndicatorName(String(text[text.index(after: dot)...]))
  }

  /// `STAGE.INDICATOR`.
  package var description: String { "\(stage).\(name)" }
}
