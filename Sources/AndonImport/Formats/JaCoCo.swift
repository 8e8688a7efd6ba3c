// JaCoCo: the counters of the whole report, which are children of its root.

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

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    guard element.depth == 1, element.isNamed("counter") else { return }
    guard let type = element.attribute("type"), let covered = element.attribute("covered"),
      let missed = element.attribute("missed")
    else { throw Refusal("line \(element.line): a counter says nothing") }
    counters.append(
      Counter(
        type: type, covered: try Refusal.count(covered, "covered", line: element.line),
        missed: try Refusal.count(missed, "missed", line: element.line)))
  }

  func tell(_ found: inout Found) throws(Refusal) {
    if counters.isEmpty { throw Refusal("the report has no counter") }
    let part = { (type: String) in
      counters.first { $0.type == type }.map {
        ImportedCoverage.Part(covered: $0.covered, found: $0.covered + $0.missed)
      }
    }
    found.coverage = ImportedCoverage(lines: part("LINE"), branches: part("BRANCH"))
    for counter in counters {
      let all = counter.covered + counter.missed
      try found.add(
        "counter.\(counter.type)", all > 0 ? counter.covered / all : nil, unit: "ratio", .higher)
    }
  }
}
