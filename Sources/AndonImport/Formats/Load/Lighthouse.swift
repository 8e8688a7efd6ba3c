// A report of Lighthouse: the scores of its categories and the audits that are measurements.

internal import AndonModel
internal import AndonText

/// Reads reports of Lighthouse.
enum Lighthouse: JSONFormat {
  static let format = ImportFormat.lighthouse

  private static let audits = [
    "first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
    "cumulative-layout-shift", "speed-index", "interactive", "max-potential-fid",
    "server-response-time", "total-byte-weight",
  ]

  static func recognises(_ value: JSONValue) -> Bool {
    value["lighthouseVersion"] != nil && value["audits"]?.members != nil
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for category in value["categories"]?.members ?? [] {
      let score = category.value["score"]?.number
      try found.add("category.\(category.name)", score, unit: "score 0..1", .higher)
      if score == nil { found.addFinding(.resultMissing, "`\(category.name)` has no score") }
    }
    if let code = value["runtimeError"]?["code"]?.text, code != "NO_ERROR" {
      found.addFinding(.resultMissing, "Lighthouse could not load the page: \(code)")
    }
    for name in audits {
      guard let audit = value["audits"]?[name] else { continue }
      try found.add(
        "audit.\(name)", audit["numericValue"]?.number, unit: audit["numericUnit"]?.text, .lower)
      if audit["numericValue"]?.number == nil {
        found.addFinding(.resultMissing, "`\(name)` has no value")
      }
    }
    if let code = value["runtimeError"]?["code"]?.text, code != "NO_ERROR" { found.markFailed() }
    let warnings = (value["runWarnings"]?.items ?? []).compactMap(\.text)
    if let warning = warnings.first(where: { $0.contains("within the time limit") }) {
      found.addFinding(.resultMissing, "Lighthouse warns: \(warning)")
      found.markFailed()
    }
    if value["audits"]?["http-status-code"]?["score"]?.number == 0 {
      found.addFinding(.resultMissing, "the page was answered by an HTTP status of a failure")
      found.markFailed()
    }
  }
}
