// Test results that a file of another tool holds.

/// A test that failed.
package struct FailedTest: Equatable, Sendable {
  /// Its name, with that of its suite where it has one.
  package var name: String
  /// The first line of its message; nil where there is none.
  package var message: String?
  /// The file that says so.
  package var file: String

  /// Joins a name with what is said of it.
  package init(_ name: String, message: String? = nil, file: String = "") {
    self.name = name
    self.message = message
    self.file = file
  }
}

/// Test cases, counted one by one.
package struct ImportedTests: Equatable, Sendable {
  /// All cases.
  package var total = 0
  /// Cases that say nothing else.
  package var passed = 0
  /// Cases with a failure.
  package var failed = 0
  /// Cases with an error.
  package var errors = 0
  /// Cases that were not run.
  package var skipped = 0
  /// Cases that passed only after a failure, among the passed ones.
  package var flaky = 0
  /// Errors of suites themselves, beside their cases.
  package var suiteErrors = 0
  /// Seconds, as the file states them; a lower bound where a part is not stated.
  package var time = BoundedValue.missing(reason: "no time is stated")
  /// Whether there are more cases than those that are listed: all counts are lower bounds.
  package var lacksCases = false
  /// Whether there may be failures that no case shows: their count is a lower bound.
  package var hidesFailures = false
  /// Whether there may be skipped cases that are not listed: their count is a lower bound.
  package var hidesSkipped = false

  /// The counts that are lower bounds, by their names in files.
  package var lowerBounds: [String] {
    if lacksCases { return ["total", "passed", "failed", "errors", "skipped", "flaky"] }
    return (hidesFailures ? ["failed", "errors"] : []) + (hidesSkipped ? ["skipped"] : [])
  }

  /// Those that failed; of many the first ones.
  package var broken: [FailedTest] = []

  // More are read by nobody.
  private static let maxBroken = 20

  /// Nothing counted yet.
  package init() {}

  /// Whether there is room for another test that failed.
  package var takesBroken: Bool { broken.count < Self.maxBroken }

  /// Notes a test that failed.
  package mutating func addBroken(_ test: FailedTest) { if takesBroken { broken.append(test) } }
}
