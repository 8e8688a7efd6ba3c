// A suite of pyperf: values of several processes, without those that only warm up.

internal import AndonModel
internal import AndonText

/// Reads suites of pyperf.
enum Pyperf: JSONFormat {
  static let format = ImportFormat.pyperf

  static func recognises(_ value: JSONValue) -> Bool {
    guard let rows = value["benchmarks"]?.items, !rows.isEmpty else { return false }
    return rows.allSatisfy { $0["runs"]?.items != nil }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for row in value["benchmarks"]?.items ?? [] {
      let metadata = { (key: String) in
        row["metadata"]?[key]?.text ?? value["metadata"]?[key]?.text
      }
      let name = metadata("name") ?? "benchmark"
      let values = (row["runs"]?.items ?? []).flatMap { run in
        (run["values"]?.items ?? []).compactMap(\.number)
      }
      let unit = unit(metadata("unit"))
      let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      try found.add("\(name)/mean", mean, unit: unit, .lower)
      try found.add("\(name)/stdev", mean.flatMap { deviation(values, $0) }, unit: unit)
    }
  }

  private static func unit(_ name: String?) -> String {
    switch name {
    case "byte": "B"
    case "integer": "count"
    default: "s"
    }
  }

  private static func deviation(_ values: [Double], _ mean: Double) -> Double? {
    if values.count < 2 { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }
}
