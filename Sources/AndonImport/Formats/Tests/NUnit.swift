// NUnit 3: a test-case for each case, and suites that can fail by themselves.

internal import AndonModel
internal import AndonXML

/// Reads test results of NUnit.
struct NUnit: XMLFormat {
  static let format = ImportFormat.nunit

  static func recognises(_ root: borrowing XMLStream) -> Bool { root.isNamed("test-run") }

  private var tally = TestTally()
  private var brokenSuites = 0
  private var hasFailed = false
  private var stated: (total: Double?, failed: Double?, seconds: Double?)

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    let result = element.attribute("result") ?? ""
    if element.depth == 0 {
      // Unity writes `Failed(Child)`.
      hasFailed = result.hasPrefix("Failed")
      stated = (
        element.number("total"), element.number("failed"),
        element.attribute("duration").flatMap { PrintedTime.seconds($0) }
      )
    } else if element.isNamed("test-suite") {
      // What breaks before the cases makes them fail; what breaks after them does not.
      if result.hasPrefix("Failed"), element.attribute("site") == "TearDown" { brokenSuites += 1 }
    } else if element.isNamed("test-case") {
      count(element, result)
    }
  }

  private mutating func count(_ element: borrowing XMLStream, _ result: String) {
    let isError = ["Error", "Invalid", "Cancelled"].contains(element.attribute("label") ?? "")
    let outcome: TestTally.Outcome =
      switch result {
      case "Passed", "Warning": .passed
      case "Skipped", "Inconclusive": .skipped
      default: isError ? .error : .failed
      }
    tally.add(
      outcome, element.attribute("fullname") ?? element.attribute("name") ?? "",
      seconds: element.attribute("duration").flatMap { PrintedTime.seconds($0) })
  }

  mutating func cutShort() -> Bool { tally.total > 0 }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    var tally = tally
    let isUnexplained = hasFailed && tally.broken == 0 && brokenSuites == 0
    tally.addSuiteErrors(isUnexplained ? 1 : brokenSuites)
    tally.compare(total: stated.total, failed: stated.failed)
    tally.emit(&found, seconds: stated.seconds)
  }
}
