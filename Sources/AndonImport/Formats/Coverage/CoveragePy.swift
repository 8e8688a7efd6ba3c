// coverage json: the totals, and the lines and branches of each file. `percent_covered` mixes both.

internal import AndonModel
internal import AndonText

/// Reads coverage.py's JSON.
enum CoveragePy: JSONFormat {
  static let format = ImportFormat.coveragePy

  static func recognises(_ value: JSONValue) -> Bool {
    value["meta"] != nil && value["totals"]?["num_statements"]?.number != nil
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    let part = { (covered: String, all: String) -> ImportedCoverage.Part? in
      guard let covered = value["totals"]?[covered]?.number,
        let all = value["totals"]?[all]?.number
      else { return nil }
      return .init(covered: covered, found: all)
    }
    var coverage = ImportedCoverage()
    for file in value["files"]?.members ?? [] { coverage.files[file.name] = read(file.value) }
    coverage.lines = part("covered_lines", "num_statements")
    coverage.branches = part("covered_branches", "num_branches")
    found.coverage = coverage
    for member in value["totals"]?.members ?? [] {
      guard let number = member.value.number else { continue }
      let isPart = member.name.hasPrefix("percent_")
      let isMissing = member.name.hasPrefix("missing_")
      try found.add(
        member.name, number, unit: isPart ? "percent" : "count",
        isPart || member.name.hasPrefix("covered_") ? .higher : isMissing ? .lower : nil)
    }
  }

  private static func read(_ value: JSONValue) -> ImportedCoverage.File {
    var file = ImportedCoverage.File()
    for (name, isCovered) in [("executed_lines", true), ("missing_lines", false)] {
      for line in value[name]?.items ?? [] {
        guard let number = line.number.flatMap(Int.init(exactly:)) else { continue }
        file.lines.add(.init(line: number), isCovered: isCovered)
      }
    }
    // A branch leads from a line to another one.
    for (name, isCovered) in [("executed_branches", true), ("missing_branches", false)] {
      for branch in value[name]?.items ?? [] {
        guard let ends = branch.items?.map(\.number), ends.count == 2,
          let start = ends[0].flatMap(Int.init(exactly:)), let end = ends[1]
        else { continue }
        file.branches.add(.init(line: start, text: "\(end)"), isCovered: isCovered)
      }
    }
    if file.branches.isEmpty, let all = value["summary"]?["num_branches"]?.number, all > 0,
      let covered = value["summary"]?["covered_branches"]?.number
    {
      file.branches.add(.init(covered: covered, found: all))
    }
    return file
  }
}
