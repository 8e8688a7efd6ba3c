// k6's summary, as handleSummary gets it, and as --summary-export writes it. What a metric contains
// says its unit; the export leaves that out, and only k6's own metrics are known by their names.

internal import AndonModel
internal import AndonText

/// Reads k6's summary.
enum K6: JSONFormat {
  static let format = ImportFormat.k6

  static func recognises(_ value: JSONValue) -> Bool {
    guard let metrics = value["metrics"]?.members, !metrics.isEmpty else { return false }
    return metrics.allSatisfy { $0.value["values"]?.members != nil && $0.value["type"] != nil }
      || isExport(value)
  }

  private static func isExport(_ value: JSONValue) -> Bool {
    guard value["root_group"] != nil, let metrics = value["metrics"]?.members else { return false }
    return metrics.allSatisfy { $0.value["values"] == nil && $0.value.members != nil }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    if isExport(value) { try readExport(value, &found) } else { try readSummary(value, &found) }
    markUnmeasured(value, &found)
    for kind in ["", "browser_"] { markFailed(value, kind, &found) }
  }

  // k6 shows what was never measured as 0: a rate of nothing, or a duration, which is always more.
  private static func markUnmeasured(_ value: JSONValue, _ found: inout ParseResult) {
    for metric in value["metrics"]?.members ?? [] {
      let values = metric.value["values"] ?? metric.value
      let counts = ["passes", "fails"].compactMap { values[$0]?.number }
      let isDuration = metric.name.hasSuffix("_duration") && values["count"] == nil
      guard counts == [0, 0] || isDuration && numbers(values).allSatisfy({ $0 == 0 }) else {
        continue
      }
      // Without a request nothing about requests was measured.
      let isAll = metric.name.hasSuffix("http_req_failed")
      let prefix = isAll ? metric.name.dropLast("_failed".count) : "\(metric.name)/"
      found.addFinding(.resultMissing, "`\(metric.name)` has no sample")
      found.markMissing { $0.hasPrefix(prefix) }
    }
  }

  private static func numbers(_ values: JSONValue) -> [Double] {
    (values.members ?? []).compactMap(\.value.number)
  }

  // Figures of requests of which some failed, and of the iterations around them.
  private static func markFailed(_ value: JSONValue, _ kind: String, _ found: inout ParseResult) {
    let failed = value["metrics"]?["\(kind)http_req_failed"]
    let rate = (failed?["values"]?["rate"] ?? failed?["value"])?.number ?? 0
    if rate <= 0 { return }
    found.addFinding(
      .resultMissing, "\(rate * 100) % of the requests failed, and are in the figures")
    let around = ["iteration_duration/", "iterations/rate", "group_duration/"]
    found.markFailed { name in
      if name.contains("/threshold ") || name.hasPrefix("\(kind)http_req_failed") { return false }
      return name.hasPrefix(kind.isEmpty ? "http_req" : kind)
        || around.contains(where: name.hasPrefix)
    }
  }

  private static func readSummary(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
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

  private static func readExport(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for metric in value["metrics"]?.members ?? [] {
      let base = exportedUnit(metric.name)
      for member in metric.value.members ?? [] where member.name != "thresholds" {
        let unit = member.name == "rate" ? "\(base)/s" : base
        try found.add(
          "\(metric.name)/\(member.name)", member.value.number, unit: unit,
          base == "ms" ? .lower : nil)
      }
      for threshold in metric.value["thresholds"]?.members ?? [] {
        // Here the value says whether it was crossed.
        let isKept = threshold.value == .boolean(false)
        try found.add(
          "\(metric.name)/threshold \(threshold.name)", isKept ? 1 : 0, unit: "bool", .higher)
      }
    }
  }

  private static func exportedUnit(_ name: String) -> String {
    let times = ["http_req_", "iteration_duration", "group_duration", "grpc_req_duration"]
    if name == "http_req_failed" { return "count" }
    if times.contains(where: name.hasPrefix) { return "ms" }
    return name.hasPrefix("data_") ? "bytes" : "count"
  }
}
