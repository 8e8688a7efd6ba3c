// siege --json-output.

internal import AndonModel
internal import AndonText

/// Reads what siege prints.
enum Siege: JSONFormat {
  static let format = ImportFormat.siege

  private static let units: [(String, String, Direction?)] = [
    ("transactions", "count", nil), ("availability", "percent", .higher),
    ("elapsed_time", "s", nil),
    ("data_transferred", "MB", nil), ("response_time", "s", .lower),
    ("transaction_rate", "1/s", .higher), ("throughput", "MB/s", .higher),
    ("concurrency", "count", nil), ("successful_transactions", "count", .higher),
    ("failed_transactions", "count", .lower), ("longest_transaction", "s", .lower),
    ("shortest_transaction", "s", .lower),
  ]

  static func recognises(_ value: JSONValue) -> Bool {
    value["transactions"]?.number != nil && value["transaction_rate"]?.number != nil
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for (name, unit, direction) in units {
      guard let number = value[name] else { continue }
      try found.add(name, number.number, unit: unit, direction)
    }
    if value["transactions"]?.number == 0 {
      found.addFinding(.resultMissing, "no transaction took place")
      found.markMissing {
        $0 == "availability" || $0.hasSuffix("_time") || $0.hasSuffix("est_transaction")
      }
    }
    guard let failed = value["failed_transactions"]?.number, failed > 0 else { return }
    let rates = found.measurements.firstIndex { $0.name == "response_time" } ?? 0
    found.markFailed(since: rates)
    found.addFinding(
      .resultMissing, "\(Format.number(failed)) transactions failed, and are in the figures")
  }
}
