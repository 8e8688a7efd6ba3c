// Test cases of any format, one by one, and what a file states of them beside: how many there are,
// how many failed, how long all took.

internal import AndonModel

/// Counts test cases.
struct TestTally {
  /// What became of a case.
  enum Outcome {
    case passed
    case failed
    case error
    case skipped
  }

  private var tests = ImportedTests()
  private var sum: BoundedValue?
  private var longest = 0.0

  /// Nothing counted yet.
  init() {}

  /// How many were counted.
  var total: Int { tests.total }
  /// How many of them failed, or had an error.
  var broken: Int { tests.failed + tests.errors }

  /// Counts a case; a skipped one needs no time.
  mutating func add(
    _ outcome: Outcome, _ name: String, seconds: Double?, message: String? = nil
  ) {
    tests.total += 1
    switch outcome {
    case .passed: tests.passed += 1
    case .failed: tests.failed += 1
    case .error: tests.errors += 1
    case .skipped: tests.skipped += 1
    }
    if outcome == .failed || outcome == .error {
      tests.addBroken(FailedTest(name, message: message))
    }
    if let seconds, seconds >= 0 {
      sum = sum.map { $0 + .exact(seconds) } ?? .exact(seconds)
      longest = max(longest, seconds)
    } else if outcome != .skipped {
      let missing = BoundedValue.missing(reason: "a case has no time that can be read")
      sum = sum.map { $0 + missing } ?? missing
    }
  }

  /// Counts failures of what holds the cases.
  mutating func addSuiteErrors(_ count: Int) { tests.suiteErrors += count }

  /// Compares with the counts that the file states; more than were counted leave lower bounds.
  mutating func compare(total: Double?, failed: Double?) {
    if let total, total > Double(tests.total) { tests.lacksCases = true }
    if let failed, failed > Double(broken + tests.suiteErrors) { tests.hidesFailures = true }
  }

  /// There are more cases than were counted.
  mutating func markMissingCases() { tests.lacksCases = true }

  /// Tells what was counted; `seconds` are those that the file states for all.
  func emit(_ found: inout ParseResult, seconds: Double? = nil) {
    var tests = tests
    if let seconds, seconds >= longest {
      tests.time = .exact(seconds)
    } else {
      let parts = sum ?? (tests.skipped > 0 ? .exact(0) : .missing(reason: "no time is stated"))
      tests.time = tests.lacksCases ? parts.cutOff : parts
    }
    found.tests = tests
    if tests.total == 0 { found.addFinding(.noTests, "it holds no test case") }
    if tests.lacksCases {
      found.addFinding(
        .countsDisagree, "it states more cases than the \(tests.total) that it lists")
    }
    if tests.hidesFailures {
      found.addFinding(.countsDisagree, "it states more failures than the \(broken) that it lists")
    }
    if tests.suiteErrors > 0 {
      let failures = Format.count(tests.suiteErrors, "failure")
      found.addFinding(.resultMissing, "\(failures) outside the cases")
    }
  }
}
