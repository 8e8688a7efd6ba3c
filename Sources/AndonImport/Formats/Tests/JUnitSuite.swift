// A suite of JUnit XML: what its header states, against the cases that it shows.

internal import AndonModel
internal import AndonXML

/// A suite that is being read; the root is one as well.
struct JUnitSuite {
  /// Counts of what cases show.
  struct Shown {
    /// Runs of cases, and of suites that broke themselves.
    var runs = 0
    /// Failures and errors, with those of reruns.
    var failures = 0
    /// Those of them before a pass.
    var flaky = 0
    /// Cases that were skipped, or not run.
    var skipped = 0

    static func += (left: inout Shown, right: Shown) {
      left.runs += right.runs
      left.failures += right.failures
      left.flaky += right.flaky
      left.skipped += right.skipped
    }
  }

  /// Its depth in the document.
  let depth: Int
  /// What its own element states.
  let header: JUnitHeader
  /// What its cases show, with those of inner suites.
  private(set) var shown = Shown()
  // The times of its parts: their sum, and the longest one; nil without a part.
  private var sum: BoundedValue?
  private var longest = 0.0

  /// Begins a suite.
  init(_ element: borrowing XMLStream) {
    depth = element.depth
    header = JUnitHeader(element)
  }

  /// Adds a case; one that was not run needs no time.
  mutating func add(_ item: JUnitCase) {
    let isIdle = item.isSkipped || item.isNotRun
    shown += Shown(
      runs: item.shownRuns, failures: item.shownFailures, flaky: item.flakyRuns,
      skipped: isIdle ? 1 : 0)
    if let time = item.time {
      add(.exact(time))
    } else if !isIdle {
      add(.missing(reason: "a case has no time that can be read"))
    }
  }

  /// Adds an inner suite that has ended.
  mutating func add(_ suite: JUnitSuite) {
    shown += suite.shown
    // An empty suite without a time adds nothing.
    if suite.sum != nil || suite.header.time != nil || suite.lacksCases { add(suite.time) }
  }

  /// Adds a failure of the suite itself.
  mutating func addFailure() { shown += Shown(runs: 1, failures: 1) }

  private mutating func add(_ time: BoundedValue) {
    sum = sum.map { $0 + time } ?? time
    longest = max(longest, time.value ?? 0)
  }

  /// How long it took: what the header says, unless a part of it took longer; else its parts.
  var time: BoundedValue {
    if let time = header.time, time >= longest { return .exact(time) }
    let parts = sum ?? (shown.skipped > 0 ? .exact(0) : .missing(reason: "no time is stated"))
    switch lacksCases ? parts.cutOff : parts {
    case .exact(let seconds): return .exact(Self.tidy(seconds))
    case .atLeast(let seconds): return .atLeast(Self.tidy(seconds))
    case .atMost, .between, .missing: return parts
    }
  }

  // What additions leave behind the last digit of their parts.
  private static func tidy(_ seconds: Double) -> Double {
    let scale = seconds < 1000 ? 1e12 : 1e9
    return seconds < 1e-3 ? seconds : (seconds * scale).rounded() / scale
  }

  /// Whether its header counts more cases than there are.
  var lacksCases: Bool { (header.tests ?? 0) > Double(shown.runs) }
  /// Whether its header counts more failures than its cases show.
  ///
  /// Surefire counts failures before a pass apart, as `flakes`.
  var hidesFailures: Bool {
    header.broken > Double(shown.failures - (header.statesFlakes ? shown.flaky : 0))
  }
  /// Whether its header counts more skipped cases than there are.
  var hidesSkipped: Bool { (header.skipped ?? 0) > Double(shown.skipped) }
}

/// What an element says of the cases in it; nil where it says nothing.
struct JUnitHeader {
  /// Seconds.
  private(set) var time: Double?
  /// Cases.
  private(set) var tests: Double?
  /// A count that is none, as `NAME="TEXT"`.
  private(set) var unread: String?
  private var failures: Double?
  private var errors: Double?
  /// Cases that were skipped.
  private(set) var skipped: Double?
  /// Whether failures before a pass are counted apart.
  private(set) var statesFlakes = false

  /// Says nothing.
  init() {}

  /// Reads a suite's element.
  init(_ element: borrowing XMLStream) {
    time = element.attribute("time").flatMap { PrintedTime.seconds($0) }
    // Catch2 and doctest count assertions.
    let countsAssertions =
      element.attribute("hostname") == "tbd" || element.attribute("doctest_version") != nil
    tests = countsAssertions ? nil : count("tests", element)
    failures = [count("failures", element), count("failed", element)].compactMap { $0 }.max()
    statesFlakes = element.attribute("flakes") != nil
    errors = count("errors", element)
    skipped = count("skipped", element)
  }

  private mutating func count(_ name: StaticString, _ element: borrowing XMLStream) -> Double? {
    guard let text = element.attribute(name), !text.isEmpty else { return nil }
    if let number = PrintedNumber.read(text, groups: true), number >= 0 { return number }
    unread = unread ?? "\(name)=\"\(text)\""
    return nil
  }

  /// Adds another element of the same level.
  mutating func add(_ other: JUnitHeader) {
    time = Self.sum(time, other.time)
    tests = Self.sum(tests, other.tests)
    failures = Self.sum(failures, other.failures)
    errors = Self.sum(errors, other.errors)
    skipped = Self.sum(skipped, other.skipped)
  }

  private static func sum(_ sum: Double?, _ other: Double?) -> Double? {
    other.map { (sum ?? 0) + $0 } ?? sum
  }

  /// Failures and errors.
  var broken: Double { (failures ?? 0) + (errors ?? 0) }

  /// Notes where it differs from the cases; `name` is what states it, with its verb.
  func compare(with counted: ImportedTests, _ name: String, _ found: inout ParseResult) {
    let pairs = [
      ("tests", tests, counted.total), ("failures", failures, counted.failed),
      ("errors", errors, counted.errors), ("skipped", skipped, counted.skipped),
    ]
    for (what, declared, counted) in pairs {
      guard let declared, declared != Double(counted) else { continue }
      let number = Int(exactly: declared)?.description ?? "\(declared)"
      found.addFinding(
        .countsDisagree, "\(name) \(what)=\(number), and \(counted) were counted")
    }
  }
}
