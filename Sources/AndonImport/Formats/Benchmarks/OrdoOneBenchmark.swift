// A baseline of ordo-one's benchmark package: histograms with their raw counts.

internal import AndonModel
internal import AndonText

/// Reads baselines of the package.
enum OrdoOneBenchmark: JSONFormat {
  static let format = ImportFormat.ordoOneBenchmark

  static func recognises(_ value: JSONValue) -> Bool {
    guard value["machine"] != nil, let results = value["results"]?.items else { return false }
    return results.count.isMultiple(of: 2) && !results.isEmpty && results[0]["target"]?.text != nil
  }

  // Benchmarks and their metrics stand in turn.
  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    let results = value["results"]?.items ?? []
    for index in stride(from: 0, to: results.count - 1, by: 2) {
      guard let target = results[index]["target"]?.text, let name = results[index]["name"]?.text,
        let metrics = results[index + 1].items
      else { throw Refusal("a benchmark has no name") }
      for metric in metrics {
        try add("\(target).\(name)", metric, &found)
      }
    }
  }

  private static func add(
    _ name: String, _ metric: JSONValue, _ found: inout ParseResult
  ) throws(Refusal) {
    guard let kind = metric["metric"]?.members?.first?.name ?? metric["metric"]?.text,
      let statistics = metric["statistics"], let histogram = statistics["histogram"],
      let most = histogram["maxValue"]?.number, let least = histogram["minNonZeroValue"]?.number,
      let count = histogram["_totalCount"]?.number, let units = metric["timeUnits"]?.number
    else { throw Refusal("a metric of `\(name)` has no histogram") }
    let prefersLarger = statistics["prefersLarger"] == .boolean(true)
    try found.add(
      ImportedMeasurement(
        "\(name)/\(kind)",
        .several([.init("max", most), .init("min_nonzero", least), .init("count", count)]),
        unit: "raw histogram; timeUnits=\(Int(exactly: units)?.description ?? "\(units)")",
        prefersLarger ? .higher : .lower))
  }
}
