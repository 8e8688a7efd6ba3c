// Bencher's metric format: benchmarks, measures, values. The unit of a measure is not in the file.

internal import AndonModel
internal import AndonText

/// Reads that format.
enum BencherMetricFormat: JSONFormat {
  static let format = ImportFormat.bencher

  static func recognises(_ value: JSONValue) -> Bool {
    guard let benchmarks = value.members, !benchmarks.isEmpty else { return false }
    return benchmarks.allSatisfy { benchmark in
      guard let measures = benchmark.value.members, !measures.isEmpty else { return false }
      return measures.allSatisfy { $0.value["value"]?.number != nil }
    }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for benchmark in value.members ?? [] {
      for measure in benchmark.value.members ?? [] {
        let direction: Direction? =
          switch measure.name {
          case "latency": .lower
          case "throughput": .higher
          default: nil
          }
        try found.add(
          "\(benchmark.name)/\(measure.name)", measure.value["value"]?.number,
          unit: "measure \(measure.name) (unit not in the file)", direction,
          low: measure.value["lower_value"]?.number, high: measure.value["upper_value"]?.number)
      }
    }
  }
}
