// JaCoCo: the counters of the whole report, which are children of its root, and the lines of its
// source files.

internal import AndonModel
internal import AndonXML

/// Reads coverage in JaCoCo's form.
struct JaCoCo: XMLFormat {
  static let format = ImportFormat.jacoco

  static func recognises(_ root: borrowing XMLStream) -> Bool { root.isNamed("report") }

  private struct Counter {
    let type: String
    let covered: Double
    let missed: Double
  }

  private var counters: [Counter] = []
  private var coverage = ImportedCoverage()
  private var packageName = ""
  // Modules that a report of several is divided into: each has files of its own.
  private var groups: [String] = []
  private var file: String?

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    if element.isNamed("group") || element.isNamed("package") {
      groups.removeLast(max(0, groups.count + 1 - element.depth))
    }
    if element.isNamed("group") {
      groups.append(element.attribute("name") ?? "")
    } else if element.isNamed("package") {
      packageName = element.attribute("name") ?? ""
      file = nil
    } else if element.isNamed("class") {
      file = nil
    } else if element.isNamed("sourcefile") {
      // Names of source files are those within their package.
      let names = groups.map { "\($0):" } + [packageName, element.attribute("name") ?? ""]
      file = names.filter { !$0.isEmpty }.joined(separator: "/")
    } else if element.isNamed("line"), let file {
      read(element, of: file)
    }
    guard element.depth == 1, element.isNamed("counter") else { return }
    guard let type = element.attribute("type"), let covered = element.attribute("covered"),
      let missed = element.attribute("missed")
    else { throw Refusal("line \(element.line): a counter says nothing") }
    counters.append(
      Counter(
        type: type, covered: try Refusal.count(covered, "covered", line: element.line),
        missed: try Refusal.count(missed, "missed", line: element.line)))
  }

  // A line of which any instruction was run is covered; missed and covered branches are counted.
  private mutating func read(_ element: borrowing XMLStream, of file: String) {
    let branches = (covered: element.number("cb") ?? 0, missed: element.number("mb") ?? 0)
    guard let number = element.attribute("nr").flatMap({ Int($0) }) else { return }
    coverage.files[file, default: .init()].lines.add(
      .init(line: number), isCovered: (element.number("ci") ?? 0) > 0)
    let part = ImportedCoverage.Part(
      covered: branches.covered, found: branches.covered + branches.missed)
    if part.found > 0 {
      coverage.files[file, default: .init()].branches.add(part, line: number)
    }
  }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    if counters.isEmpty { throw Refusal("the report has no counter") }
    let part = { (type: String) in
      counters.first { $0.type == type }.map {
        ImportedCoverage.Part(covered: $0.covered, found: $0.covered + $0.missed)
      }
    }
    var coverage = coverage
    coverage.lines = part("LINE")
    coverage.branches = part("BRANCH")
    found.setCoverage(coverage, countedIn: "lines")
    for counter in counters {
      let all = counter.covered + counter.missed
      try found.add(
        "counter.\(counter.type)", all > 0 ? counter.covered / all : nil, unit: "ratio", .higher)
    }
  }
}
