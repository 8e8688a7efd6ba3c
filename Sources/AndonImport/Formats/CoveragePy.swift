// coverage json: the totals. `percent_covered` mixes lines and branches.

internal import AndonModel
internal import AndonText

/// Reads coverage.py's JSON.
enum CoveragePy: JSONFormat {
  static let format = ImportFormat.coveragePy

  static func recognises(_ value: JSONValue) -> Bool {
    value["meta"] != nil && value["totals"]?["num_statements"]?.number != nil
  }

  static func read(_ value: JSONValue, _ found: inout Found) throws(Refusal) {
    let part = { (covered: String, all: String) -> ImportedCoverage.Part? in
      guard let covered = value["totals"]?[covered]?.number,
        let all = value["totals"]?[all]?.number
      else { return nil }
      return .init(covered: covered, found: all)
    }
    found.coverage = ImportedCoverage(
      lines: part("covered_lines", "num_statements"),
      branches: part("covered_branches", "num_branches"))
    for member in value["totals"]?.members ?? [] {
      guard let number = member.value.number else { continue }
      let isPart = member.name.hasPrefix("percent_")
      let isMissing = member.name.hasPrefix("missing_")
      try found.add(
        member.name, number, unit: isPart ? "percent" : "count",
        isPart || member.name.hasPrefix("covered_") ? .higher : isMissing ? .lower : nil)
    }
  }
}
