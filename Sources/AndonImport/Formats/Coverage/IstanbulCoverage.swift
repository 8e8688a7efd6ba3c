// Istanbul's coverage-final.json: how often each statement and each branch was run. A line was run
// when a statement that begins in it was.

internal import AndonModel
internal import AndonText

/// Reads Istanbul's coverage.
enum IstanbulCoverage: JSONFormat {
  static let format = ImportFormat.istanbul

  static func recognises(_ value: JSONValue) -> Bool {
    guard let files = value.members, !files.isEmpty else { return false }
    return files.allSatisfy { $0.value["statementMap"] != nil && $0.value["s"] != nil }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    var coverage = ImportedCoverage()
    for member in value.members ?? [] {
      coverage.files[member.value["path"]?.text ?? member.name] = read(member.value)
    }
    guard coverage.part(\.lines) != nil else { throw Refusal("it holds no statement") }
    found.coverage = coverage
    try found.addCoverage("lines", coverage.part(\.lines))
    try found.addCoverage("branches", coverage.part(\.branches))
  }

  private static func read(_ value: JSONValue) -> ImportedCoverage.File {
    var file = ImportedCoverage.File()
    let runs = byName(value["s"])
    for statement in value["statementMap"]?.members ?? [] {
      guard let line = line(statement.value) else { continue }
      file.lines.add(
        .init(line: line), isCovered: (runs[statement.name]?.number ?? 0) > 0)
    }
    let ways = byName(value["b"])
    for branch in value["branchMap"]?.members ?? [] {
      let line =
        line(branch.value["loc"]) ?? branch.value["line"]?.number.flatMap(Int.init(exactly:))
      for (index, runs) in (ways[branch.name]?.items ?? []).enumerated() {
        file.branches.add(
          .init(line: line ?? 0, text: "\(branch.name).\(index)"), isCovered: (runs.number ?? 0) > 0
        )
      }
    }
    return file
  }

  private static func byName(_ value: JSONValue?) -> [String: JSONValue] {
    let members = (value?.members ?? []).map { ($0.name, $0.value) }
    return Dictionary(members) { _, last in last }
  }

  private static func line(_ place: JSONValue?) -> Int? {
    place?["start"]?["line"]?.number.flatMap(Int.init(exactly:))
  }
}
