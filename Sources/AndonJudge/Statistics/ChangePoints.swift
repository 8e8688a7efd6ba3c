// Where the level of a history changes: penalised least squares (Yao, 1988; Jackson et al., 2005)
// with a scale and a penalty that spikes and autocorrelation do not move. Pure.
// statistics.md, section 4.

internal import AndonModel
internal import RealModule

/// Finds changes of level.
package enum ChangePoints {
  private static let minValues = 6
  private static let spike = 4.0
  private static let maxCorrelation = 0.8
  private static let significance = 0.001
  // In a series of few distinct values, this many of the largest differences count as outliers and
  // changes of level.
  private static let outlyingSteps = 3
  // How improbable a level has to be where values are of few kinds, over all values: chance alone
  // puts a few side by side.
  private static let rareness = 0.1

  /// Positions, in the series as it was given, of the first values of new levels.
  package static func of(_ series: [Double?]) -> [Int] {
    let there = series.indices.filter { series[$0]?.isFinite == true }
    let values = there.compactMap { series[$0] }
    guard values.count >= minValues else { return [] }
    let level = withoutSpikes(values.allSatisfy { $0 > 0 } ? values.map { .log($0) } : values)
    return inLevels(level).map { there[$0] }
  }

  private static func inLevels(_ values: [Double]) -> [Int] {
    let deviation = deviation(values)
    guard deviation > 0 else { return [] }
    let variance = deviation * deviation
    let logarithm = Double.log(Double(values.count))
    let parts = OptimalPartitioning(values)
    let first = parts.changes(penalty: 4 * variance * logarithm)
    let phi = correlation(values, first)
    let penalty = 3 * variance / (1 - phi) * (1 + phi) / (1 - phi) * logarithm
    return significant(parts.changes(penalty: penalty), values, phi)
  }

  // MARK: Scale

  private static func withoutSpikes(_ values: [Double]) -> [Double] {
    let scale = deviation(values)
    let isTied = SampleStatistics.neighbourDeviation(values) == 0
    var result = values
    for index in values.indices.dropFirst().dropLast() {
      let around =
        values[max(0, index - 3)..<index] + values[(index + 1)..<min(values.count, index + 4)]
      let median = SampleStatistics.median(Array(around))
      let distance = values[index] - median
      guard abs(distance) > spike * scale else { continue }
      let neighbours = [values[index - 1], values[index + 1]]
      let isAlone = neighbours.allSatisfy {
        ($0 - median) * distance <= 0 || abs($0 - median) <= spike * scale
      }
      // Beside a change of level the median lies between both levels.
      let standsOut =
        !isTied || neighbours.allSatisfy { abs(values[index] - $0) > spike * scale }
      if isAlone, standsOut { result[index] = median }
    }
    return result
  }

  // Whether values are of few kinds, such as counts or rounded figures: half of them or more are
  // equal to another one.
  private static func isTied(_ values: [Double]) -> Bool {
    SampleStatistics.neighbourDeviation(values) == 0 || 2 * Set(values).count < values.count
  }

  // In a series of few distinct values the median difference of neighbours says little about the
  // others: the root mean square of all of them (von Neumann, 1941) is used as well.
  private static func deviation(_ values: [Double]) -> Double {
    let robust = SampleStatistics.neighbourDeviation(values)
    if !isTied(values) { return robust }
    let steps = zip(values.dropFirst(), values).map { abs($0 - $1) }
    guard let smallest = steps.filter({ $0 > 0 }).min() else { return 0 }
    let usual = max(smallest, steps.sorted(by: >).dropFirst(outlyingSteps).first ?? 0)
    let squares = steps.map { min($0, usual) }.reduce(0) { $0 + $1 * $1 }
    return max(robust, (squares / Double(steps.count) / 2).squareRoot())
  }

  // How much each residual still holds of the one before it.
  private static func correlation(_ values: [Double], _ changes: [Int]) -> Double {
    var residuals: [Double] = []
    for segment in segments(changes, values.count) {
      let mean = SampleStatistics.mean(Array(values[segment]))
      residuals += values[segment].map { $0 - mean }
    }
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    // What is left of equal values are their last digits.
    guard squares > 1e-12 * values.reduce(0, { $0 + $1 * $1 }) else { return 0 }
    let count = Double(values.count)
    var phi = zip(residuals.dropFirst(), residuals).reduce(0) { $0 + $1.0 * $1.1 } / squares
    // What a short series takes away from it.
    phi += (1 + 3 * phi) / count
    phi = min(max(phi, 0), maxCorrelation)
    return phi < 2 / count.squareRoot() ? 0 : phi
  }

  // MARK: Significance

  private static func significant(_ candidates: [Int], _ values: [Double], _ phi: Double) -> [Int] {
    let isTied = isTied(values)
    var changes = candidates
    while !changes.isEmpty {
      let parts = segments(changes, values.count)
      let probabilities = changes.indices.map { index in
        p(
          Array(values[parts[index]]), Array(values[parts[index + 1]]), phi,
          least: isTied ? rareness / Double(values.count) : nil)
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
  private static func p(
    _ left: [Double], _ right: [Double], _ phi: Double, least: Double?
  ) -> Double {
    let counts = [left, right].map { max(Double($0.count) * (1 - phi) / (1 + phi), 2) }
    let freedom = max(counts[0] + counts[1] - 2, 1)
    let difference = abs(SampleStatistics.mean(left) - SampleStatistics.mean(right))
    let squares = SampleStatistics.squares(left) + SampleStatistics.squares(right)
    // A step without any noise is no chance; what is left of equal values are their last digits.
    let isNoisy = squares > 1e-12 * difference * difference
    if let least, isNoisy, chance(left, right) > least { return 1 }
    let variance =
      (SampleStatistics.squares(left) + SampleStatistics.squares(right))
      / Double(left.count + right.count - 2)
    let error = (variance * (1 / counts[0] + 1 / counts[1])).squareRoot()
    if error == 0 { return difference == 0 ? 1 : 0 }
    return 2 * StudentT(freedom: freedom).upperTail(difference / error)
  }

  // How probable it is that values drawn at random lie so unevenly on both sides: Fisher's exact
  // test (1935) on which of them are above the middle of both means.
  private static func chance(_ left: [Double], _ right: [Double]) -> Double {
    let middle = (SampleStatistics.mean(left) + SampleStatistics.mean(right)) / 2
    let above = [left, right].map { side in side.count { $0 > middle } }
    let all = above[0] + above[1]
    let ways = { (from: Int, taken: Int) in
      Double.logGamma(Double(from + 1)) - Double.logGamma(Double(taken + 1))
        - Double.logGamma(Double(from - taken + 1))
    }
    let total = ways(left.count + right.count, all)
    let p = { (count: Int) in
      Double.exp(ways(left.count, count) + ways(right.count, all - count) - total)
    }
    let counts = max(0, all - right.count)...min(all, left.count)
    let seen = p(above[0]) * (1 + 1e-9)
    return counts.map(p).filter { $0 <= seen }.reduce(0, +)
  }

  /// The ranges between changes.
  static func segments(_ changes: [Int], _ count: Int) -> [Range<Int>] {
    let borders = [0] + changes + [count]
    return zip(borders, borders.dropFirst()).map { $0..<$1 }
  }
}
