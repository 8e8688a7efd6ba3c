// The custom JSON of github-action-benchmark. Which way is better is set in the action, not in the
// file.

internal import AndonModel
internal import AndonText

/// Reads that JSON.
enum CustomBenchmark: JSONFormat {
  static let format = ImportFormat.customBenchmark

  static func recognises(_ value: JSONValue) -> Bool {
    guard let rows = value.items, !rows.isEmpty else { return false }
    return rows.allSatisfy {
      $0["name"]?.text != nil && $0["unit"]?.text != nil && $0["value"]?.number != nil
    }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for row in value.items ?? [] {
      guard let name = row["name"]?.text else { throw Refusal("a result has no name") }
      try found.add(name, row["value"]?.number, unit: row["unit"]?.text)
    }
  }
}
