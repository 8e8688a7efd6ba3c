// JMH -rf json. The mode says which way is better: throughput, or time.

internal import AndonModel
internal import AndonText

/// Reads what JMH writes.
enum JMH: JSONFormat {
  static let format = ImportFormat.jmh

  static func recognises(_ value: JSONValue) -> Bool {
    guard let rows = value.items, !rows.isEmpty else { return false }
    return rows.allSatisfy { $0["benchmark"]?.text != nil && $0["primaryMetric"] != nil }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for row in value.items ?? [] {
      guard let name = row["benchmark"]?.text, let metric = row["primaryMetric"] else { continue }
      let direction: Direction = row["mode"]?.text == "thrpt" ? .higher : .lower
      let interval = (metric["scoreConfidence"]?.items ?? []).map(\.number)
      let isWhole = interval.count == 2
      try found.add(
        name + parameters(row["params"]), metric["score"]?.number,
        unit: metric["scoreUnit"]?.text, direction, low: isWhole ? interval[0] : nil,
        high: isWhole ? interval[1] : nil)
    }
  }

  // ` {"size": "10"}`: benchmarks of one name differ in them.
  private static func parameters(_ value: JSONValue?) -> String {
    guard let members = value?.members, !members.isEmpty else { return "" }
    let parts = members.map { "\"\($0.name)\": \"\(text($0.value))\"" }
    return " {" + parts.joined(separator: ", ") + "}"
  }

  private static func text(_ value: JSONValue) -> String {
    if let text = value.text { return text }
    guard let number = value.number else { return "" }
    return Int(exactly: number)?.description ?? "\(number)"
  }
}
