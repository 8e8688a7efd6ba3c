// The names by which stages, objectives and indicators are known.
// Whether a name is allowed is decided where it is read, in AndonConfig.

/// The name of a stage, unique in its pipeline; it also names files.
package struct StageID: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The name as it is written in the pipeline file.
  package let text: String

  /// Takes a name that has been checked.
  package init(_ text: String) { self.text = text }

  /// Decodes the bare name.
  package init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  /// Encodes the bare name.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The name itself.
  package var description: String { text }
}

/// What an objective looks at: one indicator of one stage, written `STAGE.INDICATOR`.
package struct IndicatorReference: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The stage that produces the indicator.
  package let stage: StageID
  /// The indicator's name, without the stage.
  package let name: IndicatorName

  /// Joins a stage and one of its indicators.
  package init(stage: StageID, name: IndicatorName) {
    self.stage = stage
    self.name = name
  }

  /// Decodes `STAGE.INDICATOR`; a stage's name has no dot.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let dot = text.firstIndex(of: ".") else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "an indicator is STAGE.NAME, not \(text)")
    }
    stage = StageID(String(text[..<dot]))
    name = IndicatorName(String(text[text.index(after: dot)...]))
  }

  /// Encodes `STAGE.INDICATOR`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// `STAGE.INDICATOR`.
  package var description: String { "\(stage).\(name)" }
}
