// Where the level of a history changes: penalised least squares (Yao, 1988; Jackson et al., 2005)
// with a scale and a penalty that spikes and autocorrelation do not move. Pure.
// statistics.md, section 4.

internal import AndonModel
internal import RealModule

/// Finds changes of level.
package enum ChangePoints {
  private static let leastValues = 6
  private static let spike = 4.0
  private static let largestCorrelation = 0.8
  private static let significance = 0.001

  /// Positions, in the series as it was given, of the first values of new levels.
  package static func of(_ series: [Double?]) -> [Int] {
    let there = series.indices.filter { series[$0]?.isFinite == true }
    let values = there.compactMap { series[$0] }
    guard values.count >= leastValues else { return [] }
    let level = withoutSpikes(values.allSatisfy { $0 > 0 } ? values.map { .log($0) } : values)
    return inLevels(level).map { there[$0] }
  }

  private static func inLevels(_ values: [Double]) -> [Int] {
    let deviation = deviation(values)
    guard deviation > 0 else { return [] }
    let variance = deviation * deviation
    let logarithm = Double.log(Double(values.count))
    let parts = Partition(values)
    let first = parts.changes(penalty: 4 * variance * logarithm)
    let phi = correlation(values, first)
    let penalty = 3 * variance / (1 - phi) * (1 + phi) / (1 - phi) * logarithm
    return significant(parts.changes(penalty: penalty), values, phi)
  }

  // MARK: Scale

  private static func withoutSpikes(_ values: [Double]) -> [Double] {
    var scale = Samples.neighbourDeviation(values)
    if scale == 0 {
      scale = (Samples.squares(values) / Double(values.count)).squareRoot() * 1e-9
    }
    var result = values
    for index in values.indices.dropFirst().dropLast() {
      let around =
        values[max(0, index - 3)..<index] + values[(index + 1)..<min(values.count, index + 4)]
      let median = Samples.median(Array(around))
      let distance = values[index] - median
      guard abs(distance) > spike * scale else { continue }
      let isAlone = [values[index - 1], values[index + 1]].allSatisfy {
        ($0 - median) * distance <= 0 || abs($0 - median) <= spike * scale
      }
      if isAlone { result[index] = median }
    }
    return result
  }

  private static func deviation(_ values: [Double]) -> Double {
    let robust = Samples.neighbourDeviation(values)
    if robust > 0 { return robust }
    // Most neighbours are equal: the mean of their differences, over that of a normal range of two.
    return Samples.mean(zip(values.dropFirst(), values).map { abs($0 - $1) }) / 1.128
  }

  // How much each residual still holds of the one before it.
  private static func correlation(_ values: [Double], _ changes: [Int]) -> Double {
    var residuals: [Double] = []
    for segment in segments(changes, values.count) {
      let mean = Samples.mean(Array(values[segment]))
      residuals += values[segment].map { $0 - mean }
    }
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    // What is left of equal values are their last digits.
    guard squares > 1e-12 * values.reduce(0, { $0 + $1 * $1 }) else { return 0 }
    let count = Double(values.count)
    var phi = zip(residuals.dropFirst(), residuals).reduce(0) { $0 + $1.0 * $1.1 } / squares
    // What a short series takes away from it.
    phi += (1 + 3 * phi) / count
    phi = min(max(phi, 0), largestCorrelation)
    return phi < 2 / count.squareRoot() ? 0 : phi
  }

  // MARK: Significance

  private static func significant(_ candidates: [Int], _ values: [Double], _ phi: Double) -> [Int] {
    var changes = candidates
    while !changes.isEmpty {
      let parts = segments(changes, values.count)
      let probabilities = changes.indices.map { index in
        p(Array(values[parts[index]]), Array(values[parts[index + 1]]), phi)
      }
      guard let worst = probabilities.max(), worst > significance,
        let index = probabilities.firstIndex(of: worst)
      else { break }
      changes.remove(at: index)
    }
    return changes
  }

  // The pooled t-test of two neighbouring levels, whose values count for as many as they would if
  // they did not depend on each other.
  private static func p(_ left: [Double], _ right: [Double], _ phi: Double) -> Double {
    let counts = [left, right].map { max(Double($0.count) * (1 - phi) / (1 + phi), 2) }
    let freedom = max(counts[0] + counts[1] - 2, 1)
    let difference = abs(Samples.mean(left) - Samples.mean(right))
    let variance =
      (Samples.squares(left) + Samples.squares(right)) / Double(left.count + right.count - 2)
    let error = (variance * (1 / counts[0] + 1 / counts[1])).squareRoot()
    if error == 0 { return difference == 0 ? 1 : 0 }
    return 2 * StudentT(freedom: freedom).upperTail(difference / error)
  }

  /// The ranges between changes.
  static func segments(_ changes: [Int], _ count: Int) -> [Range<Int>] {
    let borders = [0] + changes + [count]
    return zip(borders, borders.dropFirst()).map { $0..<$1 }
  }
}
