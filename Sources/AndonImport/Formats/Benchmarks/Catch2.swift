// Catch2 -r xml: benchmarks in nanoseconds, with the bounds of a confidence interval.

internal import AndonModel
internal import AndonXML

/// Reads benchmarks of Catch2.
struct Catch2: XMLFormat {
  static let format = ImportFormat.catch2

  static func recognises(_ root: borrowing XMLStream) -> Bool {
    root.isNamed("Catch") || root.isNamed("Catch2TestRun")
  }

  private var results: [ImportedMeasurement] = []
  private var name: String?
  private var failed: [String] = []
  // Where the results of the present test case begin.
  private var caseStart = 0
  private var hasFailedCase = false

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    if element.isNamed("TestCase") {
      caseStart = results.count
    } else if element.isNamed("OverallResult"), element.attribute("success") == "false" {
      for index in results.indices.dropFirst(caseStart) { results[index].isOfFailure = true }
      hasFailedCase = hasFailedCase || caseStart < results.count
    } else if element.isNamed("BenchmarkResults") {
      name = element.attribute("name")
    } else if element.isNamed("failed"), let name {
      failed.append(name)
    } else if element.isNamed("mean"), let name {
      let number = { (text: String?) in text.flatMap(Double.init) }
      let value = number(element.attribute("value"))
      var result = ImportedMeasurement(
        name, value.map(ImportedValue.number) ?? .missing, unit: "ns", .lower)
      result.low = number(element.attribute("lowerBound"))
      result.high = number(element.attribute("upperBound"))
      results.append(result)
    }
  }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    if results.isEmpty { throw Refusal("it holds no benchmark") }
    for result in results { try found.add(result) }
    if hasFailedCase { found.addFinding(.resultMissing, "a test case with benchmarks failed") }
    for name in failed { found.addFinding(.resultMissing, "the benchmark `\(name)` failed") }
  }
}
