// Numbers from elsewhere for `andon judge --measurements`: a pipeline's indicators with values.
//   {"startedAt": "2026-11-24T09:00:00Z",
//    "measurements": [{"indicator": "suite.wall", "unit": "s", "values": [12.3, 12.1]}]}

package import AndonModel
internal import AndonText

/// Reads such files.
package struct MeasurementsFile: Equatable, Sendable {
  /// Why a file is none.
  package struct MeasurementsError: Error, Equatable, Sendable {
    /// What is wrong.
    package let message: String
  }

  /// When they were measured; nil where the file does not say.
  package let startedAt: Timestamp?
  /// The figures, in the unit's base, in their order.
  package let figures: [HistoryValues]

  /// Reads a file; nil for JSON of another kind.
  package static func read(_ bytes: [UInt8]) throws(MeasurementsError) -> MeasurementsFile? {
    guard let value = try? JSONReader.value(bytes), let rows = value["measurements"]?.items else {
      return nil
    }
    var figures: [HistoryValues] = []
    for (number, row) in rows.enumerated() {
      do throws(MeasurementsError) {
        let figure = try figure(row)
        if figures.contains(where: { $0.indicator == figure.indicator }) {
          throw MeasurementsError(message: "\(figure.indicator) comes twice")
        }
        figures.append(figure)
      } catch {
        throw MeasurementsError(message: "measurement \(number + 1): \(error.message)")
      }
    }
    let text = value["startedAt"]?.text
    let startedAt = text.flatMap(Timestamp.init)
    if text != nil, startedAt == nil { throw MeasurementsError(message: "`startedAt` is no time") }
    return MeasurementsFile(startedAt: startedAt, figures: figures)
  }

  private static func figure(_ row: JSONValue) throws(MeasurementsError) -> HistoryValues {
    guard let text = row["indicator"]?.text, let indicator = IndicatorReference(text) else {
      throw MeasurementsError(message: "`indicator` is not STAGE.INDICATOR")
    }
    guard let unitText = row["unit"]?.text, let scale = UnitScale(unitText) else {
      throw MeasurementsError(
        message: "`unit` is no unit, such as s, ms, B, MiB, MB/s, ops/s, count, ratio or %")
    }
    let items = row["values"]?.items ?? [row["value"]].compactMap { $0 }
    let values = items.compactMap(\.number)
    guard !values.isEmpty, values.count == items.count else {
      throw MeasurementsError(message: "`values` is no list of numbers")
    }
    return HistoryValues(indicator, unit: scale.kind, values: values.map(scale.base))
  }
}
