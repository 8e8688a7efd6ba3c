// Samples of JMeter, added up: what its table and its XML have in common.

internal import AndonModel

/// Samples so far.
struct JMeterSamples {
  private var count = 0
  private var failed = 0
  private var sum = 0.0
  private var most = 0.0

  /// Adds a sample, in milliseconds.
  mutating func add(_ elapsed: Double, isGood: Bool) {
    count += 1
    if !isGood { failed += 1 }
    sum += elapsed
    most = max(most, elapsed)
  }

  /// Tells what they add up to.
  func emit(_ found: inout ParseResult) throws(Refusal) {
    if count == 0 { throw Refusal("it holds no sample") }
    try found.add("samples", Double(count), unit: "count")
    try found.add("failed", Double(failed), unit: "count", .lower)
    let times = found.measurements.count
    try found.add("elapsed.mean", sum / Double(count), unit: "ms", .lower)
    try found.add("elapsed.max", most, unit: "ms", .lower)
    if failed == 0 { return }
    found.markFailed(since: times)
    found.addFinding(.resultMissing, "\(failed) samples failed, and are in the figures")
  }
}
