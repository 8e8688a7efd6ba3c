// Clover: the metrics of the whole project, and the lines of its files.

internal import AndonModel
internal import AndonXML

/// Reads coverage in Clover's form.
struct Clover: XMLFormat {
  static let format = ImportFormat.clover

  static func recognises(_ root: borrowing XMLStream) -> Bool {
    root.isNamed("coverage") && (root.attribute("clover") ?? root.attribute("generated")) != nil
  }

  private static let names: [StaticString] = [
    "elements", "coveredelements", "statements", "coveredstatements", "conditionals",
    "coveredconditionals", "methods", "coveredmethods",
  ]

  private var header = StatedCounts()
  private var hasMetrics = false
  private var isInProject = false
  private var coverage = ImportedCoverage()
  private var file: String?

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    if element.depth == 1 { isInProject = element.isNamed("project") }
    guard isInProject else { return }
    if element.isNamed("package") {
      file = nil
    } else if element.isNamed("file") {
      file = element.attribute("path") ?? element.attribute("name")
    } else if element.isNamed("line"), let file {
      read(element, of: file)
    }
    guard element.depth == 2, element.isNamed("metrics") else { return }
    hasMetrics = true
    header = StatedCounts()
    header.read(element, Self.names)
  }

  private mutating func read(_ element: borrowing XMLStream, of file: String) {
    guard let number = element.attribute("num").flatMap({ Int($0) }),
      element.attribute("type") != "method"
    else { return }
    // Istanbul writes how many branches were taken and how many not, OpenClover how often each was.
    if element.attribute("type") == "cond", element.attribute("count") != nil {
      let (taken, left) = (element.number("truecount") ?? 0, element.number("falsecount") ?? 0)
      coverage.files[file, default: .init()].branches.add(
        .init(covered: taken, found: taken + left), line: number)
    } else if element.attribute("type") == "cond" {
      for (mark, name) in [(1, "truecount"), (2, "falsecount")] as [(UInt64, StaticString)] {
        coverage.files[file, default: .init()].branches.add(
          .init(line: number, mark: mark), isCovered: (element.number(name) ?? 0) > 0)
      }
      // Such a condition has no count of its own.
      return
    }
    coverage.files[file, default: .init()].lines.add(
      .init(line: number), isCovered: (element.number("count") ?? 0) > 0)
  }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    if !hasMetrics { throw Refusal("the project has no metrics") }
    let part = { (what: String) -> ImportedCoverage.Part? in
      guard let all = header.values[what], let covered = header.values["covered\(what)"] else {
        return nil
      }
      return .init(covered: covered, found: all)
    }
    var coverage = coverage
    coverage.lines = part("statements")
    coverage.branches = part("conditionals")
    found.setCoverage(coverage, countedIn: "statements")
    header.emit(&found)
    for name in Self.names.map({ "\($0)" }) {
      guard let value = header.values[name] else { continue }
      try found.add(name, value, unit: "count", name.hasPrefix("covered") ? .higher : nil)
    }
  }
}
