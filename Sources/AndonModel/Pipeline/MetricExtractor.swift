// A number of a stage's own: where it is to be found, and in which unit.
// Who looks for it is not known here: AndonRun scans output, AndonImport reads files.

/// A number that a stage prints or writes to a file.
package struct MetricExtractor: Equatable, Sendable {
  /// Which of several matches counts.
  package enum Choice: String, CaseIterable, Sendable {
    case first
    case last
    case min
    case max
    case sum
  }

  /// Where the number is.
  package enum Source: Equatable, Sendable {
    /// In the output: a PCRE2 pattern whose first group, else the whole match, holds the number.
    case output(pattern: String, Choice)
    /// In a JSON file, relative to the stage's folder: an RFC 6901 pointer to a number.
    case file(String, pointer: JSONPointer)

    /// Whether it is in a file.
    package var isFile: Bool {
      if case .file = self { true } else { false }
    }
  }

  /// The metric's name, which becomes an indicator of the stage.
  package let name: String
  /// Where the number is.
  package let source: Source
  /// The unit that values are stored in.
  package let unit: MeasureUnit
  /// What a number found is multiplied with to be in that unit.
  package let scale: Double

  /// Joins the parts of a metric.
  package init(name: String, _ source: Source, unit: MeasureUnit, scale: Double = 1) {
    self.name = name
    self.source = source
    self.unit = unit
    self.scale = scale
  }
}
