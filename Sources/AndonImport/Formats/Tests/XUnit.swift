// xUnit.net 2: a test for each case, and errors of what surrounds them.

internal import AndonModel
internal import AndonXML

/// Reads test results of xUnit.net.
struct XUnit: XMLFormat {
  static let format = ImportFormat.xunit

  static func recognises(_ root: borrowing XMLStream) -> Bool {
    if root.isNamed("assemblies") { return true }
    // Manifests of Windows and of Maven have a root of the same name.
    let marks: [StaticString] = ["test-framework", "run-date", "total"]
    return root.isNamed("assembly") && marks.contains { root.attribute($0) != nil }
  }

  private var tally = TestTally()
  private var errors = 0
  // Of all assemblies.
  private var stated = (total: 0.0, failed: 0.0, errors: 0.0)

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    if element.isNamed("assembly") {
      stated.total += element.number("total") ?? 0
      stated.failed += element.number("failed") ?? 0
      stated.errors += element.number("errors") ?? 0
    } else if element.isNamed("test") {
      let outcome: TestTally.Outcome =
        switch element.attribute("result") ?? "" {
        case "Pass": .passed
        case "Skip", "NotRun": .skipped
        default: .failed
        }
      tally.add(
        outcome, element.attribute("name") ?? "",
        seconds: element.attribute("time").flatMap { PrintedTime.seconds($0) })
    } else if element.isNamed("error") {
      errors += 1
    }
  }

  mutating func cutShort() -> Bool { tally.total > 0 }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    var tally = tally
    tally.addSuiteErrors(max(errors, Int(min(max(stated.errors, 0), 1e6))))
    tally.compare(total: stated.total, failed: stated.failed)
    tally.emit(&found)
  }
}
