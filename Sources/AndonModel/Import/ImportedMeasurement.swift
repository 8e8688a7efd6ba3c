// Values that a file of another tool holds.

/// A value that another tool states.
package enum ImportedValue: Equatable, Sendable {
  case number(Double)
  /// The tool names it and has no value for it.
  case missing
  /// Several numbers in an order that the unit explains.
  case list([Double?])
  /// Several numbers, each with its name.
  case several([Part])

  /// A number with its name.
  package struct Part: Equatable, Sendable {
    /// Its name.
    package let name: String
    /// The number.
    package let value: Double

    /// Joins name and number.
    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// The one number that it is; nil for what is none.
  package var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}

/// One figure of another tool.
package struct ImportedMeasurement: Equatable, Sendable {
  /// Its name, as the tool builds it.
  package var name: String
  /// Its value.
  package var value: ImportedValue
  /// Its unit as the tool writes it; nil where it states none.
  package var unit: String?
  /// Which way is better; nil where that is not known.
  package var direction: Direction?
  /// What the true value may be, in the same unit.
  package var low: Double?
  /// What the true value may be, in the same unit.
  package var high: Double?
  /// Where benchmarks of one name are told apart, such as a package; nil where nothing is said.
  package var scope: String?
  /// Whether the command or a request failed that it was measured of: it cannot meet a limit.
  package var isOfFailure = false

  /// A figure without an interval.
  package init(
    _ name: String, _ value: ImportedValue, unit: String?, _ direction: Direction? = nil
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.direction = direction
  }
}
