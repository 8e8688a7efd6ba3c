// What all rules do with values first. Pure.

internal import AndonModel
internal import RealModule

/// Plain statistics of values that are all there.
enum SampleStatistics {
  /// The values that were measured, in their order.
  static func measured(_ series: [Double?]) -> [Double] {
    series.compactMap { value in value.flatMap { $0.isFinite ? $0 : nil } }
  }

  /// The median of at least one value.
  static func median(_ values: [Double]) -> Double { Statistic.median.value(of: values) }

  /// The mean of at least one value.
  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  /// The sum of squared deviations from the mean.
  static func squares(_ values: [Double]) -> Double {
    if values.isEmpty { return 0 }
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// The standard deviation of a population that values were drawn from, at least two of them.
  static func deviation(_ values: [Double]) -> Double {
    (squares(values) / Double(values.count - 1)).squareRoot()
  }

  /// The standard deviation that the differences of neighbours show: 1.4826 times their median,
  /// through the root of 2; a change of level is only one of them.
  static func neighbourDeviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    return 1.4826 * median(zip(values.dropFirst(), values).map { abs($0 - $1) }) / 2.squareRoot()
  }
}
