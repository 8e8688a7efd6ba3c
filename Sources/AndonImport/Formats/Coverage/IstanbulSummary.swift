// Istanbul's json-summary: totals, and those of each file.

internal import AndonModel
internal import AndonText

/// Reads Istanbul's summaries.
enum IstanbulSummary: JSONFormat {
  static let format = ImportFormat.istanbul

  static func recognises(_ value: JSONValue) -> Bool {
    value["total"]?["lines"]?["covered"] != nil && value["total"]?["statements"] != nil
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    var coverage = ImportedCoverage()
    for member in value.members ?? [] where member.name != "total" {
      var file = ImportedCoverage.File()
      if let part = part(member.value["lines"]) { file.lines.add(part) }
      if let part = part(member.value["branches"]) { file.branches.add(part) }
      coverage.files[member.name] = file
    }
    coverage.lines = part(value["total"]?["lines"])
    coverage.branches = part(value["total"]?["branches"])
    found.coverage = coverage
    for name in ["lines", "statements", "functions", "branches"] {
      try found.addCoverage(name, part(value["total"]?[name]))
    }
  }

  private static func part(_ value: JSONValue?) -> ImportedCoverage.Part? {
    guard let covered = value?["covered"]?.number, let all = value?["total"]?.number, all > 0
    else { return nil }
    return .init(covered: covered, found: all)
  }
}
