// llvm-cov export: the summary of each file.

internal import AndonModel
internal import AndonText

/// Reads what llvm-cov exports.
enum LLVMCov: JSONFormat {
  static let format = ImportFormat.llvmCov

  static func recognises(_ value: JSONValue) -> Bool {
    value["type"]?.text == "llvm.coverage.json.export"
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    var coverage = ImportedCoverage()
    let data = value["data"]?.items ?? []
    for file in data.flatMap({ $0["files"]?.items ?? [] }) {
      guard let name = file["filename"]?.text, let summary = file["summary"] else {
        throw Refusal("a file has no name or no summary")
      }
      var own = ImportedCoverage.File()
      if let part = part(summary["lines"]) { own.lines.add(part) }
      if let part = part(summary["branches"]) { own.branches.add(part) }
      coverage.files[name] = own
    }
    if data.count == 1, let totals = data[0]["totals"] {
      coverage.lines = part(totals["lines"])
      coverage.branches = part(totals["branches"])
    }
    guard coverage.part(\.lines) != nil else { throw Refusal("it counts no line") }
    found.coverage = coverage
    try found.addCoverage("lines", coverage.part(\.lines))
    try found.addCoverage("branches", coverage.part(\.branches))
  }

  private static func part(_ value: JSONValue?) -> ImportedCoverage.Part? {
    guard let covered = value?["covered"]?.number, let all = value?["count"]?.number, all > 0
    else { return nil }
    return .init(covered: covered, found: all)
  }
}
