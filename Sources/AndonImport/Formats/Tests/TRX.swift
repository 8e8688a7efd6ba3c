// TRX of Visual Studio and dotnet test: a result for each run of a test. Of a test with inner
// results those are the cases.

internal import AndonModel
internal import AndonXML

/// Reads test results of Visual Studio.
struct TRX: XMLFormat {
  static let format = ImportFormat.trx

  static func recognises(_ root: borrowing XMLStream) -> Bool { root.isNamed("TestRun") }

  // A result whose inner ones may follow.
  private struct Result {
    let depth: Int
    let name: String
    let outcome: String
    let seconds: Double?
  }

  private var tally = TestTally()
  private var open: Result?
  private var entries = 0
  // Tests with inner results: versions of MSTest count them beside their rows.
  private var parents = (total: 0.0, failed: 0.0)
  private var stated: (total: Double?, failed: Double?)
  private var summary: String?
  private var errors = 0

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    if let result = open, element.depth <= result.depth { count(result) }
    if element.name.hasSuffix("Result"),
      element.attribute("outcome") ?? element.attribute("testName") != nil
    {
      // What has inner results is not a case itself.
      if let open {
        parents.total += 1
        if outcome(of: open) != .passed { parents.failed += 1 }
      }
      // The default value is left out.
      open = Result(
        depth: element.depth, name: element.attribute("testName") ?? "",
        outcome: element.attribute("outcome") ?? "Error",
        seconds: element.attribute("duration").flatMap { PrintedTime.seconds($0) })
    } else if element.isNamed("TestEntry") {
      entries += 1
    } else if element.isNamed("ResultSummary") {
      summary = element.attribute("outcome")
    } else if element.isNamed("Counters") {
      let failures = [
        element.number("failed"), element.number("error"), element.number("timeout"),
        element.number("aborted"),
      ]
      stated = (element.number("total"), failures.compactMap { $0 }.reduce(0, +))
    } else if element.isNamed("RunInfo"), element.attribute("outcome") == "Error" {
      errors += 1
    }
  }

  private mutating func count(_ result: Result) {
    open = nil
    tally.add(outcome(of: result), result.name, seconds: result.seconds)
  }

  private func outcome(of result: Result) -> TestTally.Outcome {
    switch result.outcome {
    case "Passed", "Completed", "Warning": .passed
    case "NotExecuted", "NotRunnable", "Inconclusive", "Pending": .skipped
    case "Error", "Timeout", "Aborted", "Disconnected": .error
    default: .failed
    }
  }

  mutating func cutShort() -> Bool {
    open = nil
    return tally.total > 0
  }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    var all = self
    if let open { all.count(open) }
    let hasFailed = ["Failed", "Error", "Aborted", "Timeout"].contains(summary ?? "")
    // A run that was broken off lists only what had ended.
    all.tally.addSuiteErrors(errors > 0 ? errors : hasFailed && all.tally.broken == 0 ? 1 : 0)
    let total = max(stated.total ?? 0, Double(entries)) - parents.total
    all.tally.compare(total: total, failed: stated.failed.map { $0 - parents.failed })
    all.tally.emit(&found)
  }
}
