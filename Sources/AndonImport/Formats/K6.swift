// k6's summary, as handleSummary gets it. What a metric contains says its unit.

internal import AndonModel
internal import AndonText

/// Reads k6's summary.
enum K6: JSONFormat {
  static let format = ImportFormat.k6

  static func recognises(_ value: JSONValue) -> Bool {
    guard let metrics = value["metrics"]?.members, !metrics.isEmpty else { return false }
    return metrics.allSatisfy { $0.value["values"]?.members != nil && $0.value["type"] != nil }
  }

  static func read(_ value: JSONValue, _ found: inout Found) throws(Refusal) {
    for metric in value["metrics"]?.members ?? [] {
      let type = metric.value["type"]?.text
      let base = unit(metric.value["contains"]?.text)
      for member in metric.value["values"]?.members ?? [] {
        let isRate = member.name == "rate"
        let unit = !isRate ? base : type == "rate" ? "ratio" : "\(base)/s"
        try found.add(
          "\(metric.name)/\(member.name)", member.value.number, unit: unit,
          base == "ms" ? .lower : nil)
      }
      for threshold in metric.value["thresholds"]?.members ?? [] {
        let isKept = threshold.value["ok"] == .boolean(true)
        try found.add(
          "\(metric.name)/threshold \(threshold.name)", isKept ? 1 : 0, unit: "bool", .higher)
      }
    }
  }

  private static func unit(_ contents: String?) -> String {
    switch contents {
    case "time": "ms"
    case "data": "bytes"
    default: "count"
    }
  }
}
