// JUnit XML in all its dialects: test cases anywhere in the document, each counted once; of several
// results of a case an error comes before a failure, and that before a skip. Headers are compared
// with the cases: one that counts more than they show makes the counts lower bounds.

internal import AndonModel
internal import AndonXML

/// Reads test results.
struct JUnit: XMLFormat {
  static let format = ImportFormat.junit

  static func recognises(_ root: borrowing XMLStream) -> Bool {
    root.isNamed("testsuites") || root.isNamed("testsuite")
  }

  private var tests = ImportedTests()
  private var notRun = 0
  // Cases within cases, the outermost first.
  private var openCases: [JUnitCase] = []
  // Suites within suites, the outermost first; the root is one of them.
  private var openSuites: [JUnitSuite] = []
  // The depth of the outermost suite that is open.
  private var outerDepth: Int?
  private var root = JUnitHeader()
  private var suites = JUnitHeader()
  private var unclear: [Unclear] = []
  // The runs of a producer that lists each run of a test; nil for others.
  private var reruns: JUnitReruns?

  // Something that may be a failure and is of no known kind.
  private struct Unclear {
    let message: String
    let line: Int
  }

  /// Nothing read yet.
  init() {}

  mutating func cutShort() -> Bool {
    // A case that was being read may still have failed: it is no pass.
    openCases.removeAll { !$0.isBroken }
    return tests.total > 0 || !openCases.isEmpty
  }

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    close(to: element.depth)
    if element.isNamed("testcase") {
      openCases.append(JUnitCase(element, isNamed: reruns != nil || tests.takesBroken))
    } else if let open = openCases.last {
      let isResult = element.isNamed("failure") || element.isNamed("error")
      if isResult || element.depth == open.depth + 1 { read(element) }
    } else if element.isNamed("testsuite") || element.isNamed("testsuites") {
      open(element)
    } else if element.isNamed("error") || element.isNamed("failure") {
      breakSuite()
    } else if element.isNamed("property") {
      if JUnitReruns.isProducer(element), reruns == nil { reruns = JUnitReruns() }
    } else if let suite = openSuites.last, element.depth == suite.depth + 1 {
      switch JUnitElement(element.name) {
      case .failure: breakSuite()
      case .unknown: markUnread(element)
      case .skip, .flaky, .rerun, .other: break
      }
    }
  }

  private mutating func open(_ element: borrowing XMLStream) {
    let suite = JUnitSuite(element)
    openSuites.append(suite)
    if let text = suite.header.unread {
      unclear.append(Unclear(message: "a header states \(text)", line: element.line))
    }
    if element.isNamed("testsuites") {
      if element.depth == 0 { root.add(suite.header) }
    } else if outerDepth == nil {
      outerDepth = element.depth
      suites.add(suite.header)
    }
  }

  private mutating func breakSuite() {
    tests.suiteErrors += 1
    if !openSuites.isEmpty { openSuites[openSuites.count - 1].addFailure() }
  }

  private mutating func read(_ element: borrowing XMLStream) {
    if !openCases[openCases.count - 1].read(element) { markUnread(element) }
  }

  private mutating func markUnread(_ element: borrowing XMLStream) {
    unclear.append(
      Unclear(message: "`\(element.name)` is of no known kind", line: element.line))
  }

  // Everything that has ended where an element of this depth begins.
  private mutating func close(to depth: Int) {
    while let open = openCases.last, depth <= open.depth { closeCase() }
    while let open = openSuites.last, depth <= open.depth { closeSuite() }
    if let outer = outerDepth, depth <= outer { outerDepth = nil }
  }

  private mutating func closeCase() {
    guard let open = openCases.popLast() else { return }
    switch reruns?.read(open) ?? .first {
    case .first: tests.count(open)
    case .again: break
    case .passed:
      tests.failed -= 1
      tests.passed += 1
      tests.flaky += 1
      tests.broken.removeAll { $0.name == open.name }
    }
    if open.isNotRun {
      notRun += 1
      tests.hidesSkipped = true
    }
    if let status = open.unclearStatus {
      unclear.append(
        Unclear(message: "the status `\(status)` is of no known kind", line: open.line))
    }
    if openSuites.isEmpty { return }
    openSuites[openSuites.count - 1].add(open)
  }

  private mutating func closeSuite() {
    guard let open = openSuites.popLast() else { return }
    reruns?.endSuite()
    if open.lacksCases { tests.lacksCases = true }
    if open.hidesFailures { tests.hidesFailures = true }
    if open.hidesSkipped { tests.hidesSkipped = true }
    if openSuites.isEmpty {
      tests.time = open.time
    } else {
      openSuites[openSuites.count - 1].add(open)
    }
  }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    var all = self
    all.close(to: 0)
    if let reruns = all.reruns, reruns.mayBeRepeats {
      all.tests.hidesFailures = true
      found.addFinding(
        .resultMissing,
        "each test ran more than once, so a failure before a pass may be one of repeated runs")
    }
    if !all.unclear.isEmpty { all.tests.hidesFailures = true }
    found.tests = all.tests
    for (header, name) in [(root, "the root states"), (suites, "the suites state")] {
      header.compare(with: all.tests, name, &found)
    }
    for unclear in all.unclear {
      found.addFinding(.resultMissing, unclear.message, line: unclear.line)
    }
    if all.tests.total == 0 { found.addFinding(.noTests, "it holds no test case") }
    if all.notRun > 0 {
      let cases = all.notRun == 1 ? "1 case is" : "\(all.notRun) cases are"
      found.addFinding(.resultMissing, "\(cases) marked as not run, and counted as passed")
    }
    if all.tests.suiteErrors > 0 {
      let errors = Format.count(all.tests.suiteErrors, "error")
      found.addFinding(.resultMissing, "\(errors) outside the cases: a suite itself failed")
    }
  }
}

extension ImportedTests {
  /// Counts a case of JUnit.
  fileprivate mutating func count(_ open: JUnitCase) {
    total += 1
    if open.isBroken { addBroken(FailedTest(open.name, message: open.message)) }
    if open.hasError {
      errors += 1
    } else if open.isBroken {
      failed += 1
    } else if open.isSkipped {
      skipped += 1
    } else {
      passed += 1
      if open.flakyRuns > 0 { flaky += 1 }
    }
  }
}
